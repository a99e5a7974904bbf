"""What a GS1 Digital Link or a code leads to: one statement, whatever is asked for."""

from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    exists,
    or_,
    select,
    true,
    union_all,
)
from sqlmodel import col

from app.catalog.models import Product, Variant
from app.core import days
from app.ocop.models import Certificate
from app.sellers.models import Seller
from app.traceability.models import LabReport, Lot, StandardCertificate
from app.traceability.queries.origin import KNOWN, PUBLIC
from app.traceability.rules.digital_link import DigitalLink

_GTIN: BindParameter[str] = bindparam("gtin")
_OF_KNOWN = (col(Lot.status).in_(PUBLIC), col(Seller.id) == Lot.seller_id, KNOWN)
_PRINTED = select(Lot.code, Lot.gtin, Lot.lot_number).where(  # type: ignore[call-overload]
    col(Lot.code) == bindparam("code"), *_OF_KNOWN
)


def named(connection: Connection, link: DigitalLink) -> Row[Any] | None:
    """The public lot that `link` names with `sold_…` of its trade item; without a lot these alone.

    Variants of a consumer product and serial numbers are kept nowhere of their own, so they name
    what the rest of the link names; who registers serial numbers looks them up here.
    """
    if link.key != "01":
        return None
    statement = _BY_LOT if link.lot else _BY_GTIN
    asked = {"gtin": link.gtin, "lot": link.lot}
    found: Row[Any] | None = connection.execute(statement, asked).first()
    return found


def coded(connection: Connection, code: str) -> Row[Any] | None:
    """The same of the public lot with this code."""
    return connection.execute(_BY_CODE, {"code": code}).first()


def printed(connection: Connection, code: str) -> Row[Any] | None:
    """`code`, `gtin` and `lot_number` of a public lot: what its symbol says."""
    return connection.execute(_PRINTED, {"code": code}).first()


def _meant() -> ColumnElement[Any]:
    """The lot whose packets say so or, if there is none, the one that could not say it yet.

    A lot keeps the number that its labels carry. One that was packed before its variant had any
    is found under the variant's number, unless packets of another lot say the very same.
    """
    says = select(Lot.id, col(Lot.gtin).is_(None).label("later")).where(  # type: ignore[call-overload]
        col(Lot.gtin) == _GTIN, col(Lot.lot_number) == bindparam("lot")
    )
    could_not = (
        select(Lot.id, col(Lot.gtin).is_(None))  # type: ignore[call-overload]
        .join(Variant, col(Variant.id) == Lot.variant_id)
        .where(
            col(Variant.gtin) == _GTIN,
            col(Lot.gtin).is_(None),
            col(Lot.lot_number) == bindparam("lot"),
        )
    )
    either = union_all(says, could_not).subquery()
    return select(either.c.id).order_by(either.c.later).limit(1).scalar_subquery()


def _sold(where: ColumnElement[bool]) -> Select[Any]:
    """A product on sale, by a variant of it."""
    found: Select[Any] = (
        select(Product.slug, Product.name, Product.name_en)  # type: ignore[call-overload]
        .join(Variant, col(Variant.product_id) == Product.id)
        .where(where, col(Product.listed))
    )
    return found


def _has_papers() -> ColumnElement[bool]:
    """Whether the lot's page shows a certificate that held, or a laboratory's report."""
    held = exists().where(
        col(StandardCertificate.seller_id) == Lot.seller_id,
        or_(
            col(StandardCertificate.growing_area_id).is_(None),
            col(StandardCertificate.growing_area_id) == Lot.growing_area_id,
        ),
        col(Lot.harvested_on).between(StandardCertificate.valid_from, StandardCertificate.valid_to),
    )
    awarded = exists().where(
        col(Certificate.product_id) == Lot.product_id,
        col(Certificate.revoked_on).is_(None),
        bindparam("today", callable_=days.today).between(
            Certificate.issued_on, Certificate.expires_on
        ),
    )
    return or_(held, awarded, exists().where(col(LabReport.lot_id) == Lot.id))


def _lot(where: ColumnElement[bool], sold: Select[Any]) -> Select[Any]:
    """`sold` may refer to the lot; it gives no row for what is not on sale."""
    item = sold.correlate(Lot).lateral("sold")
    found: Select[Any] = (
        select(Lot.code, Lot.gtin, Lot.lot_number, Lot.status)  # type: ignore[call-overload]
        .add_columns(
            Product.name.label("name"),  # type: ignore[attr-defined]
            Product.name_en.label("name_en"),  # type: ignore[attr-defined]
            Lot.product_id,
            Lot.seller_id,
            col(Seller.zalo).label("zalo"),
            _has_papers().label("has_papers"),
            item.c.slug.label("sold_slug"),
            item.c.name.label("sold_name"),
            item.c.name_en.label("sold_name_en"),
        )
        .select_from(Lot)
        .join(Product, col(Product.id) == Lot.product_id)
        .join(Seller, col(Seller.id) == Lot.seller_id)
        .outerjoin(item, true())
        .where(where, col(Lot.status).in_(PUBLIC), KNOWN)
    )
    return found


_BY_LOT = _lot(col(Lot.id) == _meant(), _sold(col(Variant.gtin) == _GTIN))
_BY_CODE = _lot(col(Lot.code) == bindparam("code"), _sold(col(Variant.id) == col(Lot.variant_id)))
_ITEM = _sold(col(Variant.gtin) == _GTIN).subquery()
_BY_GTIN = select(
    _ITEM.c.slug.label("sold_slug"),
    _ITEM.c.name.label("sold_name"),
    _ITEM.c.name_en.label("sold_name_en"),
)
