"""Label runs of a lot, what of them was voided, and the stock that labels are printed on."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from app.core.errors import NotFound
from app.traceability.labels.sheets import BY_KEY, SHEETS, Sheet
from app.traceability.models import (
    LabelFile,
    LabelPrinter,
    LabelRun,
    LabelStock,
    LabelVoid,
    Lot,
    RunKind,
    UnitCode,
)
from app.traceability.rules.voids import Range

FILES_SHOWN = 10
BATCH = 5000
"""Rows of codes that are held in memory at a time."""


def active_labels(*kinds: RunKind) -> ColumnElement[int]:
    """Labels of a lot that are not void, as replaced ones are; correlated to `Lot`."""
    of_kind = [col(LabelRun.kind).in_(kinds)] if kinds else []
    printed = (
        select(func.coalesce(func.sum(LabelRun.labels), 0))
        .where(col(LabelRun.lot_id) == Lot.id, *of_kind)
        .correlate(Lot)
        .scalar_subquery()
    )
    voided = (
        select(func.coalesce(func.sum(LabelVoid.last - LabelVoid.first + 1), 0))
        .join(LabelRun, col(LabelRun.id) == LabelVoid.run_id)
        .where(col(LabelRun.lot_id) == Lot.id, *of_kind)
        .correlate(Lot)
        .scalar_subquery()
    )
    return printed - voided


def active_of(session: Session, lot_id: UUID, *kinds: RunKind) -> int:
    statement = select(active_labels(*kinds)).select_from(Lot).where(Lot.id == lot_id)
    return int(session.exec(statement).one())


def runs_of(session: Session, lot_id: UUID) -> list[LabelRun]:
    """The lot's runs, the first one first: their numbers are their places."""
    statement = select(LabelRun).where(LabelRun.lot_id == lot_id)
    return list(session.exec(statement.order_by(LabelRun.printed_at, LabelRun.id)).all())  # type: ignore[arg-type]


def run_at(session: Session, lot_id: UUID, number: int) -> LabelRun:
    """Raises NotFound."""
    runs = runs_of(session, lot_id)
    if not 0 < number <= len(runs):
        raise NotFound
    return runs[number - 1]


def voids_of(session: Session, run_ids: Sequence[UUID]) -> dict[UUID, list[LabelVoid]]:
    """By run, the oldest first."""
    statement = select(LabelVoid).where(col(LabelVoid.run_id).in_(run_ids))
    found: dict[UUID, list[LabelVoid]] = defaultdict(list)
    for void in session.exec(statement.order_by(col(LabelVoid.voided_at), col(LabelVoid.id))):
        found[void.run_id].append(void)
    return found


def ranges_of(voids: Sequence[LabelVoid]) -> list[Range]:
    return [(void.first, void.last) for void in voids]


def files_of(session: Session, run_id: UUID) -> Sequence[LabelFile]:
    """The latest ones first."""
    statement = select(LabelFile).where(LabelFile.run_id == run_id)
    return session.exec(
        statement.order_by(col(LabelFile.created_at).desc()).limit(FILES_SHOWN)
    ).all()


def file_of(session: Session, run_id: UUID, file_id: UUID) -> LabelFile:
    """Raises NotFound for another run's."""
    statement = select(LabelFile).where(LabelFile.run_id == run_id, LabelFile.id == file_id)
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found


def serials_of(session: Session, run_id: UUID) -> Iterator[tuple[int, int]]:
    """(place, serial) of a run's codes that are not void, in the order of their places."""
    void = (
        select(LabelVoid.id)
        .where(
            col(LabelVoid.run_id) == UnitCode.run_id,
            col(UnitCode.place).between(LabelVoid.first, LabelVoid.last),
        )
        .exists()
    )
    codes: Any = select(UnitCode.place, UnitCode.serial).where(UnitCode.run_id == run_id, ~void)
    ordered = codes.order_by(col(UnitCode.place)).execution_options(yield_per=BATCH)
    with session.connection().execute(ordered) as rows:
        for row in rows:
            yield row.place, row.serial


def place_of(session: Session, run_id: UUID, serial: int | None) -> int | None:
    """Where in its run a serial stands; None for another run's."""
    statement = select(UnitCode.place).where(UnitCode.run_id == run_id, UnitCode.serial == serial)
    return session.exec(statement).first()


def sheets_for(session: Session, seller_id: UUID) -> list[Sheet]:
    """What is sold in shops, then the seller's own."""
    return [*SHEETS, *map(as_sheet, own_stock(session, seller_id))]


def own_stock(session: Session, seller_id: UUID) -> Sequence[LabelStock]:
    statement = select(LabelStock).where(LabelStock.seller_id == seller_id)
    return session.exec(statement.order_by(col(LabelStock.title))).all()


def sheet_called(session: Session, seller_id: UUID, key: str) -> Sheet | None:
    if key in BY_KEY:
        return BY_KEY[key]
    statement = select(LabelStock).where(LabelStock.seller_id == seller_id, LabelStock.key == key)
    found = session.exec(statement).first()
    return as_sheet(found) if found else None


def as_sheet(stock: LabelStock) -> Sheet:
    """Millimetres again. Its symbol is as large as the label allows."""
    width, height = stock.label_width / 100, stock.label_height / 100
    return Sheet(
        key=stock.key,
        title=stock.title,
        page=(stock.page_width / 100, stock.page_height / 100),
        label=(width, height),
        columns=stock.columns,
        rows=stock.rows,
        margin=(stock.margin_left / 100, stock.margin_top / 100),
        pitch=(width + stock.gap_across / 100, height + stock.gap_down / 100),
        largest_symbol=min(height - 1, width - 1, 28),
        dot=25.4 / stock.dpi,
    )


def own_printers(session: Session, seller_id: UUID) -> Sequence[LabelPrinter]:
    statement = select(LabelPrinter).where(LabelPrinter.seller_id == seller_id)
    return session.exec(statement.order_by(col(LabelPrinter.name))).all()


def own_printer(session: Session, seller_id: UUID, name: str) -> LabelPrinter:
    """Raises NotFound."""
    statement = select(LabelPrinter).where(
        LabelPrinter.seller_id == seller_id, LabelPrinter.name == name
    )
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found


def in_printer(sheet: Sheet, printer: LabelPrinter | None) -> Sheet:
    if printer is None:
        return sheet
    return sheet.for_printer((printer.offset_x / 100, printer.offset_y / 100), printer.dpi)
