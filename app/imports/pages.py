"""The operator's door to bulk import: hand in, read the report, confirm."""

import csv
import io
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData, UploadFile

from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path, mark
from app.core.templates import render
from app.identity.deps import Importer, OperatorDesk
from app.imports import queries
from app.imports.models import ImportRun, ImportStatus
from app.imports.rules import Fault
from app.imports.rules.reports import faults_of
from app.imports.service import runs
from app.imports.workbook.reading import UnreadableFile
from app.imports.workbook.sheets import BY_NAME, SHEETS
from app.imports.workbook.writing import escaped, write_workbook

router = APIRouter(include_in_schema=False)
HOME = "/dieu-hanh/nhap"
MOST_BYTES = 40 * 1024 * 1024
WAITING = {ImportStatus.CHECKING, ImportStatus.WRITING}
HEADINGS = ("Sheet", mark("Dòng"), mark("Cột"), mark("Lý do"))
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get(HOME)
def import_page(
    request: Request, importer: Importer, desk: OperatorDesk, session: SessionDep
) -> Response:
    return _home(request, desk, session, Form())


def _home(
    request: Request, desk: OperatorDesk, session: SessionDep, form: Form[Any], status: int = 200
) -> Response:
    return render(
        request,
        "imports/home.html",
        status=status,
        desk=desk,
        form=form,
        runs=queries.latest_runs(session),
    )


@router.post(HOME, dependencies=[Depends(require_token)])
def hand_in(
    request: Request,
    desk: OperatorDesk,
    operator: Importer,
    session: SessionDep,
    data: Submitted,
) -> Response:
    form: Form[Any] = Form()
    try:
        run = runs.receive(session, operator.id, *_sent(data))
    except UnreadableFile as error:
        form.errors["tep"] = gettext(str(error))
        return _home(request, desk, session, form, status=422)
    return RedirectResponse(localised_path(f"{HOME}/{run.id}"), 303)


def _sent(data: FormData) -> tuple[str, bytes]:
    """The file's name and content. Raises UnreadableFile."""
    sent = data.get("tep")
    if not isinstance(sent, UploadFile) or not sent.filename:
        raise UnreadableFile(mark("Chưa chọn tệp."))
    content = sent.file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UnreadableFile(mark("Tệp nặng quá 40 MB, mời chia nhỏ."))
    return sent.filename, content


@router.get(f"{HOME}/mau.xlsx")
def template(operator: Importer) -> Response:
    """An empty workbook with every column."""
    name = 'attachment; filename="mau-nhap.xlsx"'
    return Response(write_workbook({}), 200, {"content-disposition": name}, SPREADSHEET)


@dataclass(frozen=True)
class ShownFault:
    sheet: str
    row: int
    column: str
    reason: str


def shown(fault: Fault) -> ShownFault:
    """With the heading as it stands in the sheet, and the reason in the page's language."""
    heading = BY_NAME[fault.sheet].column(fault.column).heading if fault.column else ""
    reason = gettext(fault.reason).format(**fault.gaps)
    return ShownFault(fault.sheet, fault.row, heading, reason)


@router.get(f"{HOME}/{{run_id}}")
def run_page(
    request: Request, importer: Importer, desk: OperatorDesk, session: SessionDep, run_id: UUID
) -> Response:
    run = queries.run(session, run_id)
    return render(
        request,
        "imports/run.html",
        desk=desk,
        run=run,
        waiting=run.status in WAITING,
        counts=[(sheet.name, run.report.get("counts", {}).get(sheet.name, {})) for sheet in SHEETS],
        faults=[shown(fault) for fault in faults_of(run.report)],
    )


@router.post(f"{HOME}/{{run_id}}/xac-nhan", dependencies=[Depends(require_token)])
def confirm(operator: Importer, session: SessionDep, run_id: UUID) -> Response:
    queries.run(session, run_id)
    runs.confirm(session, operator.id, run_id)
    return RedirectResponse(localised_path(f"{HOME}/{run_id}"), 303)


@router.get(f"{HOME}/{{run_id}}/loi.csv")
def faults_file(operator: Importer, session: SessionDep, run_id: UUID) -> Response:
    """The faults as a file that a spreadsheet opens: UTF-8 with its mark."""
    run: ImportRun = queries.run(session, run_id)
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow([gettext(heading) for heading in HEADINGS])
    for fault in map(shown, faults_of(run.report)):
        rows.writerow([fault.sheet, fault.row, escaped(fault.column), escaped(fault.reason)])
    headers = {"content-disposition": 'attachment; filename="loi-nhap.csv"'}
    return Response(text.getvalue().encode("utf-8-sig"), 200, headers, "text/csv")
