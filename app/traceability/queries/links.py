"""What a GS1 Digital Link leads to."""

from typing import Any

from sqlalchemy import Connection, Row, bindparam, select
from sqlmodel import col

from app.catalog.models import Product, Variant
from app.sellers.models import Seller
from app.traceability.models import Lot
from app.traceability.queries.origin import KNOWN, PUBLIC

_OF_KNOWN = (col(Lot.status).in_(PUBLIC), col(Seller.id) == Lot.seller_id, KNOWN)
_LOT = select(Lot.code).where(  # type: ignore[call-overload]
    col(Lot.gtin) == bindparam("gtin"), col(Lot.lot_number) == bindparam("lot"), *_OF_KNOWN
)
_PRODUCT = (
    select(Product.slug)  # type: ignore[call-overload]
    .join(Variant, col(Variant.product_id) == Product.id)
    .where(col(Variant.gtin) == bindparam("gtin"), col(Product.listed))
)
_PRINTED = select(Lot.code, Lot.gtin, Lot.lot_number).where(  # type: ignore[call-overload]
    col(Lot.code) == bindparam("code"), *_OF_KNOWN
)


def lot_code(connection: Connection, gtin: str, lot: str) -> str | None:
    """Of the public lot with this GTIN and number."""
    found: str | None = connection.execute(_LOT, {"gtin": gtin, "lot": lot}).scalar()
    return found


def product_slug(connection: Connection, gtin: str) -> str | None:
    """Of the product on sale under this GTIN."""
    found: str | None = connection.execute(_PRODUCT, {"gtin": gtin}).scalar()
    return found


def printed(connection: Connection, code: str) -> Row[Any] | None:
    """`code`, `gtin` and `lot_number` of a public lot: what its symbol says."""
    return connection.execute(_PRINTED, {"code": code}).first()
