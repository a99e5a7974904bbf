"""One way in for pages, jobs and the command line."""

from collections.abc import Callable
from uuid import UUID

from sqlmodel import Session

from app.imports import queries, rules
from app.imports.rules import Rows
from app.imports.rules.checks import check
from app.imports.rules.reports import Report
from app.imports.service import goods, lots, papers
from app.imports.service.pictures import Pictures
from app.imports.service.writing import Finish, Import, Write, write_rows
from app.imports.workbook.parsing import parse, required_of_new
from app.imports.workbook.reading import Upload

WRITERS: dict[str, Write] = {
    rules.SELLERS: goods.write_seller,
    rules.PRODUCTS: goods.write_product,
    rules.VARIANTS: goods.write_variant,
    rules.AREAS: lots.write_area,
    rules.CERTIFICATES: papers.write_certificate,
    rules.LOTS: lots.write_lot,
    rules.STEPS: lots.write_step,
}
FINISHERS: dict[str, Finish] = {rules.LOTS: lots.open_lot}
"""A lot is published once its journey is there."""


Edit = Callable[[Rows], Rows]


def unchanged(rows: Rows) -> Rows:
    return rows


def try_workbook(session: Session, upload: Upload, pictures: Pictures) -> Report:
    """What writing would do, with nothing written."""
    with session.begin_nested() as tried:
        report = _attempt(session, upload, Import(session, pictures), unchanged)
        tried.rollback()
    return report


def write_workbook(
    session: Session, upload: Upload, pictures: Pictures, *, actor_id: UUID | None = None
) -> Report:
    """Everything, or nothing when there is a fault."""
    return _written(session, upload, Import(session, pictures, actor_id), unchanged)


def write_sample(session: Session, upload: Upload, pictures: Pictures, edit: Edit) -> Report:
    """The same for invented rows, which `edit` may change beforehand."""
    return _written(session, upload, Import(session, pictures, sample=True), edit)


def _written(session: Session, upload: Upload, run: Import, edit: Edit) -> Report:
    with session.begin_nested() as all_of_it:
        report = _attempt(session, upload, run, edit)
        if report.faults:
            all_of_it.rollback()
    return report


def _attempt(session: Session, upload: Upload, run: Import, edit: Edit) -> Report:
    """Parses, checks, and writes when nothing is wrong so far; the caller keeps or undoes it.

    A cell that could not be read is said once: it only looks blank to the checks.
    """
    parsed, faults = parse(upload.grids)
    rows = edit(parsed)
    known = queries.known(session)
    said = {(fault.sheet, fault.row, fault.column) for fault in faults}
    found = required_of_new(rows, known) + check(rows, known)
    run.report.faults += faults + [
        fault for fault in found if (fault.sheet, fault.row, fault.column) not in said
    ]
    if not run.report.faults:
        write_rows(run, rows, WRITERS, FINISHERS)
    return run.report
