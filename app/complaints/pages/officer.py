"""The exchange's desk: every report by when it falls due, its answer, and how it ended."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.complaints import queries, service
from app.complaints.models import Ticket
from app.complaints.pages.shown import shown
from app.complaints.rules import KINDS, OUTCOMES, STATES, Side, outcomes
from app.complaints.service import AnswerIn, ClosingIn, photos
from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep, utc_now
from app.core.errors import DomainError
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path
from app.core.templates import render
from app.identity.deps import ComplaintSettler, DeskReader, OperatorDesk
from app.identity.models import User
from app.identity.rules import Permission, may

QUEUE = "/dieu-hanh/su-co"
PRIVATE = {"cache-control": "private, no-store"}
router = APIRouter(prefix=QUEUE, include_in_schema=False, dependencies=[Depends(require_token)])


def any_ticket(code: str, reader: DeskReader, session: SessionDep) -> Ticket:
    """Raises NotFound."""
    return queries.ticket_by_code(session, code)


AnyTicket = Annotated[Ticket, Depends(any_ticket)]


@router.get("")
def ticket_queue(
    request: Request,
    desk: OperatorDesk,
    session: SessionDep,
    xem: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    waiting = queries.waiting(session)
    return render(
        request,
        "complaints/queue.html",
        desk=desk.counting(su_co=waiting),
        waiting=waiting,
        closed=xem == "xong",
        tickets=queries.queue(session, closed=xem == "xong"),
        kinds={kind: gettext(words) for kind, words in KINDS.items()},
        states={state: gettext(words) for state, words in STATES.items()},
        outcomes={outcome: gettext(words) for outcome, words in OUTCOMES.items()},
        now=utc_now(),
    )


@router.get("/{code}")
def ticket_page(
    request: Request,
    ticket: AnyTicket,
    reader: DeskReader,
    desk: OperatorDesk,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    return _show(request, ticket, reader, desk, session, Form(), done=xong)


@router.get("/{code}/anh")
def photo(ticket: AnyTicket, officer: ComplaintSettler) -> Response:
    return Response(photos.open_photo(ticket), media_type="image/jpeg", headers=PRIVATE)


@router.post("/{code}/tra-loi")
def answer(
    request: Request,
    ticket: AnyTicket,
    data: Submitted,
    officer: ComplaintSettler,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(AnswerIn, data)
    if form.model is None:
        return _show(request, ticket, officer, desk, session, form, status=422)
    try:
        service.answer(session, officer.id, ticket, form.model, Side.EXCHANGE)
    except DomainError as refused:
        return _refused(request, ticket, officer, desk, session, form, refused)
    return RedirectResponse(localised_path(f"{QUEUE}/{ticket.code}?xong=gui"), 303)


@router.post("/{code}/dong")
def close(
    request: Request,
    ticket: AnyTicket,
    data: Submitted,
    officer: ComplaintSettler,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(ClosingIn, data)
    if form.model is None:
        return _show(request, ticket, officer, desk, session, form, status=422)
    try:
        service.close(session, officer.id, ticket, form.model)
    except DomainError as refused:
        return _refused(request, ticket, officer, desk, session, form, refused)
    return RedirectResponse(localised_path(f"{QUEUE}/{ticket.code}?xong=dong"), 303)


def _refused(
    request: Request,
    ticket: Ticket,
    officer: User,
    desk: OperatorDesk,
    session: SessionDep,
    form: Form[AnswerIn] | Form[ClosingIn],
    refused: DomainError,
) -> Response:
    form.errors["body"] = gettext(str(refused))
    return _show(request, ticket, officer, desk, session, form, status=refused.status)


def _show(
    request: Request,
    ticket: Ticket,
    reader: User,
    desk: OperatorDesk,
    session: SessionDep,
    form: Form[AnswerIn] | Form[ClosingIn],
    *,
    status: int = 200,
    done: str = "",
) -> Response:
    """The phone is for those who may call; auditors and moderators read the rest."""
    context = shown(session, ticket) | {
        "desk": desk,
        "form": form,
        "done": done,
        "outcomes": outcomes(),
        "settles": may(reader.role, Permission.SETTLE_COMPLAINTS),
    }
    return render(request, "complaints/officer_ticket.html", status=status, **context)
