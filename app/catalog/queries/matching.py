"""What a search finds: which products it ranks, and the points it ranks them by."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    not_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.types import NullType

from app.catalog.models import BEST_SOLD
from app.catalog.queries.conditions import P, conditions
from app.catalog.rules import search

CANDIDATES = 500
"""A search ranks at most this many: common words match more products than anybody looks at."""


def candidates(filters: Sequence[str], *columns: ColumnElement[Any], label: str = "all") -> CTE:
    """What a search ranks: products that are called so, then, if they are few, all that match.

    Of either those that sell best come first: they have indexes of their own, which are small.
    PostgreSQL begins a branch of the union only when those before it did not fill it. Rows of id
    and `columns`.
    """
    called, others = [_found_by("strict")], [_found_by("loose"), not_(matches("strict"))]
    branches = [
        select(P.id, *columns).where(P.listed, *matched, *sold, *conditions(filters))
        for matched in (called, others)
        for sold in _best_sold_first()
    ]
    limit: ColumnElement[int] = literal_column(str(CANDIDATES))
    return union_all(*branches).limit(limit).cte(f"found_{label}")


def _best_sold_first() -> list[list[ColumnElement[bool]]]:
    """Conditions that part the products by how many were sold."""
    levels: list[ColumnElement[int]] = [literal_column(str(level)) for level in BEST_SOLD]
    least = [[P.sold >= level] for level in levels]
    below = [[P.sold < level] for level in levels]
    return [low + high for low, high in zip([*least, []], [[], *below], strict=True)]


def score() -> ColumnElement[int]:
    """The points of `search.CRITERIA`; between equals, what more people bought."""
    total: ColumnElement[int] = func.least(P.sold, literal_column("999"), type_=Integer)
    for one in search.CRITERIA:
        total += case((matches(one.key), literal_column(str(one.points * 1000))), else_=0)
    return total


def matches(name: str) -> ColumnElement[bool]:
    """The search column against one of the texts of a `search.Query`."""
    return _matches(_tsquery(name))


def _found_by(name: str) -> ColumnElement[bool]:
    """The same, always by the index: the text is hidden from the planner.

    For a common word it would read the table instead, trusting that so many are soon found.
    """
    return _matches(select(_tsquery(name)).scalar_subquery())


def _matches(query: ColumnElement[Any]) -> ColumnElement[bool]:
    matched: ColumnElement[bool] = P.search.op("@@", is_comparison=True)(query)
    return matched


def _tsquery(name: str) -> ColumnElement[Any]:
    return cast(bindparam(f"q_{name}", type_=NullType()), TSQUERY)
