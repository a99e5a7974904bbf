"""What the layout of a desk shows around its pages."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Item:
    """A place of a desk; `count` is what waits there, 0 shows nothing."""

    path: str
    label: str
    icon: str
    count: int = 0


@dataclass(frozen=True)
class Desk:
    name: str
    owner: str
    menu: tuple[Item, ...]
    helped: bool = False
    """Whether an officer works here in the owner's name."""

    def counting(self, **counts: int) -> "Desk":
        """The same desk with counts by the last word of a path: `counting(san_pham=3)`."""
        menu = [replace(item, count=counts.get(_word(item.path), 0)) for item in self.menu]
        return replace(self, menu=tuple(menu))


def _word(path: str) -> str:
    """
    >>> _word("/ban-hang/san-pham")
    'san_pham'
    """
    return path.rpartition("/")[2].replace("-", "_")
