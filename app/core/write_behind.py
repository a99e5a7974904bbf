"""Rows that nobody waits for: kept in memory for a moment, written together, never in the way."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

Item = TypeVar("Item")
log = logging.getLogger(__name__)


class WriteBehind(Generic[Item]):
    """Hands what was `put` to `write`, in order, from a thread of its own.

    A batch goes out when `batch` items wait or `wait` seconds have passed. Over `bound` waiting
    items further ones are dropped and their number is logged: a slow database must not eat the
    memory. A batch that cannot be written is tried once more, then dropped likewise.
    """

    LARGEST = 4000
    """Of one transaction: each costs a few milliseconds, however many rows it has."""

    def __init__(
        self,
        write: Callable[[list[Item]], None],
        *,
        batch: int = 4000,
        wait: float = 0.25,
        bound: int = 20_000,
    ) -> None:
        self.write = write
        self.batch, self.wait, self.bound = batch, wait, bound
        self.dropped = 0
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
        """Writes what is left and ends the thread."""
        self._stopping = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
        self.flush()

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
                self._attempt(batch)
                waiting -= len(batch)
            self._report_dropped()

    def _run(self) -> None:
        while not self._stopping:
            self._wake.wait(self.wait)
            self._wake.clear()
            self.flush()

    def _next(self, waiting: int) -> list[Item]:
        count = min(waiting, self.LARGEST)
        return [self._items.popleft() for _ in range(count)]

    def _attempt(self, batch: list[Item]) -> None:
        for last_try in (False, True):
            try:
                self.write(batch)
            except Exception:
                if last_try:
                    self.dropped += len(batch)
                    log.exception("A batch could not be written")
            else:
                return

    def _report_dropped(self) -> None:
        if self.dropped:
            log.warning("Dropped %d rows that could not be written", self.dropped)
            self.dropped = 0
