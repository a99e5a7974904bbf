"""One way in for pages, jobs and the command line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlmodel import Session

from app.imports import queries, rules
from app.imports.rules.checks import check
from app.imports.rules import Row, Rows
from app.imports.rules.reports import Report
from app.imports.service import goods, papers
from app.imports.service.pictures import Pictures
from app.imports.service.writing import Import, Write, write_rows
from app.imports.workbook.parsing import parse, required_of_new
from app.imports.workbook.reading import Upload

STEPS: dict[str, Write] = {
    rules.SELLERS: goods.write_seller,
    rules.PRODUCTS: goods.write_product,
    rules.VARIANTS: goods.write_variant,
    rules.CERTIFICATES: papers.write_certificate,
}


def try_workbook(session: Session, upload: Upload, pictures: Pictures) -> Report:
    """What writing would do, with nothing written."""
    with undone(session):
        return attempt(session, upload, pictures)


def write_workbook(
    session: Session, upload: Upload, pictures: Pictures, *, actor_id: UUID | None = None
) -> Report:
    """Everything, or nothing when there is a fault."""
    with session.begin_nested() as all_of_it:
        report = attempt(session, upload, pictures, actor_id=actor_id)
        if report.faults:
            all_of_it.rollback()
    return report


@contextmanager
def undone(session: Session) -> Iterator[None]:
    with session.begin_nested() as tried:
        yield
        tried.rollback()
    session.expire_all()


def attempt(
    session: Session, upload: Upload, pictures: Pictures, *, actor_id: UUID | None = None, edit: Callable[[Rows], Rows] = lambda rows: rows
) -> Report:
    """Parses, checks, and writes when nothing is wrong; the caller undoes or keeps it."""
    rows, faults = parse(upload.grids)
    rows = edit(rows)
    known = queries.known(session)
    report = Report(faults=faults + required_of_new(rows, known) + check(rows, known))
    if not report.faults:
        write_rows(Import(session, pictures, actor_id, report), rows, STEPS)
    return report
