"""Files to take away: asked for, made, kept for some days, and deleted."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import IO, Any
from uuid import UUID

from sqlalchemy import Connection
from sqlmodel import Session, col, delete, select, update

from app.core import sealed_files
from app.core.days import today
from app.core.db import apart, snapshot, utc_now
from app.core.jobs import defer
from app.core.text import slugify
from app.identity.service import audit
from app.imports.models import ExportRun, ExportStatus
from app.imports.queries import exported
from app.imports.rules.wanted import FileKind, Wanted
from app.imports.workbook.exports import EXPORTED, OWN_EXPORTED
from app.imports.workbook.sheets import Sheet
from app.imports.workbook.writing import write_csv_archive, write_large_workbook, write_one_csv

MAKE = "imports.export"
AT_ONCE = 1_000
"""More rows than this, and a job makes the file."""
KEPT = timedelta(days=3)
RUNS_KEPT = timedelta(days=90)
EVERY = 500
PURPOSE = "export"

Told = Callable[[str, int], None]


def ask(session: Session, actor_id: UUID, wanted: Wanted) -> ExportRun:
    """A new file with what is wanted: at once when it is small, else by a job."""
    with snapshot() as market:
        run = ExportRun(
            seller_id=wanted.seller_id if wanted.own else None,
            file_name=file_name(wanted),
            asked=wanted.model_dump(mode="json"),
            rows=sum(exported.count_rows(market, sheet, wanted) for sheet in wanted.sheets),
            created_by=actor_id,
        )
        session.add(run)
        session.flush()  # the audit entry names it
        audit(session, actor_id, "export.ask", run, after=run.asked)
        if run.rows > AT_ONCE:
            defer(session, MAKE, lock=str(run.id), run_id=str(run.id))
        else:
            _make(market, run, _untold)
    return run


def file_name(wanted: Wanted) -> str:
    """A single CSV is named after its sheet, as an import wants it."""
    if wanted.kind is FileKind.XLSX:
        return f"nguyen-goc-{today():%Y-%m-%d}.xlsx"
    if len(wanted.sheets) == 1:
        return f"{slugify(wanted.sheets[0])}.csv"
    return f"nguyen-goc-{today():%Y-%m-%d}.zip"


def make(session: Session, run_id: UUID) -> None:
    """The job behind `ask`; a file that was made stays as it is."""
    run = session.get(ExportRun, run_id)
    if run is not None and run.status is ExportStatus.MAKING:
        with snapshot() as market:
            _make(market, run, _told(run_id))


def _untold(sheet: str, done: int) -> None:
    """For a file that is there before anybody can look."""


def _told(run_id: UUID) -> Told:
    def tell(sheet: str, done: int) -> None:
        of_run = update(ExportRun).where(col(ExportRun.id) == run_id)
        with apart() as connection:
            connection.execute(of_run.values(sheet=sheet, done=done))

    return tell


def _make(market: Connection, run: ExportRun, tell: Told) -> None:
    """From a `snapshot`: its sheets agree with one another."""
    wanted = Wanted.model_validate(run.asked)
    with tempfile.TemporaryFile() as file:
        _write(market, wanted, file, tell)
        run.size = file.tell()
        file.seek(0)
        # Personal data of many sellers lies in it.
        run.parts = sealed_files.keep(_folder(run.id), file, purpose=PURPOSE)
    run.status, run.made_at = ExportStatus.DONE, utc_now()


def _write(market: Connection, wanted: Wanted, file: IO[bytes], tell: Told) -> None:
    known = OWN_EXPORTED if wanted.own else EXPORTED
    sheets = [known[name] for name in wanted.sheets]
    counted = 0

    def rows_of(sheet: Sheet) -> Iterator[Mapping[str, Any]]:
        nonlocal counted
        for row in exported.rows_of(market, sheet.name, wanted):
            if counted % EVERY == 0:
                tell(sheet.name, counted)
            counted += 1
            yield row

    if wanted.kind is FileKind.XLSX:
        write_large_workbook(file, sheets, rows_of)
    elif len(sheets) == 1:
        write_one_csv(file, sheets[0], rows_of)
    else:
        write_csv_archive(file, sheets, rows_of)
    file.seek(0, 2)


def _folder(run_id: UUID) -> str:
    return f"exports/{run_id}"


def content(run_id: UUID, parts: int) -> Iterable[bytes]:
    """The file, part by part."""
    return sealed_files.content(_folder(run_id), parts, purpose=PURPOSE)


def forget(session: Session) -> None:
    """Files of three days ago are deleted; after three months that they were made is forgotten."""
    now = utc_now()
    old = select(ExportRun).where(
        col(ExportRun.created_at) < now - KEPT,
        col(ExportRun.status).in_({ExportStatus.DONE, ExportStatus.MAKING}),
    )
    for run in session.exec(old.with_for_update(skip_locked=True)):
        sealed_files.delete(_folder(run.id), run.parts)
        done = run.status is ExportStatus.DONE
        run.status, run.parts = ExportStatus.GONE if done else ExportStatus.FAILED, 0
    session.exec(delete(ExportRun).where(col(ExportRun.created_at) < now - RUNS_KEPT))
