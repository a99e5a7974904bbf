"""Files of a label run: made at once or by a job, sealed, kept for some days, deleted."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import IO
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Session, col, select, update

from app.core import sealed_files
from app.core.db import apart, utc_now
from app.core.errors import Conflict, Invalid
from app.core.i18n import gettext, mark
from app.core.ids import print_code
from app.core.jobs import defer
from app.core.templates import day
from app.identity.service import audit
from app.sellers.models import Seller
from app.traceability.labels import archives, pdf
from app.traceability.labels.archives import Named
from app.traceability.labels.drawing import Label
from app.traceability.labels.pdf import Unit
from app.traceability.labels.sheets import BY_KEY, Sheet
from app.traceability.models import (
    FileKind,
    FileStatus,
    LabelFile,
    LabelPrinter,
    LabelRun,
    Lot,
    RunKind,
)
from app.traceability.queries import desk
from app.traceability.queries import labels as queries
from app.traceability.rules.units import print_pin, serial_text
from app.traceability.service import unit_codes
from app.traceability.service.manifests import payload_maker, payloads
from app.traceability.service.saving import in_turn

MAKE = "traceability.label_file"
AT_ONCE = {FileKind.PDF: 5_000, FileKind.CSV: 5_000, FileKind.SVG: 500, FileKind.PNG: 200}
"""More labels than these, and a job makes the file: about half a second each."""
KEPT = timedelta(days=3)
PINS_KEPT = timedelta(days=1)
EVERY = 2_000
"""Labels between two words about how far it is."""
PURPOSE = "label file"


class FileIn(BaseModel):
    kind: FileKind = FileKind.PDF
    printer: str = ""
    """A printer's name; empty for one that was never measured."""
    pins: bool = False


class PinsAreGone(Conflict):
    title = mark("Mã cào của đợt này đã lấy rồi")


def ask_file(
    session: Session, lot: Lot, run: LabelRun, given: FileIn, actor: UUID | None = None
) -> LabelFile:
    """The file, or the one like it that is there already or being made.

    Raises PinsAreGone when the PINs were said before, Invalid for a picture that would say them.
    """
    in_turn(session, lot.seller_id)
    printer = queries.own_printer(session, lot.seller_id, given.printer) if given.printer else None
    file = LabelFile(
        run_id=run.id,
        kind=given.kind,
        printer_id=printer.id if printer else None,
        pins=given.pins,
        created_by=actor,
    )
    like = _like(session, file)
    if like is not None:
        return like
    _refuse_pins(session, run, given)
    session.add(file)
    session.flush()  # the job and the audit entry name it
    if given.pins:
        audit(session, actor, "label_run.take_pins", run, after={"kind": given.kind.value})
    if run.kind is RunKind.UNIT and run.labels > AT_ONCE[given.kind]:
        defer(session, MAKE, lock=str(run.id), file_id=str(file.id))
    else:
        _make(session, file, run, lot, None)
    return file


def _like(session: Session, file: LabelFile) -> LabelFile | None:
    """Labels that were voided since would be in an older one, so it counts for a minute only."""
    statement = select(LabelFile).where(
        LabelFile.run_id == file.run_id,
        LabelFile.kind == file.kind,
        LabelFile.printer_id == file.printer_id,
        LabelFile.pins == file.pins,
        col(LabelFile.status).in_((FileStatus.MAKING, FileStatus.DONE)),
        col(LabelFile.created_at) > utc_now() - timedelta(minutes=1),
    )
    return session.exec(statement).first()


def _refuse_pins(session: Session, run: LabelRun, given: FileIn) -> None:
    if not given.pins:
        return
    if given.kind not in {FileKind.PDF, FileKind.CSV}:
        raise Invalid(fields={"kind": mark("Mã cào chỉ có trong tệp PDF và CSV.")})
    if not unit_codes.pins_of(session, run.id):
        raise PinsAreGone


def make(session: Session, file_id: UUID) -> None:
    """The job behind `ask_file`; a file that was made stays as it is."""
    file = session.get(LabelFile, file_id)  # its own lock would stop the count of progress
    if file is None or file.status is not FileStatus.MAKING:
        return
    run = session.get_one(LabelRun, file.run_id)
    _make(session, file, run, session.get_one(Lot, run.lot_id), _told(file_id))


def _told(file_id: UUID) -> pdf.Told:
    last = 0

    def tell(done: int) -> None:
        nonlocal last
        if done - last >= EVERY:
            last = done
            of_file = update(LabelFile).where(col(LabelFile.id) == file_id)
            with apart() as connection:
                connection.execute(of_file.values(done=done))

    return tell


def _make(
    session: Session, file: LabelFile, run: LabelRun, lot: Lot, tell: pdf.Told | None
) -> None:
    """In one transaction with the end of the PINs: they are in the file, or still with us."""
    printer = session.get(LabelPrinter, file.printer_id) if file.printer_id else None
    wanted = Wanted(lot, run, file.kind, printer, file.pins)
    with tempfile.TemporaryFile() as content:
        write_file(session, content, wanted, tell)
        content.seek(0, 2)
        file.size = content.tell()
        content.seek(0)
        file.parts = sealed_files.keep(_folder(file), content, purpose=PURPOSE)
    if file.pins:
        unit_codes.forget_pins(session, run.id)
    file.status, file.done = FileStatus.DONE, run.labels


@dataclass(frozen=True)
class Wanted:
    """What is to be in a file."""

    lot: Lot
    run: LabelRun
    kind: FileKind = FileKind.PDF
    printer: LabelPrinter | None = None
    pins: bool = False


def write_file(
    session: Session, content: IO[bytes], wanted: Wanted, tell: pdf.Told | None = None
) -> None:
    """The labels of the run that are not void. Raises AllVoid when there are none."""
    count = _count(session, wanted.run)
    if wanted.kind is FileKind.PDF:
        _write_pdf(session, content, wanted, count, tell)
    elif wanted.kind is FileKind.CSV:
        product, _, _ = desk.goods_of(session, wanted.lot)
        named = Named(wanted.lot.code, wanted.lot.lot_number, product.name)
        archives.write_table(content, units_of(session, wanted), named)
    else:
        archives.write_symbols(content, units_of(session, wanted), wanted.kind.value, tell=tell)


def _count(session: Session, run: LabelRun) -> int:
    voided = queries.ranges_of(queries.voids_of(session, [run.id])[run.id])
    count = run.labels - sum(last - first + 1 for first, last in voided)
    if not count:
        raise AllVoid
    return count


def _write_pdf(
    session: Session, content: IO[bytes], wanted: Wanted, count: int, tell: pdf.Told | None
) -> None:
    run = wanted.run
    sheet = queries.in_printer(sheet_of(run), wanted.printer)
    label = label_of(session, wanted.lot, run)
    if run.kind is RunKind.BATCH:
        pdf.write_labels(content, sheet, label, count, skip=run.skip)
    else:
        units = units_of(session, wanted)
        pdf.write_units(content, sheet, label, units, count, skip=run.skip, tell=tell)


class AllVoid(Conflict):
    title = mark("Mọi tem của đợt này đã huỷ")


def sheet_of(run: LabelRun) -> Sheet:
    """As it measured when the run was allowed."""
    return Sheet(**run.sheet) if run.sheet else BY_KEY[run.template]


def label_of(session: Session, lot: Lot, run: LabelRun) -> Label:
    """What the labels say alike; unit labels need the room of two lines for their own."""
    product, variant, _ = desk.goods_of(session, lot)
    seller = session.get_one(Seller, lot.seller_id)
    number = gettext(mark("Lô {number}, {variant}")).format(
        number=lot.lot_number, variant=variant.name
    )
    packed = gettext(mark("Đóng gói {day}")).format(day=day(lot.packed_on))
    until = gettext(mark("Dùng đến {day}")).format(day=day(lot.expires_on))
    unit = run.kind is RunKind.UNIT
    (payload,) = ("",) if unit else payloads(lot, run, ())
    lines = (number, until) if unit else (number, packed, until, seller.name)
    return Label(payload, print_code(lot.code), product.name, lines)


def units_of(session: Session, wanted: Wanted) -> Iterator[Unit]:
    """Labels that are not void, in the order of their places; one for all where all are alike."""
    lot, run = wanted.lot, wanted.run
    if run.kind is RunKind.BATCH:
        (payload,) = payloads(lot, run, ())
        yield Unit(payload, lot.code)
        return
    said = unit_codes.pins_of(session, run.id) if wanted.pins else []
    payload_of = payload_maker(lot, run)
    for place, serial in queries.serials_of(session, run.id):
        pin = print_pin(said[place - 1]) if said else ""
        yield Unit(payload_of(serial), serial_text(serial), pin)


def content_of(file: LabelFile) -> Iterable[bytes]:
    """The file, part by part."""
    return sealed_files.content(_folder(file), file.parts, purpose=PURPOSE)


def _folder(file: LabelFile) -> str:
    return f"labels/{file.id}"


def forget(session: Session) -> None:
    """Files of three days ago are deleted, those with PINs after one; runs stay for ever."""
    now = utc_now()
    old = select(LabelFile).where(
        col(LabelFile.status).in_((FileStatus.DONE, FileStatus.MAKING)),
        (col(LabelFile.created_at) < now - KEPT)
        | (col(LabelFile.pins) & (col(LabelFile.created_at) < now - PINS_KEPT)),
    )
    for file in session.exec(old.with_for_update(skip_locked=True)):
        sealed_files.delete(_folder(file), file.parts)
        done = file.status is FileStatus.DONE
        file.status, file.parts = FileStatus.GONE if done else FileStatus.FAILED, 0
