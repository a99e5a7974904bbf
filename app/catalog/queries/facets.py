"""How many products each filter would leave: the numbers beside the list's filters.

A filter's own numbers disregard what is chosen in it, so that a second choice can be weighed. The
filters in which nothing is chosen share one pass over the products.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from threading import Lock
from typing import Any

from cachetools import TTLCache
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    Text,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    select,
    text,
    union_all,
)

from app.catalog.queries.conditions import PRODUCT, P, conditions, names, stars_today
from app.catalog.queries.listing import values
from app.catalog.queries.matching import CANDIDATES, candidates
from app.catalog.rules import search
from app.catalog.rules.listing import AGES, FACETS, PRICES, WEIGHTS, Band, Wanted
from app.core.db import utc_now

KEPT, SECONDS = 2000, 3600
"""Views whose counts are kept; the time is for what changes by the day alone."""
REST = 20
"""A view is counted again after a change, but rests this many times as long as the count took."""


@dataclass(frozen=True)
class Counts:
    """`total` answers every filter; `of["stars"]["5"]` is how many five-star products would."""

    total: int
    of: Mapping[str, Mapping[str, int]]
    seller_names: Mapping[str, str]
    capped: bool  # a search that matches more than it ranks


@dataclass(frozen=True)
class Kept:
    counts: Counts
    generation: int
    rests_until: datetime


class FacetCache:
    """Counts by view, kept in this process until the list changes (`clear`)."""

    def __init__(self) -> None:
        self._kept: TTLCache[tuple[Wanted, date, str], Kept] = TTLCache(KEPT, SECONDS)
        self._lock = Lock()
        self._generation = 0

    def get(
        self, reader: Connection, wanted: Wanted, today: date, fixed: str = ""
    ) -> tuple[Counts, datetime | None]:
        """The counts, and when to ask again if they may be older than the last change."""
        view = Wanted(**{name: getattr(wanted, name) for name in ("text", *FACETS)})
        with self._lock:
            kept, generation = self._kept.get((view, today, fixed)), self._generation
        if kept is not None and kept.generation == generation:
            return kept.counts, None
        if kept is not None and utc_now() < kept.rests_until:
            return kept.counts, kept.rests_until
        return self._count(reader, view, today, fixed, generation), None

    def _count(
        self, reader: Connection, view: Wanted, today: date, fixed: str, generation: int
    ) -> Counts:
        """Counts begun before a change are kept as older than it."""
        began = utc_now()
        counted = counts(reader, view, today, fixed)
        ended = utc_now()
        with self._lock:
            rests = ended + REST * (ended - began)
            self._kept[view, today, fixed] = Kept(counted, generation, rests)
        return counted

    def clear(self) -> None:
        with self._lock:
            self._generation += 1


facets = FacetCache()


def counts(reader: Connection, wanted: Wanted, today: date, fixed: str = "") -> Counts:
    """`fixed` is the filter that the page itself is (a maker's, a commune's): it offers no other.

    Its own numbers would be those of the whole shop, and stay empty.
    """
    query = search.parse_query(wanted.text)
    bound = values(wanted, today, query)
    bound |= {f"since_{one.days}": today - timedelta(days=one.days) for one in AGES}
    of: dict[str, dict[str, int]] = {name: {} for name in DIMENSIONS}
    makers: dict[str, str] = {}
    whole = 0
    statement = _statement(wanted.filters, fixed, searched=query is not None)
    for name, value, count in reader.execute(statement, bound):
        if name == TOTAL:
            whole = count
        elif name == "sellers":
            slug, _, label = value.partition(" ")
            of[name][slug], makers[slug] = count, label
        elif value is not None:
            of[name][value] = count
    of["harvest"] = _running(of["harvest"])
    return Counts(whole, of, makers, capped=query is not None and whole >= CANDIDATES)


def total(reader: Connection, wanted: Wanted, today: date) -> Counts:
    """The total alone, for a page that offers no filters."""
    query = search.parse_query(wanted.text)
    statement = _total(names(wanted), searched=query is not None)
    found = reader.execute(statement, values(wanted, today, query)).scalar_one()
    return Counts(found, {}, {}, capped=query is not None and found >= CANDIDATES)


@cache
def _total(filters: tuple[str, ...], *, searched: bool) -> Select[Any]:
    if searched:
        return select(func.count()).select_from(candidates(filters))
    return select(func.count()).select_from(PRODUCT).where(P.listed, *conditions(filters))


def _running(of: Mapping[str, int]) -> dict[str, int]:
    """Harvested within 30 days are also those within 7."""
    sums, so_far = {}, 0
    for one in AGES:
        so_far += of.get(one.key, 0)
        sums[one.key] = so_far
    return sums


@cache
def _statement(filters: tuple[str, ...], fixed: str, *, searched: bool) -> CompoundSelect[Any]:
    """One pass for the total and for every filter not in use, and one for each that is."""
    free = [name for name in DIMENSIONS if FILTER_OF.get(name, name) not in filters]
    parts = [_part([*free, TOTAL], filters, "all", searched=searched)]
    for chosen in filters:
        if chosen == fixed:
            continue
        others = [name for name in filters if name != chosen]
        own = [name for name in DIMENSIONS if FILTER_OF.get(name, name) == chosen]
        parts.append(_part(own, others, chosen, searched=searched))
    return union_all(*parts)


def _part(
    names: Sequence[str], filters: Sequence[str], label: str, *, searched: bool
) -> Select[Any]:
    """Rows of (dimension, value, count)."""
    dimensions = [name for name in names if name != TOTAL]
    seen = _seen(dimensions, filters, label, searched=searched)
    columns = [seen.c[name] for name in dimensions]
    sets = [f"({name})" for name in dimensions] + ["()"] * (TOTAL in names)
    which = case(
        *((func.grouping(column) == 0, literal_column(f"'{column.name}'")) for column in columns),
        else_=literal_column(f"'{TOTAL}'"),
    )
    return (
        select(which, func.coalesce(*columns), func.count())
        .select_from(seen)
        .group_by(text(f"GROUPING SETS ({', '.join(sets)})"))
    )


def _seen(dimensions: Sequence[str], filters: Sequence[str], label: str, *, searched: bool) -> Any:
    columns = [DIMENSIONS[name].label(name) for name in dimensions]
    rows = select(*columns)
    if searched:
        found = candidates(filters, label=label)
        return rows.join_from(PRODUCT, found, found.c.id == P.id).subquery(f"seen_{label}")
    return rows.where(P.listed, *conditions(filters)).subquery(f"seen_{label}")


def _band(column: ColumnElement[int], bands: Sequence[Band]) -> ColumnElement[str]:
    return case(*((column < literal_column(str(one.high)), _text(one.key)) for one in bands))


def _age() -> ColumnElement[str]:
    """The tightest age that holds; `_running` adds the tighter ones to the wider."""
    day = P.harvested_on
    return case(
        *((day >= bindparam(f"since_{one.days}", type_=day.type), _text(one.key)) for one in AGES)
    )


def _text(key: str) -> ColumnElement[str]:
    return literal_column(f"'{key}'", Text)


def _yes(column: ColumnElement[bool]) -> ColumnElement[str]:
    return case((column, _text("1")))


TOTAL = "total"
DIMENSIONS: dict[str, ColumnElement[Any]] = {
    "category": P.category_slug,
    "groups": P.group_slug,
    "tea_types": cast(P.tea_type, Text),
    "stars": cast(func.nullif(stars_today(), literal_column("0")), Text),
    "wards": P.ward_code,
    "sellers": P.seller_slug + literal_column("' '", Text) + P.seller_name,
    "price": _band(P.price, PRICES),
    "weight": _band(P.net_grams, WEIGHTS),
    "harvest": _age(),
    "in_stock": _yes(P.in_stock),
    "traceable": _yes(P.traceable),
}
FILTER_OF = {"groups": "category"}
