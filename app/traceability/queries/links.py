"""What a GS1 Digital Link leads to."""

from sqlalchemy import Connection, bindparam, select
from sqlmodel import col

from app.catalog.models import Product, Variant
from app.traceability.models import Lot
from app.traceability.queries.origin import PUBLIC

_LOT = select(Lot.code).where(  # type: ignore[call-overload]
    col(Lot.gtin) == bindparam("gtin"),
    col(Lot.lot_number) == bindparam("lot"),
    col(Lot.status).in_(PUBLIC),
)
_PRODUCT = (
    select(Product.slug)  # type: ignore[call-overload]
    .join(Variant, col(Variant.product_id) == Product.id)
    .where(col(Variant.gtin) == bindparam("gtin"), col(Product.listed))
)


def lot_code(connection: Connection, gtin: str, lot: str) -> str | None:
    """Of the public lot with this GTIN and number."""
    found: str | None = connection.execute(_LOT, {"gtin": gtin, "lot": lot}).scalar()
    return found


def product_slug(connection: Connection, gtin: str) -> str | None:
    """Of the product on sale under this GTIN."""
    found: str | None = connection.execute(_PRODUCT, {"gtin": gtin}).scalar()
    return found
