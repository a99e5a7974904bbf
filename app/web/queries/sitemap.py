"""What search engines may find: live pages alone, in parts of at most `PART` addresses."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, literal_column, select
from sqlmodel import col

from app.catalog.models import Product
from app.core.db import any_columns
from app.sellers.models import Seller, SellerStatus

PART = 10_000
"""The protocol allows 50,000; every address here comes with its languages."""

_NUMBERED = (
    select(
        col(Product.slug),
        col(Product.updated_at),
        func.row_number().over(order_by=col(Product.slug)).label("number"),
    )
    .where(col(Product.listed))
    .subquery()
)


def product_parts(reader: Connection) -> Sequence[str]:
    """The first address of each part of the products."""
    first = (_NUMBERED.c.number - 1) % literal_column(str(PART)) == 0
    return (
        reader.execute(select(_NUMBERED.c.slug).where(first).order_by(_NUMBERED.c.slug))
        .scalars()
        .all()
    )


def products(reader: Connection, first: str) -> Sequence[Row[Any]]:
    """Addresses and days of change of the part that begins at `first`."""
    statement = (
        select(*any_columns(col(Product.slug), col(Product.updated_at)))
        .where(col(Product.listed), col(Product.slug) >= first)
        .order_by(col(Product.slug))
        .limit(PART)
    )
    return reader.execute(statement).all()


def sellers(reader: Connection) -> Sequence[Row[Any]]:
    statement = select(*any_columns(col(Seller.slug), col(Seller.updated_at))).where(
        col(Seller.status) == SellerStatus.APPROVED
    )
    return reader.execute(statement.order_by(col(Seller.slug)).limit(50_000)).all()


def communes(reader: Connection) -> Sequence[str]:
    """Codes of communes where something is on sale."""
    statement = select(col(Product.ward_code)).where(col(Product.listed)).distinct()
    return reader.execute(statement.order_by(col(Product.ward_code))).scalars().all()
