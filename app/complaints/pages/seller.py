"""The seller's desk: reports about its own lots, and its answers."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.complaints import queries, service
from app.complaints.models import Ticket
from app.complaints.pages.shown import shown
from app.complaints.rules import KINDS, STATES, Side
from app.complaints.service import AnswerIn, photos
from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import DomainError
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path
from app.core.templates import render
from app.sellers.deps import CurrentMember, CurrentSeller, SellerDesk

LIST = "/ban-hang/su-co"
router = APIRouter(prefix=LIST, include_in_schema=False, dependencies=[Depends(require_token)])


def own_ticket(code: str, seller: CurrentSeller, session: SessionDep) -> Ticket:
    """Raises NotFound for another seller's."""
    return queries.own_ticket(session, seller.id, code)


OwnTicket = Annotated[Ticket, Depends(own_ticket)]


@router.get("")
def ticket_list(
    request: Request, seller: CurrentSeller, desk: SellerDesk, session: SessionDep
) -> Response:
    return render(
        request,
        "complaints/seller_list.html",
        desk=desk,
        tickets=queries.tickets_of(session, seller.id),
        kinds={kind: gettext(words) for kind, words in KINDS.items()},
        states={state: gettext(words) for state, words in STATES.items()},
    )


@router.get("/{code}")
def ticket_page(
    request: Request,
    ticket: OwnTicket,
    desk: SellerDesk,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    return _show(request, ticket, desk, session, Form(), done=xong)


@router.get("/{code}/anh")
def photo(ticket: OwnTicket) -> Response:
    return Response(photos.open_photo(ticket), media_type="image/jpeg", headers=PRIVATE)


PRIVATE = {"cache-control": "private, no-store"}


@router.post("/{code}/tra-loi")
def answer(
    request: Request,
    ticket: OwnTicket,
    data: Submitted,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(AnswerIn, data)
    if form.model is None:
        return _show(request, ticket, desk, session, form, status=422)
    try:
        service.answer(session, member.user.id, ticket, form.model, Side.SELLER)
    except DomainError as refused:
        form.errors["body"] = gettext(str(refused))
        return _show(request, ticket, desk, session, form, status=refused.status)
    return RedirectResponse(localised_path(f"{LIST}/{ticket.code}?xong=gui"), 303)


def _show(
    request: Request,
    ticket: Ticket,
    desk: SellerDesk,
    session: SessionDep,
    form: Form[AnswerIn],
    *,
    status: int = 200,
    done: str = "",
) -> Response:
    context = shown(session, ticket) | {"desk": desk, "form": form, "done": done, "settles": True}
    return render(request, "complaints/seller_ticket.html", status=status, **context)
