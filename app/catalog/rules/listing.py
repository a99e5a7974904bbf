"""What a shopper may ask of the list: filters, orders, and the place where the next page begins."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from app.core.i18n import mark

PAGE_SIZE = 24
FIRST_DAY = date(1900, 1, 1)
"""Stands for "no harvest on record" where products are put in order."""


class Sort(StrEnum):
    RELEVANT = "phu-hop"
    HARVEST = "moi-hai"
    SOLD = "ban-chay"
    PRICE_UP = "gia-tang"
    PRICE_DOWN = "gia-giam"
    UNIT_PRICE = "gia-100g"


SORT_WORDS = {
    Sort.RELEVANT: mark("Hợp nhất"),
    Sort.HARVEST: mark("Mới hái nhất"),
    Sort.SOLD: mark("Bán nhiều nhất"),
    Sort.PRICE_UP: mark("Giá thấp trước"),
    Sort.PRICE_DOWN: mark("Giá cao trước"),
    Sort.UNIT_PRICE: mark("Rẻ nhất tính trên 100 g"),
}


@dataclass(frozen=True)
class Band:
    """A range that people choose by its words: `low <= x < high`."""

    key: str
    low: int
    high: int
    said: str


MOST = 2**31 - 1
PRICES = (
    Band("duoi-200", 0, 200_000, mark("Dưới 200.000₫")),
    Band("200-500", 200_000, 500_001, mark("200.000–500.000₫")),
    Band("tren-500", 500_001, MOST, mark("Trên 500.000₫")),
)
WEIGHTS = (
    Band("den-100", 0, 101, mark("Đến 100 g")),
    Band("den-250", 101, 251, mark("101–250 g")),
    Band("den-1000", 251, 1001, mark("251 g–1 kg")),
    Band("tren-1000", 1001, MOST, mark("Trên 1 kg")),
)


@dataclass(frozen=True)
class Age:
    """Harvested within so many days."""

    key: str
    days: int
    said: str


AGES = (
    Age("7-ngay", 7, mark("Trong 7 ngày")),
    Age("30-ngay", 30, mark("Trong 30 ngày")),
    Age("90-ngay", 90, mark("Trong 90 ngày")),
)
STARS = (5, 4, 3)


def band(bands: tuple[Band, ...], key: str) -> Band | None:
    return next((one for one in bands if one.key == key), None)


def age(key: str) -> Age | None:
    return next((one for one in AGES if one.key == key), None)


def harvested_since(key: str, today: date) -> date:
    """The first day that still counts; every day when the key is unknown."""
    found = age(key)
    return today - timedelta(days=found.days) if found else FIRST_DAY


@dataclass(frozen=True)
class Wanted:
    """One view of the list. Empty means any; the fields named in `FACETS` are filters."""

    text: str = ""
    category: str = ""  # slug of a group or of a category in it
    tea_types: tuple[str, ...] = ()
    stars: tuple[int, ...] = ()
    wards: tuple[str, ...] = ()  # codes
    sellers: tuple[str, ...] = ()  # slugs
    price: str = ""
    weight: str = ""
    harvest: str = ""
    in_stock: bool = False
    traceable: bool = False
    sort: Sort = Sort.HARVEST
    after: str = ""

    @property
    def filters(self) -> tuple[str, ...]:
        """The names of the filters in use."""
        return tuple(name for name in FACETS if getattr(self, name))

    def with_field(self, name: str, value: Any) -> "Wanted":
        """The same view with this filter set."""
        fields: dict[str, Any] = {name: value}
        return replace(self, **fields)

    def without(self, *names: str) -> "Wanted":
        """The same view with these filters cleared, from its first page."""
        fresh: dict[str, Any] = {name: getattr(Wanted(), name) for name in names}
        return replace(self, after="", **fresh)


FACETS = (
    "category",
    "tea_types",
    "stars",
    "wards",
    "sellers",
    "price",
    "weight",
    "harvest",
    "in_stock",
    "traceable",
)

_READ: dict[Sort, Callable[[str], Any]] = {
    Sort.HARVEST: date.fromisoformat,
    Sort.RELEVANT: int,
    Sort.SOLD: int,
    Sort.PRICE_UP: int,
    Sort.PRICE_DOWN: int,
    Sort.UNIT_PRICE: int,
}


@dataclass(frozen=True)
class Cursor:
    """Where a page ended: whether in stock, the value that orders, and the slug."""

    in_stock: bool
    value: Any
    slug: str

    def __str__(self) -> str:
        """
        >>> str(Cursor(True, 350000, "che-dinh"))
        '1.350000.che-dinh'
        """
        return f"{int(self.in_stock)}.{self.value}.{self.slug}"


def read_cursor(text: str, sort: Sort) -> Cursor | None:
    """None for no cursor and for one that is damaged: the list then begins at its beginning.

    >>> read_cursor("1.2026-10-12.che-dinh", Sort.HARVEST)
    Cursor(in_stock=True, value=datetime.date(2026, 10, 12), slug='che-dinh')
    """
    try:
        flag, value, slug = text.split(".", 2)
        read = _READ[sort](value)
    except ValueError:
        return None
    if flag not in {"0", "1"} or (isinstance(read, int) and not 0 <= read <= MOST):
        return None
    return Cursor(flag == "1", read, slug)
