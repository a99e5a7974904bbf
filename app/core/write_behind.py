"""Rows that nobody waits for: kept in memory for a moment, written together, never in the way."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from app.core import metrics

Item = TypeVar("Item")
log = logging.getLogger(__name__)


class WriteBehind(Generic[Item]):
    """Hands what was `put` to `write`, in order, from a thread of its own.

    A batch goes out when `batch` items wait or `wait` seconds have passed. Over `bound` waiting
    items further ones are dropped and their number is logged and counted: a slow database must not
    eat the memory. While `write` raises one of `away`, what it writes to cannot be reached: its
    batch goes back to its place and waits. A batch that cannot be written for any other reason is
    tried once more, then dropped.
    """

    LARGEST = 4000
    """Of one transaction: each costs a few milliseconds, however many rows it has."""
    LONGEST_WAIT = 5.0
    """Seconds between two tries while nothing can be written."""

    def __init__(
        self,
        write: Callable[[list[Item]], None],
        *,
        batch: int = 4000,
        wait: float = 0.25,
        bound: int = 20_000,
        away: tuple[type[Exception], ...] = (),
    ) -> None:
        self.write = write
        self.batch, self.wait, self.bound = batch, wait, bound
        self.away = away
        self.dropped = 0
        self._failures = 0
        self._items: deque[Item] = deque()
        self._wake = threading.Event()
        self._stopping = False
        self._one_writer = threading.Lock()
        self._thread: threading.Thread | None = None

    def put(self, item: Item) -> None:
        """From any thread; takes under a microsecond and never blocks."""
        waiting = len(self._items)
        if waiting >= self.bound:
            self.dropped += 1
            return
        self._items.append(item)
        if waiting + 1 == self.batch:
            self._wake.set()

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="write-behind", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Writes what is left, if it can be written, and ends the thread."""
        self._stopping = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
        self.flush()
        self.dropped += len(self._items)
        self._report_dropped()

    @contextmanager
    def running(self) -> Iterator["WriteBehind[Item]"]:
        self.start()
        try:
            yield self
        finally:
            self.stop()

    def flush(self) -> None:
        """Writes everything that waits now, in the calling thread.

        What comes meanwhile waits for its own turn: chasing it would write a few rows at a time.
        """
        with self._one_writer:
            waiting = len(self._items)
            while waiting > 0:
                batch = self._next(waiting)
                if not self._attempt(batch):
                    self._items.extendleft(reversed(batch))
                    break
                waiting -= len(batch)
            self._report_dropped()

    def _run(self) -> None:
        while not self._stopping:
            self._wake.wait(min(self.wait * 2**self._failures, self.LONGEST_WAIT))
            self._wake.clear()
            self.flush()

    def _next(self, waiting: int) -> list[Item]:
        count = min(waiting, self.LARGEST)
        return [self._items.popleft() for _ in range(count)]

    def _attempt(self, batch: list[Item]) -> bool:
        """Whether the batch is done with, written or dropped."""
        for last_try in (False, True):
            try:
                self.write(batch)
            except self.away as error:
                self._failures = min(self._failures + 1, 10)
                log.warning("Nothing can be written now: %s", error)
                return False
            except Exception:
                if last_try:
                    self.dropped += len(batch)
                    log.exception("A batch could not be written")
            else:
                metrics.written_behind(len(batch))
                break
        self._failures = 0
        return True

    def _report_dropped(self) -> None:
        if self.dropped:
            log.warning("Dropped %d rows that could not be written", self.dropped)
            metrics.dropped_behind(self.dropped)
            self.dropped = 0
