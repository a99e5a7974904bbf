"""The filters of a list as conditions on products, with the names of the values they bind."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, case, func, or_

from app.catalog.models import Product
from app.catalog.rules.listing import FACETS, Wanted

PRODUCT = Product.__table__  # type: ignore[attr-defined]  # SQLModel's table, for Core
P = PRODUCT.c


def names(wanted: Wanted) -> tuple[str, ...]:
    """What is filtered by; one commune or one maker by itself, so that an index holds its order."""
    lone = {"wards": "one_ward", "sellers": "one_seller"}
    return tuple(
        lone[name] if name in lone and len(getattr(wanted, name)) == 1 else name
        for name in wanted.filters
    )


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
CONDITIONS |= {
    "one_ward": lambda: P.ward_code == bindparam("ward"),
    "one_seller": lambda: P.seller_slug == bindparam("seller"),
}
