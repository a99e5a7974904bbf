"""Import, as a browser uses it: hand in, read the report, confirm or cancel."""

import csv
import io
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session
from starlette.datastructures import FormData, UploadFile

from app.core.errors import NotFound
from app.core.escaping import escaped
from app.core.forms import Form
from app.core.i18n import gettext, localised_path, mark
from app.core.templates import render
from app.imports import queries
from app.imports.models import ImportRun, ImportStatus
from app.imports.pages.frame import Place
from app.imports.rules import Fault
from app.imports.rules.reports import faults_of
from app.imports.service import runs
from app.imports.workbook.marking import Marked, write_marked
from app.imports.workbook.reading import UnreadableFile, read_upload
from app.imports.workbook.sheets import BY_NAME
from app.imports.workbook.writing import write_workbook

MOST_BYTES = 40 * 1024 * 1024
MOST_SHOWN = 100
WAITING = {ImportStatus.CHECKING, ImportStatus.WRITING}
HEADINGS = ("Sheet", mark("Dòng"), mark("Cột"), mark("Lý do"))
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def home(
    request: Request, place: Place, session: Session, form: Form[Any], status: int = 200
) -> Response:
    return render(
        request,
        "imports/home.html",
        status=status,
        desk=place.desk,
        place=place,
        form=form,
        runs=queries.latest_runs(session, place.seller_id, place.only_of),
    )


def hand_in(request: Request, place: Place, session: Session, data: FormData) -> Response:
    form: Form[Any] = Form()
    try:
        names = [sheet.name for sheet in place.sheets]
        run = runs.receive(session, place.user.id, *_sent(data), seller=place.seller, sheets=names)
    except UnreadableFile as error:
        form.errors["tep"] = gettext(str(error)).format(**error.gaps)
        return home(request, place, session, form, status=422)
    return _to(place, run.id)


def _to(place: Place, run_id: UUID) -> Response:
    return RedirectResponse(localised_path(f"{place.bringing}/{run_id}"), 303)


def _sent(data: FormData) -> tuple[str, bytes]:
    """The file's name and content. Raises UnreadableFile."""
    sent = data.get("tep")
    if not isinstance(sent, UploadFile) or not sent.filename:
        raise UnreadableFile(mark("Chưa chọn tệp."))
    content = sent.file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UnreadableFile(mark("Tệp nặng quá 40 MB, mời chia nhỏ."))
    return sent.filename, content


def template(place: Place) -> Response:
    """An empty workbook with every column."""
    return attachment(write_workbook({}, place.template), "mau-nhap.xlsx")


def attachment(content: bytes, name: str, kind: str = SPREADSHEET) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, 200, headers, kind)


def shown(fault: Fault) -> Marked:
    """With the heading as it stands in the sheet, and the reason in the page's language."""
    heading = BY_NAME[fault.sheet].column(fault.column).heading if fault.column else ""
    reason = gettext(fault.reason).format(**fault.gaps)
    return Marked(fault.sheet, fault.row, heading, reason)


def _run(place: Place, session: Session, run_id: UUID) -> ImportRun:
    """Raises NotFound for another desk's, and for what consent does not reach any more."""
    run = queries.run(session, run_id, place.seller_id, place.only_of)
    if not {sheet.name for sheet in place.sheets}.issuperset(run.sheets):
        raise NotFound
    return run


def run_page(request: Request, place: Place, session: Session, run_id: UUID) -> Response:
    run = _run(place, session, run_id)
    faults = faults_of(run.report)
    counts = run.report.get("counts", {})
    return render(
        request,
        "imports/run.html",
        desk=place.desk,
        place=place,
        run=run,
        progress=queries.progress(session, run_id),
        waiting=run.status in WAITING,
        counts=[(sheet.name, counts[sheet.name]) for sheet in place.sheets if sheet.name in counts],
        faults=[shown(fault) for fault in faults[:MOST_SHOWN]],
        faulty=len(faults) + run.report.get("more_faults", 0),
    )


def confirm(place: Place, session: Session, run_id: UUID) -> Response:
    _run(place, session, run_id)
    runs.confirm(session, place.user.id, run_id)
    return _to(place, run_id)


def cancel(place: Place, session: Session, run_id: UUID) -> Response:
    _run(place, session, run_id)
    runs.cancel(session, place.user.id, run_id)
    return _to(place, run_id)


def faults_file(place: Place, session: Session, run_id: UUID) -> Response:
    """The faults as a file that a spreadsheet opens: UTF-8 with its mark."""
    run = _run(place, session, run_id)
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow([gettext(heading) for heading in HEADINGS])
    for fault in map(shown, faults_of(run.report)):
        rows.writerow([fault.sheet, fault.row, escaped(fault.column), escaped(fault.reason)])
    return attachment(text.getvalue().encode("utf-8-sig"), "loi-nhap.csv", "text/csv")


def marked_file(place: Place, session: Session, run_id: UUID) -> Response:
    """The file itself, its faulty cells marked. Raises NotFound once its content is gone."""
    run = _run(place, session, run_id)
    if run.status is not ImportStatus.REFUSED or not run.content:
        raise NotFound
    return attachment(_marked(place, run), "sua-loi.xlsx")


def _marked(place: Place, run: ImportRun) -> bytes:
    upload = read_upload(run.file_name, run.content)
    faults = [
        Marked(fault.sheet, fault.row, fault.column, shown(fault).reason)
        for fault in faults_of(run.report)
    ]
    return write_marked(upload.grids, faults, place.sheets)
