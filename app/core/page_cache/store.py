"""Kept pages by key and by tag, within a bound in bytes."""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.core.page_cache.entry import Entry
from app.core.page_cache.marks import EVERYTHING, heed

Key = str | tuple[str, str]
"""A path, or a path and its query in canonical form."""
PROVEN = 0.8
"""The share of memory for pages that were asked for again."""
REMEMBERED = 10_000
"""So many touched tags are told apart; beyond that all renders under way are refused."""


@dataclass
class Counts:
    hits: int = 0
    misses: int = 0
    refused: int = 0
    dropped: int = 0


def _nobody_asks(tag: str) -> None:
    """Nothing is kept beside the pages in memory."""


class Store:
    """A segmented LRU: a page is proven by its second visit.

    Addresses that are asked for once, as a crawler or somebody trying out codes does, push out one
    another and not the pages that shoppers come back to. Used on the event loop alone.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.proven_size = 0
        self.open = True
        """Closed while nobody would tell us what changed."""
        self.generation = 0
        self.counts = Counts()
        self.dropped: Callable[[str], None] = _nobody_asks
        """Told each tag that commits touch; of everything, too, when it cannot be known which."""
        self._fresh: OrderedDict[Key, Entry] = OrderedDict()
        self._proven: OrderedDict[Key, Entry] = OrderedDict()
        self._keys: dict[str, set[Key]] = defaultdict(set)
        self._touched: dict[str, int] = {}
        self._floor = 0

    def __len__(self) -> int:
        return len(self._fresh) + len(self._proven)

    def take_counts(self) -> Counts:
        """What was counted since the last call; plain numbers, since a hit has no time for more."""
        taken, self.counts = self.counts, Counts()
        return taken

    def get(self, key: Key, now: float) -> Entry | None:
        entry = self._proven.get(key)
        if entry is None:
            entry = self._fresh.get(key)
            if entry is None:
                return None
            self._prove(key, entry)
        if entry.until <= now:
            self._remove(key)
            return None
        self._proven.move_to_end(key)
        return entry

    def put(self, key: Key, entry: Entry, begun: int) -> bool:
        """Keep a page whose render began at generation `begun`, unless it was touched since."""
        if not self.open or self._touched_since(entry.tags, begun):
            self.counts.refused += 1
            return False
        if entry.size > self.limit * (1 - PROVEN):
            return False
        self._remove(key)
        self._fresh[key] = entry
        self.size += entry.size
        for tag in entry.tags:
            self._keys[tag].add(key)
        self._evict()
        return True

    def grew(self, key: Key, entry: Entry, by: int) -> None:
        """`entry` took `by` more bytes; nothing to count if it is kept no longer."""
        if self._proven.get(key) is entry:
            self.proven_size += by
        elif self._fresh.get(key) is not entry:
            return
        self.size += by
        self._evict()

    def drop(self, tags: Iterable[str]) -> None:
        self.generation += 1
        for tag in tags:
            self.dropped(tag)
            if tag == EVERYTHING:
                self.clear()
                return
            heed(tag)
            self._touched[tag] = self.generation
            for key in tuple(self._keys.get(tag, ())):
                self._remove(key)
                self.counts.dropped += 1
        if len(self._touched) > REMEMBERED:
            self._refuse_all()

    def clear(self) -> None:
        heed(EVERYTHING)
        self.generation += 1
        self.counts.dropped += len(self)
        self.size = self.proven_size = 0
        for pages in (self._fresh, self._proven, self._keys):
            pages.clear()
        self._refuse_all()

    def _refuse_all(self) -> None:
        self._touched.clear()
        self._floor = self.generation

    def _touched_since(self, tags: Iterable[str], begun: int) -> bool:
        return begun < self._floor or any(self._touched.get(tag, 0) > begun for tag in tags)

    def _prove(self, key: Key, entry: Entry) -> None:
        self._proven[key] = self._fresh.pop(key)
        self.proven_size += entry.size
        while self.proven_size > self.limit * PROVEN and len(self._proven) > 1:
            oldest, demoted = self._proven.popitem(last=False)
            self._fresh[oldest] = demoted
            self.proven_size -= demoted.size
        # Both parts together are as large as before, so nothing is evicted here.

    def _evict(self) -> None:
        while self.size > self.limit:
            self._remove(next(iter(self._fresh or self._proven)))

    def _remove(self, key: Key) -> None:
        entry = self._fresh.pop(key, None)
        if entry is None:
            entry = self._proven.pop(key, None)
            if entry is None:
                return
            self.proven_size -= entry.size
        self.size -= entry.size
        for tag in entry.tags:
            self._keys[tag].discard(key)
            if not self._keys[tag]:
                del self._keys[tag]
