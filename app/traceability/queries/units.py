"""Whose a unit code is, and what became of it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select
from sqlmodel import col

from app.catalog.models import Product, Variant
from app.sellers.models import Seller
from app.traceability.models import LabelRun, LabelVoid, Lot, UnitCheck, UnitCode
from app.traceability.queries.origin import KNOWN, PUBLIC, alerts_of
from app.traceability.rules import scans
from app.traceability.rules.units import serial_number, serial_text


@dataclass(frozen=True)
class UnitLot:
    """What a serial leads to: the lot's code and number, its GTIN if it has one."""

    serial: int
    code: str
    gtin: str | None
    lot_number: str
    void: bool


_VOID = (
    select(col(LabelVoid.reason))
    .where(
        col(LabelVoid.run_id) == UnitCode.run_id,
        col(UnitCode.place).between(LabelVoid.first, LabelVoid.last),
    )
    .order_by(col(LabelVoid.voided_at))
    .limit(1)
    .correlate(UnitCode)
    .scalar_subquery()
)
_COLUMNS: list[Any] = [
    col(UnitCode.serial),
    col(UnitCode.place),
    col(UnitCode.pin),
    col(LabelRun.labels),
    col(LabelRun.printed_at),
    _VOID.label("void_reason"),
    alerts_of(bindparam("scanned")).label("alerts"),
    col(UnitCheck.first_at),
    col(UnitCheck.scans),
    col(UnitCheck.pin_at),
    *Lot.__table__.c,  # type: ignore[attr-defined]
    col(Product.name).label("product_name"),
    col(Product.name_en).label("product_name_en"),
    col(Product.cover).label("product_cover"),
    col(Product.cover_alt).label("product_cover_alt"),
    col(Variant.name).label("variant_name"),
    col(Variant.name_en).label("variant_name_en"),
    col(Variant.packaging).label("variant_packaging"),
    col(Seller.name).label("seller_name"),
    col(Seller.phone).label("seller_phone"),
]
_UNIT: Any = (
    select(*_COLUMNS)
    .select_from(UnitCode)
    .join(LabelRun, col(LabelRun.id) == UnitCode.run_id)
    .join(Lot, col(Lot.id) == LabelRun.lot_id)
    .join(Product, col(Product.id) == Lot.product_id)
    .join(Variant, col(Variant.id) == Lot.variant_id)
    .join(Seller, col(Seller.id) == Lot.seller_id)
    .outerjoin(UnitCheck, col(UnitCheck.serial) == UnitCode.serial)
    .where(col(UnitCode.serial) == bindparam("serial"), col(Lot.status).in_(PUBLIC), KNOWN)
)


def unit(connection: Connection, serial: int) -> Row[Any] | None:
    """A packet's code with its public lot around it, in one statement; None when nothing public.

    `void_reason` is None while the label counts; `first_at` and `scans` until it was opened.
    """
    found: Row[Any] | None = connection.execute(_UNIT, _asked(serial)).first()
    return found


def _asked(serial: int) -> dict[str, Any]:
    """By the number, and by what its scans are kept under."""
    return {"serial": serial, "scanned": scans.unit_code(serial_text(serial))}


_OF_LOT: list[Any] = [Lot.code, Lot.gtin, Lot.lot_number, _VOID.label("void_reason")]
_LOT_OF: Any = (
    select(*_OF_LOT)
    .select_from(UnitCode)
    .join(LabelRun, col(LabelRun.id) == UnitCode.run_id)
    .join(Lot, col(Lot.id) == LabelRun.lot_id)
    .join(Seller, col(Seller.id) == Lot.seller_id)
    .where(col(UnitCode.serial) == bindparam("serial"), col(Lot.status).in_(PUBLIC), KNOWN)
)


def lot_of_serial(connection: Connection, serial: str) -> UnitLot | None:
    """The public lot of a serial as GS1 application identifier 21 says it; None for any other."""
    try:
        number = serial_number(serial.upper())
    except ValueError:
        return None
    row = connection.execute(_LOT_OF, {"serial": number}).first()
    if row is None:
        return None
    return UnitLot(number, row.code, row.gtin, row.lot_number, row.void_reason is not None)
