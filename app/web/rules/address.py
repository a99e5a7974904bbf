"""A view of the list as an address, and back: every choice stands in the query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from app.catalog.rules.listing import PRICES, STARS, WEIGHTS, Sort, Wanted, age, band
from app.core.text import nfc

PARAMETERS = {
    "text": "q",
    "category": "nganh",
    "tea_types": "loai",
    "stars": "sao",
    "wards": "xa",
    "sellers": "nha",
    "price": "gia",
    "weight": "goi",
    "harvest": "hai",
    "in_stock": "con",
    "traceable": "goc",
    "sort": "xep",
    "after": "sau",
}
"""Fields of `Wanted` by their names in the address."""

MANY = ("tea_types", "stars", "wards", "sellers")
FLAGS = ("in_stock", "traceable")
MOST_CHOICES, LONGEST_TEXT = 12, 80


@dataclass(frozen=True)
class Place:
    """Where a list stands: `/tim`, or a page of one trade or commune, whose filter is its path."""

    path: str = "/tim"
    fixed: str = ""  # the field that the path says
    filtered: bool = True  # whether the page offers filters


def read(pairs: Iterable[tuple[str, str]], tea_types: Sequence[str]) -> Wanted:
    """What an address asks for. Whatever it says that we do not offer counts as not said."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(nfc(value).strip())
    said = {field: given.get(name, []) for field, name in PARAMETERS.items()}
    text = " ".join(_last(said["text"])[:LONGEST_TEXT].split())
    return Wanted(
        text=text,
        category=_last(said["category"])[:80],
        tea_types=_some(said["tea_types"], tea_types),
        stars=tuple(int(value) for value in _some(said["stars"], map(str, STARS))),
        wards=tuple(said["wards"][:MOST_CHOICES]),
        sellers=tuple(said["sellers"][:MOST_CHOICES]),
        price=_last(said["price"]) if band(PRICES, _last(said["price"])) else "",
        weight=_last(said["weight"]) if band(WEIGHTS, _last(said["weight"])) else "",
        harvest=_last(said["harvest"]) if age(_last(said["harvest"])) else "",
        in_stock=_last(said["in_stock"]) == "1",
        traceable=_last(said["traceable"]) == "1",
        sort=_sort(_last(said["sort"]), text),
        after=_last(said["after"])[:200],
    )


def default_sort(text: str) -> Sort:
    return Sort.RELEVANT if text else Sort.HARVEST


def _sort(value: str, text: str) -> Sort:
    try:
        chosen = Sort(value)
    except ValueError:
        return default_sort(text)
    return Sort.HARVEST if chosen is Sort.RELEVANT and not text else chosen


def _last(values: Sequence[str]) -> str:
    return values[-1] if values else ""


def _some(values: Sequence[str], offered: Iterable[str]) -> tuple[str, ...]:
    """Those on offer, in the order of the offer, so that one choice has one address."""
    return tuple(one for one in offered if one in values)


def write(wanted: Wanted, place: Place) -> str:
    """The address of a view, without its language."""
    query = urlencode(list(pairs(wanted, place)))
    return f"{place.path}?{query}" if query else place.path


def pairs(wanted: Wanted, place: Place) -> Iterable[tuple[str, str]]:
    """The query of a view in a fixed order; what goes without saying is not said."""
    for field, name in PARAMETERS.items():
        value = getattr(wanted, field)
        if field == place.fixed or not value:
            continue
        if field == "sort" and value is default_sort(wanted.text):
            continue
        for one in value if field in MANY else [value]:
            yield name, "1" if field in FLAGS else str(one)


def toggled(wanted: Wanted, field: str, value: Any) -> Wanted:
    """The view with this choice taken back if it is made, or made if it is not."""
    now = getattr(wanted, field)
    changed: dict[str, Any]
    if field in MANY:
        rest = tuple(one for one in now if one != value)
        changed = {field: rest if value in now else (*now, value)}
    else:
        changed = {field: type(now)() if now == value else value}
    return replace(wanted, after="", **changed)
