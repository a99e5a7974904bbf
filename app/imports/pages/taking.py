"""Export, as a browser uses it: say what, wait if it is much, take it."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from pydantic import AfterValidator, BaseModel, BeforeValidator
from sqlmodel import Session
from starlette.datastructures import FormData

from app.core import forms
from app.core.errors import NotFound
from app.core.forms import Form
from app.core.i18n import gettext, localised_path, mark
from app.core.templates import render
from app.imports.models import ExportStatus
from app.imports.pages.frame import Place
from app.imports.queries import files
from app.imports.rules.wanted import FileKind, Status, Wanted
from app.imports.service import exports
from app.imports.workbook.columns import BadCell, Column, Kind, seller_key
from app.sellers import queries as sellers

KINDS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
    ".zip": "application/zip",
}
NO_SHEET = mark("Mời chọn ít nhất một sheet.")


def _day(typed: object) -> object:
    """As typed here, 12/10/2026, or as a browser's calendar sends it."""
    try:
        return Column("since", "", Kind.DATE).read(typed if isinstance(typed, str) else None)
    except BadCell as wrong:
        raise ValueError(wrong.reason) from wrong


class ExportIn(BaseModel):
    kind: FileKind = FileKind.XLSX
    seller: Annotated[str, AfterValidator(seller_key)] = ""
    status: Status | None = None
    since: Annotated[date | None, BeforeValidator(_day)] = None


def home(
    request: Request,
    place: Place,
    session: Session,
    form: Form[Any],
    *,
    chosen: list[str] | None = None,
    status: int = 200,
) -> Response:
    return render(
        request,
        "imports/export.html",
        status=status,
        desk=place.desk,
        place=place,
        form=form,
        chosen=place.usual if chosen is None else chosen,
        runs=files.latest_exports(session, place.user.id, place.seller_id),
    )


def ask(request: Request, place: Place, session: Session, data: FormData) -> Response:
    """Another seller than one's own cannot be asked for: the form's field counts for operators."""
    form = forms.read(ExportIn, data)
    chosen = [name for name in place.exported if name in data.getlist("sheet")]
    if not chosen:
        form.errors["sheet"] = gettext(NO_SHEET)
    seller_id = _seller_id(place, session, form)
    if form.model is None or form.errors:
        return home(request, place, session, form, chosen=chosen, status=422)
    asked = form.model
    wanted = Wanted(
        kind=asked.kind,
        sheets=chosen,
        seller_id=seller_id,
        status=None if place.seller else asked.status,
        since=asked.since,
        own=place.seller is not None,
    )
    run = exports.ask(session, place.user.id, wanted)
    return RedirectResponse(localised_path(f"{place.taking}/{run.id}"), 303)


def _seller_id(place: Place, session: Session, form: Form[ExportIn]) -> UUID | None:
    if place.seller is not None or form.model is None or not form.model.seller:
        return place.seller_id
    found = sellers.seller_by_key(session, form.model.seller, form.model.seller)
    if found is None:
        form.errors["seller"] = gettext(mark("Chưa có đơn vị nào có số này."))
        return None
    return found.id


def run_page(request: Request, place: Place, session: Session, run_id: UUID) -> Response:
    run = files.own_export(session, run_id, place.user.id, place.seller_id)
    return render(
        request,
        "imports/export_run.html",
        desk=place.desk,
        place=place,
        run=run,
        waiting=run.status is ExportStatus.MAKING,
    )


def download(place: Place, session: Session, run_id: UUID) -> Response:
    run = files.own_export(session, run_id, place.user.id, place.seller_id)
    if run.status is not ExportStatus.DONE:
        raise NotFound
    kind = KINDS[run.file_name[run.file_name.rindex(".") :]]
    headers = {
        "content-disposition": f'attachment; filename="{run.file_name}"',
        "content-length": str(run.size),
    }
    return StreamingResponse(exports.content(run.id, run.parts), 200, headers, kind)
