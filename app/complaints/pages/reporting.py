"""`/Q/{CODE}/bao-su-co`: whoever holds a packet reports it; `/su-co/{CODE}`: what became of it."""

from datetime import timedelta
from secrets import token_urlsafe
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData, UploadFile

from app.complaints import queries, service
from app.complaints.rules import KINDS, OUTCOMES, SIDES, STATES, Kind, kinds
from app.complaints.service import LOT_CODE, ReportIn
from app.core import forms, media
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import DomainError
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path, mark
from app.core.ids import is_code, normalise_code
from app.core.templates import render
from app.identity.service import count_try

router = APIRouter(include_in_schema=False, dependencies=[Depends(require_token)])
MOST_SENT, PER = 5, timedelta(hours=1)
REFUSED = mark("Ô này để trống. Mời xóa rồi gửi lại.")


@router.get("/Q/{code}/bao-su-co")
def report_page(request: Request, code: str, session: SessionDep) -> Response:
    """A form for any code: one that names no public lot is what has to be reported most."""
    form: Form[ReportIn] = Form({"form_key": token_urlsafe(18)})
    if _lot(session, code) is None:
        form.values["kind"] = Kind.FAKE.value
    return _show(request, code, session, form)


@router.post("/Q/{code}/bao-su-co")
def report(request: Request, code: str, data: Submitted, session: SessionDep) -> Response:
    """303 to the ticket's page; the form again with what was typed, but for the photograph."""
    form = forms.read(ReportIn, data)
    if form.error("website"):
        form.errors["website"] = gettext(REFUSED)
    if form.model is None:
        return _show(request, code, session, form, status=422)
    count_try(f"complaint:{request.client.host if request.client else ''}", MOST_SENT, PER)
    try:
        ticket = service.report(session, code, form.model, _photo(data))
    except DomainError as refused:
        form.errors["photo"] = gettext(str(refused))
        return _show(request, code, session, form, status=refused.status)
    return RedirectResponse(localised_path(f"/su-co/{ticket.code}?xong=gui"), 303)


def _photo(data: FormData) -> bytes:
    """What was uploaded, empty for nothing; the limit of the body holds for it too."""
    upload = data.get("photo")
    return upload.file.read() if isinstance(upload, UploadFile) and upload.size else b""


def _lot(session: SessionDep, typed: str) -> object:
    code = normalise_code(typed)
    return queries.public_lot(session, code) if is_code(code, LOT_CODE) else None


def _show(
    request: Request, code: str, session: SessionDep, form: Form[ReportIn], status: int = 200
) -> Response:
    return render(
        request,
        "complaints/report.html",
        status=status,
        code=code[:80],
        lot=_lot(session, code),
        form=form,
        kinds=kinds(),
        accept=media.ACCEPT,
    )


@router.get("/su-co")
def look_up(request: Request, ma: Annotated[str, Query(max_length=40)] = "") -> Response:
    """303 to the ticket's page; a number that cannot be one comes back with what is wrong."""
    code = normalise_code(ma)
    if is_code(code, LOT_CODE):
        return RedirectResponse(localised_path(f"/su-co/{code}"), 303)
    fault = gettext(mark("Số phiếu gõ chưa đúng: có 10 chữ và số.")) if ma else ""
    status = 422 if ma else 200
    return render(request, "complaints/look_up.html", typed=ma, fault=fault, status=status)


@router.get("/su-co/{code}")
def ticket_page(
    request: Request,
    code: str,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """State and answers: whoever has the number is not asked who they are, so nothing that was
    written or sent is shown again.
    """
    ticket = queries.ticket_by_code(session, normalise_code(code))
    return render(
        request,
        "complaints/ticket.html",
        headers={"cache-control": "no-store"},
        ticket=ticket,
        answers=queries.answers(session, ticket.id),
        kind=gettext(KINDS[ticket.kind]),
        state=gettext(STATES[ticket.state]),
        outcome=gettext(OUTCOMES[ticket.outcome]) if ticket.outcome else "",
        sides={side: gettext(words) for side, words in SIDES.items()},
        done=xong,
    )
