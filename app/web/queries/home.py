"""What the home page shows besides the newest harvests."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, func, literal_column, select
from sqlmodel import col

from app.catalog.models import Product
from app.catalog.queries.listing import HARVEST
from app.core.db import any_columns
from app.sellers.models import Seller, SellerStatus

MAKERS = (
    select(
        *any_columns(
            col(Seller.slug),
            col(Seller.name),
            col(Seller.quote),
            col(Seller.quote_en),
            col(Seller.quote_by),
            col(Seller.portrait),
        )
    )
    .where(col(Seller.status) == SellerStatus.APPROVED, col(Seller.quote) != "")
    .order_by(col(Seller.founded_on).is_(None), col(Seller.portrait) == "", col(Seller.id))
    .limit(literal_column("3"))
)
SELLS = exists().where(col(Product.listed), col(Product.seller_id) == Seller.id)
GROWERS = (
    select(*any_columns(col(Seller.ward_code), func.count()))
    .where(SELLS, col(Seller.ward_code) == func.any(bindparam("wards")))
    .group_by(col(Seller.ward_code))
)
NEWEST = (
    select(*any_columns(col(Product.slug), col(Product.name), col(Product.next_lot)))
    .where(col(Product.listed), col(Product.traceable), col(Product.in_stock))
    .order_by(col(Product.in_stock).desc(), HARVEST.desc(), col(Product.slug).desc())
    .limit(literal_column("1"))
)


def newest_lot(reader: Connection) -> Row[Any] | None:
    """The product of the newest harvest that can be bought and traced."""
    return reader.execute(NEWEST).first()


def makers(reader: Connection) -> Sequence[Row[Any]]:
    """Three who speak for themselves."""
    return reader.execute(MAKERS).all()


def growers(reader: Connection, ward_codes: Sequence[str]) -> dict[str, int]:
    """How many producers of each of these communes have something on sale."""
    rows = reader.execute(GROWERS, {"wards": list(ward_codes)}).all()
    return {row[0]: row[1] for row in rows}
