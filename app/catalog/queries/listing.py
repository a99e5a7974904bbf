"""The list of products, found and put in order in one statement.

Statements are built once for each shape (which filters, which order, searched or not) and kept:
all that differs between two requests of one shape are bound values.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    not_,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.types import NullType

from app.catalog.models import Product
from app.catalog.rules import search
from app.catalog.rules.listing import (
    FACETS,
    PAGE_SIZE,
    PRICES,
    WEIGHTS,
    Band,
    Cursor,
    Sort,
    Wanted,
    band,
    harvested_since,
    read_cursor,
)

CANDIDATES = 1000
"""A search ranks at most this many: common words match more products than anybody looks at."""

PRODUCT = Product.__table__  # type: ignore[attr-defined]  # SQLModel's table, for Core
P = PRODUCT.c

CARD = (
    P.slug,
    P.name,
    P.name_en,
    P.seller_name,
    P.seller_slug,
    P.ward_code,
    P.tea_type,
    P.category_slug,
    P.group_slug,
    P.price,
    P.net_grams,
    P.unit_price,
    P.variant_id,
    P.variant_name,
    P.in_stock,
    P.cover,
    P.cover_alt,
    P.ocop_stars,
    P.ocop_expires_on,
    P.harvested_on,
    P.traceable,
    P.sold,
)
"""What a card shows."""

HARVEST = func.coalesce(P.harvested_on, literal_column("DATE '1900-01-01'"))


@dataclass(frozen=True)
class Listing:
    """A page of cards; `more` is the cursor of the next one, empty on the last."""

    cards: Sequence[Row[Any]]
    more: str


def listing(reader: Connection, wanted: Wanted, today: date) -> Listing:
    """Products in stock come first in every order."""
    query = search.parse_query(wanted.text)
    sort = Sort.HARVEST if query is None and wanted.sort is Sort.RELEVANT else wanted.sort
    cursor = read_cursor(wanted.after, sort)
    statement = _statement(
        wanted.filters, sort, searched=query is not None, continued=cursor is not None
    )
    rows = reader.execute(statement, values(wanted, today, query, cursor)).all()
    last = rows[PAGE_SIZE - 1] if len(rows) > PAGE_SIZE else None
    return Listing(
        rows[:PAGE_SIZE], str(Cursor(last.in_stock, last.ordered_by, last.slug)) if last else ""
    )


def values(
    wanted: Wanted, today: date, query: search.Query | None = None, cursor: Cursor | None = None
) -> dict[str, Any]:
    """Every value that a statement of this module may name; those it does not name are ignored."""
    price, weight = band(PRICES, wanted.price), band(WEIGHTS, wanted.weight)
    bound: dict[str, Any] = {
        "today": today,
        "category": wanted.category,
        "tea_types": list(wanted.tea_types),
        "stars": list(wanted.stars),
        "wards": list(wanted.wards),
        "sellers": list(wanted.sellers),
        "harvest": harvested_since(wanted.harvest, today),
    }
    bound |= _ends("price", price) | _ends("weight", weight)
    bound |= {f"q_{name}": text for name, text in vars(query).items()} if query else {}
    bound |= {f"after_{name}": value for name, value in vars(cursor).items()} if cursor else {}
    return bound


def _ends(name: str, chosen: Band | None) -> dict[str, int]:
    return {f"{name}_low": chosen.low, f"{name}_high": chosen.high} if chosen else {}


@cache
def _statement(
    filters: tuple[str, ...], sort: Sort, *, searched: bool, continued: bool
) -> Select[Any]:
    order = ORDERS[sort]
    if not searched:
        statement = select(*CARD, order.value.label("ordered_by"))
        statement = statement.where(P.listed, *conditions(filters))
        return _page(statement, order, continued=continued)
    # Ranked on the few columns that order them; only the page's own rows are then fetched whole.
    found = candidates(filters, order)
    here = order.of(found)
    ranked = _page(select(found.c.id, here.value.label("ordered_by")), here, continued=continued)
    page = ranked.cte("page")
    statement = select(*CARD, page.c.ordered_by).join_from(page, PRODUCT, P.id == page.c.id)
    return statement.order_by(*replace(order, value=page.c.ordered_by).columns())


def _page(statement: Select[Any], order: "Order", *, continued: bool) -> Select[Any]:
    if continued:
        statement = statement.where(order.beyond())
    return statement.order_by(*order.columns()).limit(literal_column(str(PAGE_SIZE + 1)))


def candidates(filters: Sequence[str], order: "Order | None" = None, *, label: str = "all") -> CTE:
    """What a search ranks: products that are called so, then, if they are few, all that match.

    Rows of id and, with an `order`, of its key.
    """
    columns = [P.id, *(order.named() if order else ())]
    limit: ColumnElement[int] = literal_column(str(CANDIDATES))
    where = (P.listed, *conditions(filters))
    strict = select(*columns).where(matches("strict"), *where).limit(limit).cte(f"strict_{label}")
    few = select(func.count()).select_from(strict).scalar_subquery() < limit
    loose = select(*columns).where(few, matches("loose"), *where).limit(limit)
    loose_rows = loose.cte(f"loose_{label}")
    return select(strict).union(select(loose_rows)).cte(f"found_{label}")


def score() -> ColumnElement[int]:
    """The points of `search.CRITERIA`; between equals, what more people bought."""
    total: ColumnElement[int] = func.least(P.sold, literal_column("999"), type_=Integer)
    for one in search.CRITERIA:
        total += case((matches(one.key), literal_column(str(one.points * 1000))), else_=0)
    return total


def matches(name: str) -> ColumnElement[bool]:
    """The search column against one of the texts of a `search.Query`."""
    query = cast(bindparam(f"q_{name}", type_=NullType()), TSQUERY)
    matched: ColumnElement[bool] = P.search.op("@@", is_comparison=True)(query)
    return matched


def conditions(filters: Sequence[str]) -> list[ColumnElement[bool]]:
    return [CONDITIONS[name]() for name in filters]


def stars_today() -> ColumnElement[int]:
    """The stars of a certificate that is still valid, else 0."""
    today = bindparam("today", type_=P.ocop_expires_on.type)
    return case((P.ocop_expires_on >= today, P.ocop_stars), else_=0)


def _one_of(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    return column == func.any(bindparam(name))


def _within(column: ColumnElement[int], name: str) -> ColumnElement[bool]:
    low, high = (bindparam(f"{name}_{end}", type_=Integer) for end in ("low", "high"))
    return and_(column >= low, column < high)


def _in_category() -> ColumnElement[bool]:
    slug = bindparam("category", type_=P.slug.type)
    return or_(P.category_slug == slug, P.group_slug == slug)


CONDITIONS: dict[str, Callable[[], ColumnElement[bool]]] = {
    "category": _in_category,
    "tea_types": lambda: _one_of(P.tea_type, "tea_types"),
    "stars": lambda: _one_of(stars_today(), "stars"),
    "wards": lambda: _one_of(P.ward_code, "wards"),
    "sellers": lambda: _one_of(P.seller_slug, "sellers"),
    "price": lambda: _within(P.price, "price"),
    "weight": lambda: _within(P.net_grams, "weight"),
    "harvest": lambda: P.harvested_on >= bindparam("harvest", type_=P.harvested_on.type),
    "in_stock": lambda: P.in_stock,
    "traceable": lambda: P.traceable,
}
assert tuple(CONDITIONS) == FACETS


@dataclass(frozen=True)
class Order:
    """In stock first, then `value`, then the slug; a search puts its points before the stock.

    All three run the same way, so that one index holds the order and one row comparison goes on.
    """

    value: ColumnElement[Any]
    falling: bool = True
    points_first: bool = False
    in_stock: ColumnElement[bool] = P.in_stock
    slug: ColumnElement[str] = P.slug

    def columns(self) -> list[ColumnElement[Any]]:
        return [part.desc() if self.falling else part.asc() for part in self._key()]

    def beyond(self) -> ColumnElement[bool]:
        """What comes after the row that the cursor names."""
        here, last = tuple_(*self._key()), tuple_(*self._last())
        return here < last if self.falling else here > last

    def named(self) -> list[ColumnElement[Any]]:
        return [self.value.label("value"), self.in_stock.label("in_stock"), self.slug.label("slug")]

    def of(self, rows: FromClause) -> "Order":
        """The same order of `rows` that hold the columns of `named`."""
        return replace(self, value=rows.c.value, in_stock=rows.c.in_stock, slug=rows.c.slug)

    def _key(self) -> tuple[ColumnElement[Any], ...]:
        stock = self.in_stock if self.falling else not_(self.in_stock)
        first = (self.value, stock) if self.points_first else (stock, self.value)
        return (*first, self.slug)

    def _last(self) -> tuple[ColumnElement[Any], ...]:
        flag = bindparam("after_in_stock", type_=P.in_stock.type)
        stock = flag if self.falling else not_(flag)
        value = bindparam("after_value", type_=self.value.type)
        first = (value, stock) if self.points_first else (stock, value)
        return (*first, bindparam("after_slug", type_=P.slug.type))


ORDERS = {
    Sort.RELEVANT: Order(score(), points_first=True),
    Sort.HARVEST: Order(HARVEST),
    Sort.SOLD: Order(P.sold),
    Sort.PRICE_DOWN: Order(P.price),
    Sort.PRICE_UP: Order(P.price, falling=False),
    Sort.UNIT_PRICE: Order(P.unit_price, falling=False),
}
