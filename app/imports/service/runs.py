"""A file on its way: handed in, tried, confirmed, written; or cancelled, or forgotten."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select, update
from sqlmodel.sql.expression import SelectOfScalar

from app.core.db import utc_now
from app.core.errors import Conflict
from app.core.i18n import mark
from app.core.jobs import defer
from app.identity.service import audit
from app.identity.service.records import ASSISTED_FOR
from app.imports.models import ImportProgress, ImportRun, ImportStatus
from app.imports.rules import ORDER, Fault
from app.imports.rules.progress import Progress, Stopped, silent
from app.imports.rules.reports import Report
from app.imports.service.pictures import SentAlong
from app.imports.service.trying import try_workbook, write_workbook
from app.imports.service.watching import watched
from app.imports.workbook.reading import Upload, filled_rows, read_upload
from app.sellers.models import Seller

AT_ONCE = 200
"""More rows than this, or any picture, and a job does it."""
CHECK, WRITE = "imports.check", "imports.write"
CONTENT_KEPT = timedelta(days=7)
"""How long a file waits to be confirmed, or lends its rows to the list of its faults."""
RUNS_KEPT = timedelta(days=90)
"""How long it is told that a file came and nothing was written of it."""
BEFORE_WRITING = {ImportStatus.CHECKING, ImportStatus.REFUSED, ImportStatus.READY}


class NotReady(Conflict):
    """Not tried yet, has faults, or was written already."""

    title = mark("Tệp này chưa nhập được")


def receive(  # noqa: PLR0913  # a file, and who brings it
    session: Session,
    actor_id: UUID,
    file_name: str,
    content: bytes,
    *,
    seller: Seller | None = None,
    sheets: Collection[str] = (),
) -> ImportRun:
    """Keeps a file and tries it, at once when it is small. Raises UnreadableFile.

    A `seller` brings what is its own, of `sheets`; without one it is an operator's file, for
    everybody.
    """
    upload = read_upload(file_name, content)
    run = ImportRun(
        seller_id=seller.id if seller else None,
        assisted_for=session.info.get(ASSISTED_FOR),
        sheets=list(sheets),
        file_name=file_name[-200:],
        content=content,
        rows=filled_rows(upload),
        created_by=actor_id,
    )
    session.add(run)
    session.flush()  # its page is where the browser goes
    session.add(ImportProgress(run_id=run.id))
    if _is_large(upload):
        defer(session, CHECK, run_id=str(run.id))
    else:
        _try(session, run, upload)
    return run


def _is_large(upload: Upload) -> bool:
    return bool(upload.pictures) or filled_rows(upload) > AT_ONCE


def _try(session: Session, run: ImportRun, upload: Upload, progress: Progress = silent) -> None:
    report = try_workbook(
        session,
        upload,
        SentAlong(upload.pictures),
        actor_id=run.created_by,
        seller=_seller(session, run),
        only=run.sheets,
        progress=progress,
    )
    _judge(run, report)


def _seller(session: Session, run: ImportRun) -> Seller | None:
    return session.get_one(Seller, run.seller_id) if run.seller_id else None


def _judge(run: ImportRun, report: Report) -> None:
    run.report = report.as_json()
    run.status = ImportStatus.REFUSED if report.faults else ImportStatus.READY


def check(session: Session, run_id: UUID) -> None:
    """The job behind `receive`; a run that was tried already stays as it is."""
    run = _locked(session, run_id)
    if run is None or run.status is not ImportStatus.CHECKING:
        return
    try:
        _try(session, run, read_upload(run.file_name, run.content), watched(run.id))
    except Stopped:
        _close(session, run.created_by, run)


def confirm(session: Session, actor_id: UUID, run_id: UUID) -> None:
    """Writes a tried file, at once when it is small; a second click changes nothing.

    Raises NotReady.
    """
    run = _locked(session, run_id)
    if run is None or run.status in {ImportStatus.WRITING, ImportStatus.DONE}:
        return
    if run.status is not ImportStatus.READY:
        raise NotReady(mark("Tệp còn lỗi hoặc đang kiểm. Sửa trong bảng tính rồi tải lại."))
    run.status, run.confirmed_at = ImportStatus.WRITING, utc_now()
    audit(session, actor_id, "import.confirm", run, after={"file": run.file_name})
    upload = read_upload(run.file_name, run.content)
    if _is_large(upload):
        defer(session, WRITE, run_id=str(run.id), actor_id=str(actor_id))
    else:
        _write(session, actor_id, run, upload)


def write(session: Session, actor_id: UUID, run_id: UUID) -> None:
    """The job behind `confirm`; a run that was written already stays as it is.

    Marked as help when the officer who handed it in confirmed it, not when the seller did.
    """
    run = _locked(session, run_id)
    if run is None or run.status is not ImportStatus.WRITING:
        return
    if run.assisted_for is not None and actor_id == run.created_by:
        session.info[ASSISTED_FOR] = run.assisted_for
    _write(
        session,
        actor_id,
        run,
        read_upload(run.file_name, run.content),
        watched(run.id, stoppable=False),
    )


def _write(
    session: Session,
    actor_id: UUID,
    run: ImportRun,
    upload: Upload,
    progress: Progress = silent,
) -> None:
    """What changed since the file was tried may refuse it now; then nothing is written."""
    report = _written(session, actor_id, run, upload, progress)
    _judge(run, report)
    if not report.faults:
        run.status, run.content = ImportStatus.DONE, b""


def _written(
    session: Session, actor_id: UUID, run: ImportRun, upload: Upload, progress: Progress
) -> Report:
    try:
        return write_workbook(
            session,
            upload,
            SentAlong(upload.pictures, keep=True),
            actor_id=actor_id,
            seller=_seller(session, run),
            only=run.sheets,
            progress=progress,
        )
    except IntegrityError:
        sheet = next((name for name in ORDER if name in upload.grids), ORDER[0])
        said = mark("Vừa có người ghi trùng mã hoặc số với tệp này. Mời tải lại tệp để kiểm lại.")
        return Report(faults=[Fault(sheet, 0, "", said)])


def cancel(session: Session, actor_id: UUID, run_id: UUID) -> None:
    """Gives a file up before anything is written; a job at work stops at its next rows.

    Raises NotReady for what is written, or being written.
    """
    stop = update(ImportProgress).where(col(ImportProgress.run_id) == run_id).values(stop=True)
    session.exec(stop)
    run = session.exec(_of(run_id).with_for_update(skip_locked=True)).first()
    if run is None or run.status in {ImportStatus.CANCELLED, ImportStatus.EXPIRED}:
        return
    if run.status not in BEFORE_WRITING:
        raise NotReady(mark("Tệp này đã xác nhận ghi nên không huỷ được nữa."))
    _close(session, actor_id, run)


def _close(session: Session, actor_id: UUID, run: ImportRun) -> None:
    run.status, run.content, run.report = ImportStatus.CANCELLED, b"", {}
    audit(session, actor_id, "import.cancel", run, after={"file": run.file_name})


def forget(session: Session) -> None:
    """Files that nobody confirmed are emptied, and in the end it is forgotten that they came."""
    now = utc_now()
    old = col(ImportRun.created_at) < now - CONTENT_KEPT
    waiting = col(ImportRun.status).in_({ImportStatus.CHECKING, ImportStatus.READY})
    session.exec(update(ImportRun).where(old, waiting).values(status=ImportStatus.EXPIRED))
    gone = col(ImportRun.status).in_({ImportStatus.EXPIRED, ImportStatus.REFUSED})
    session.exec(update(ImportRun).where(old, gone).values(content=b""))
    unwritten = col(ImportRun.status).not_in({ImportStatus.WRITING, ImportStatus.DONE})
    session.exec(delete(ImportRun).where(col(ImportRun.created_at) < now - RUNS_KEPT, unwritten))


def _locked(session: Session, run_id: UUID) -> ImportRun | None:
    """Not against its progress, which is told apart while the run is held."""
    return session.exec(_of(run_id).with_for_update(key_share=True)).first()


def _of(run_id: UUID) -> SelectOfScalar[ImportRun]:
    return select(ImportRun).where(ImportRun.id == run_id)
