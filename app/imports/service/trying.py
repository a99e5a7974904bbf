"""One way in for pages, jobs and the command line."""

from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.imports import queries, rules
from app.imports.rules import Row, Rows
from app.imports.rules.checks import check
from app.imports.rules.progress import Progress, Stage, silent
from app.imports.rules.reports import Report
from app.imports.service import goods, lots, papers
from app.imports.service.pictures import Pictures
from app.imports.service.run import Import
from app.imports.service.writing import Finish, Write, write_rows
from app.imports.workbook.parsing import parse, required_of_new
from app.imports.workbook.reading import Upload
from app.imports.workbook.sheets import OWN_SHEETS, SHEETS
from app.moderation import queries as moderation
from app.sellers.models import Seller

WRITERS: dict[str, Write] = {
    rules.SELLERS: goods.write_seller,
    rules.PRODUCTS: goods.write_product,
    rules.VARIANTS: goods.write_variant,
    rules.PRICES: goods.write_price,
    rules.AREAS: lots.write_area,
    rules.CERTIFICATES: papers.write_certificate,
    rules.LOTS: lots.write_lot,
    rules.STEPS: lots.write_step,
}
OWN_WRITERS = WRITERS | {rules.PRODUCTS: goods.write_own_product}
"""For sheets that a seller may bring, see `OWN_SHEETS`."""
FINISHERS: dict[str, Finish] = {rules.LOTS: lots.open_lot}
"""A lot is published once its journey is there."""


Edit = Callable[[Rows], Rows]


def unchanged(rows: Rows) -> Rows:
    return rows


def try_workbook(  # noqa: PLR0913  # a file, and who brings it
    session: Session,
    upload: Upload,
    pictures: Pictures,
    *,
    actor_id: UUID | None = None,
    seller: Seller | None = None,
    only: Collection[str] = (),
    progress: Progress = silent,
) -> Report:
    """What writing would do, with nothing written.

    A `seller` brings only what is its own; with `only`, other sheets are passed over.
    """
    with session.begin_nested() as tried:
        run = Import(session, pictures, actor_id, seller, only, progress=progress)
        report = _attempt(upload, run, unchanged)
        tried.rollback()
    return report


def write_workbook(  # noqa: PLR0913  # a file, and who brings it
    session: Session,
    upload: Upload,
    pictures: Pictures,
    *,
    actor_id: UUID | None = None,
    seller: Seller | None = None,
    only: Collection[str] = (),
    progress: Progress = silent,
) -> Report:
    """Everything, or nothing when there is a fault."""
    run = Import(session, pictures, actor_id, seller, only, progress=progress)
    return _written(upload, run, unchanged)


def write_sample(session: Session, upload: Upload, pictures: Pictures, edit: Edit) -> Report:
    """The same for invented rows, which `edit` may change beforehand."""
    return _written(upload, Import(session, pictures, sample=True), edit)


def _written(upload: Upload, run: Import, edit: Edit) -> Report:
    with run.session.begin_nested() as all_of_it:
        report = _attempt(upload, run, edit)
        if report.faults:
            all_of_it.rollback()
    return report


def _attempt(upload: Upload, run: Import, edit: Edit) -> Report:
    """Parses, checks, and writes when nothing is wrong so far; the caller keeps or undoes it.

    A cell that could not be read is said once: it only looks blank to the checks.
    """
    run.progress(Stage.READING)
    known = OWN_SHEETS if run.seller else SHEETS
    sheets = [sheet for sheet in known if not run.only or sheet.name in run.only]
    parsed, faults = parse(upload.grids, sheets)
    rows = edit(_own(parsed, run.seller) if run.seller else parsed)
    run.progress(Stage.CHECKING)
    run.known = queries.known(run.session, rows, run.seller.id if run.seller else None)
    said = {(fault.sheet, fault.row, fault.column) for fault in faults}
    found = required_of_new(rows, run.known) + check(rows, run.known)
    run.report.skipped += [name for name in upload.titles if name not in {s.name for s in sheets}]
    run.report.faults += [*upload.faults, *faults]
    run.report.faults += [
        fault for fault in found if (fault.sheet, fault.row, fault.column) not in said
    ]
    if not run.report.faults:
        with moderation.claims_once(run.session):
            write_rows(run, rows, OWN_WRITERS if run.seller else WRITERS, FINISHERS)
    return run.report


def _own(rows: Mapping[str, list[Row]], seller: Seller) -> dict[str, list[Row]]:
    """Rows that name nobody are this seller's."""
    key: dict[str, Any] = {"seller": seller.tax_code or seller.phone}
    return {
        sheet: [Row(row.sheet, row.number, key | dict(row.cells)) for row in found]
        for sheet, found in rows.items()
    }
