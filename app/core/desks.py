"""What the layout of a desk shows around its pages."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class Waiting:
    """How many wait in a queue, and since when the first of them does."""

    count: int
    oldest: datetime | None = None


def both(one: Waiting, other: Waiting) -> Waiting:
    """Two queues that are worked off at the same place."""
    moments = [each.oldest for each in (one, other) if each.oldest]
    return Waiting(one.count + other.count, min(moments, default=None))


@dataclass(frozen=True)
class Item:
    """A place of a desk; `count` is what waits there since `oldest`, 0 shows nothing."""

    path: str
    label: str
    icon: str
    count: int = 0
    oldest: datetime | None = None


@dataclass(frozen=True)
class Desk:
    name: str
    owner: str
    menu: tuple[Item, ...]
    helped: bool = False
    """Whether an officer works here in the owner's name."""

    def has(self, path: str) -> bool:
        """Whether this desk has that place; an officer's who helps has what was consented to."""
        return any(item.path == path for item in self.menu)

    def counting(self, **counts: int | Waiting) -> "Desk":
        """The same desk with counts by the last word of a path: `counting(san_pham=3)`."""
        menu = [_counted(item, counts.get(_word(item.path), 0)) for item in self.menu]
        return replace(self, menu=tuple(menu))


def _counted(item: Item, waiting: int | Waiting) -> Item:
    found = waiting if isinstance(waiting, Waiting) else Waiting(waiting)
    return replace(item, count=found.count, oldest=found.oldest if found.count else None)


def _word(path: str) -> str:
    """
    >>> _word("/ban-hang/san-pham")
    'san_pham'
    """
    return path.rpartition("/")[2].replace("-", "_")
