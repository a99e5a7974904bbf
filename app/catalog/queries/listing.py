"""The list of products, found and put in order in one statement.

Statements are built once for each shape (which filters, which order, searched or not) and kept:
all that differs between two requests of one shape are bound values.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    bindparam,
    func,
    literal_column,
    not_,
    select,
    tuple_,
)

from app.catalog.queries.conditions import PRODUCT, P, conditions, names
from app.catalog.queries.matching import candidates, score
from app.catalog.rules import search
from app.catalog.rules.listing import (
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
        names(wanted), sort, searched=query is not None, continued=cursor is not None
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
        "ward": next(iter(wanted.wards), ""),
        "sellers": list(wanted.sellers),
        "seller": next(iter(wanted.sellers), ""),
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
    found = candidates(filters, *order.named())
    here = order.of(found)
    ranked = _page(select(found.c.id, here.value.label("ordered_by")), here, continued=continued)
    page = ranked.cte("page")
    statement = select(*CARD, page.c.ordered_by).join_from(page, PRODUCT, P.id == page.c.id)
    return statement.order_by(*replace(order, value=page.c.ordered_by).columns())


def _page(statement: Select[Any], order: "Order", *, continued: bool) -> Select[Any]:
    if continued:
        statement = statement.where(order.beyond())
    return statement.order_by(*order.columns()).limit(literal_column(str(PAGE_SIZE + 1)))


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
