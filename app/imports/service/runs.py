"""A file on its way: handed in, tried, confirmed, written."""

from uuid import UUID

from sqlmodel import Session, select

from app.core.db import utc_now
from app.core.errors import Conflict
from app.core.i18n import mark
from app.core.jobs import defer
from app.identity.service import audit
from app.imports.models import ImportRun, ImportStatus
from app.imports.rules.reports import Report
from app.imports.service.pictures import SentAlong
from app.imports.service.trying import try_workbook, write_workbook
from app.imports.workbook.reading import Upload, read_upload

AT_ONCE = 200
"""More rows than this, or any picture, and a job does it."""
CHECK, WRITE = "imports.check", "imports.write"


class NotReady(Conflict):
    """Not tried yet, has faults, or was written already."""

    title = mark("Tệp này chưa nhập được")


def receive(session: Session, actor_id: UUID, file_name: str, content: bytes) -> ImportRun:
    """Keeps a file and tries it, at once when it is small. Raises UnreadableFile."""
    upload = read_upload(file_name, content)
    run = ImportRun(
        file_name=file_name[-200:], content=content, rows=_rows(upload), created_by=actor_id
    )
    session.add(run)
    session.flush()  # its page is where the browser goes
    if _is_large(upload):
        defer(session, CHECK, run_id=str(run.id))
    else:
        _judge(run, try_workbook(session, upload, SentAlong(upload.pictures)))
    return run


def _rows(upload: Upload) -> int:
    """Filled rows below the headings."""
    return sum(sum(any(row) for row in grid[1:]) for grid in upload.grids.values())


def _is_large(upload: Upload) -> bool:
    return bool(upload.pictures) or _rows(upload) > AT_ONCE


def _judge(run: ImportRun, report: Report) -> None:
    run.report = report.as_json()
    run.status = ImportStatus.REFUSED if report.faults else ImportStatus.READY


def check(session: Session, run_id: UUID) -> None:
    """The job behind `receive`; a run that was tried already stays as it is."""
    run = _locked(session, run_id)
    if run.status is ImportStatus.CHECKING:
        upload = read_upload(run.file_name, run.content)
        _judge(run, try_workbook(session, upload, SentAlong(upload.pictures)))


def confirm(session: Session, actor_id: UUID, run_id: UUID) -> ImportRun:
    """Writes a tried file, at once when it is small; a second click changes nothing.

    Raises NotReady.
    """
    run = _locked(session, run_id)
    if run.status in {ImportStatus.WRITING, ImportStatus.DONE}:
        return run
    if run.status is not ImportStatus.READY:
        raise NotReady(mark("Tệp còn lỗi hoặc đang kiểm. Sửa trong bảng tính rồi tải lại."))
    run.status, run.confirmed_at = ImportStatus.WRITING, utc_now()
    audit(session, actor_id, "import.confirm", run, after={"file": run.file_name})
    upload = read_upload(run.file_name, run.content)
    if _is_large(upload):
        defer(session, WRITE, run_id=str(run.id), actor_id=str(actor_id))
    else:
        _write(session, actor_id, run, upload)
    return run


def write(session: Session, actor_id: UUID, run_id: UUID) -> None:
    """The job behind `confirm`; a run that was written already stays as it is."""
    run = _locked(session, run_id)
    if run.status is ImportStatus.WRITING:
        _write(session, actor_id, run, read_upload(run.file_name, run.content))


def _write(session: Session, actor_id: UUID, run: ImportRun, upload: Upload) -> None:
    """What changed since the file was tried may refuse it now; then nothing is written."""
    pictures = SentAlong(upload.pictures, keep=True)
    report = write_workbook(session, upload, pictures, actor_id=actor_id)
    _judge(run, report)
    if not report.faults:
        run.status, run.content = ImportStatus.DONE, b""


def _locked(session: Session, run_id: UUID) -> ImportRun:
    return session.exec(select(ImportRun).where(ImportRun.id == run_id).with_for_update()).one()
