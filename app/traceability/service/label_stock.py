"""A seller's own sheets, rolls and printers."""

from uuid import UUID

from sqlmodel import Session, select

from app.core.db import utc_now
from app.core.errors import Invalid
from app.core.i18n import mark
from app.core.ids import new_id
from app.identity.service import audit
from app.sellers.models import Seller
from app.traceability.models import LabelPrinter, LabelStock
from app.traceability.rules.label_stock import PrinterIn, StockIn, faults_of
from app.traceability.service.saving import assign, in_turn

MOST = 30
"""Sheets, and printers, of one seller."""


def add_stock(
    session: Session, seller: Seller, given: StockIn, actor: UUID | None = None
) -> LabelStock:
    """A new sheet; the same form sent twice adds one. Runs keep the measures they were made with.

    Raises Invalid by field.
    """
    faults = faults_of(given)
    if faults:
        raise Invalid(fields=faults)
    in_turn(session, seller.id)
    own = session.exec(select(LabelStock).where(LabelStock.seller_id == seller.id)).all()
    called = next((stock for stock in own if stock.title == given.title), None)
    if called is not None:
        if assign(called, given.model_dump()):
            audit(session, actor, "label_stock.save", called, after=given.model_dump())
        return called
    if len(own) >= MOST:
        raise Invalid(fields={"title": mark("Đã đủ 30 loại giấy. Mời sửa một loại đang có.")})
    stock = LabelStock(seller_id=seller.id, key=f"rieng-{new_id().hex[-12:]}", **given.model_dump())
    session.add(stock)
    session.flush()  # the audit entry names it
    audit(session, actor, "label_stock.save", stock, after=given.model_dump())
    return stock


def save_printer(
    session: Session, seller: Seller, given: PrinterIn, actor: UUID | None = None
) -> LabelPrinter:
    """Keeps what was measured of the printer with this name, a new one or one that is known."""
    in_turn(session, seller.id)
    own = session.exec(select(LabelPrinter).where(LabelPrinter.seller_id == seller.id)).all()
    printer = next((one for one in own if one.name == given.name), None)
    if printer is None:
        if len(own) >= MOST:
            raise Invalid(fields={"name": mark("Đã đủ 30 máy in.")})
        printer = LabelPrinter(seller_id=seller.id, name=given.name)
        session.add(printer)
        session.flush()  # the audit entry names it
    if assign(printer, given.model_dump()) or not (given.offset_x or given.offset_y):
        printer.measured_at = utc_now()
        audit(session, actor, "label_printer.save", printer, after=given.model_dump())
    return printer
