"""Where a seller sees who may help, answers who asks, and takes its consent back."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep, utc_now
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path, mark
from app.core.templates import render
from app.sellers import queries
from app.sellers.deps import CurrentMember, CurrentSeller, Member, SellerDesk
from app.sellers.models import Consent, MemberRole
from app.sellers.pages.paper import as_picture
from app.sellers.pages.wording import consent_text
from app.sellers.rules.assistance import ConsentState, ScopesIn
from app.sellers.service import consents

HELP = "/ban-hang/ho-tro"
router = APIRouter(prefix=HELP, include_in_schema=False, dependencies=[Depends(require_token)])


class OfferIn(ScopesIn):
    officer: str  # a telephone number, E.164


def own_consent(code: str, seller: CurrentSeller, session: SessionDep) -> Consent:
    """Raises NotFound for another seller's."""
    consent = queries.consent_by_code(session, seller.id, code)
    if consent is None:
        raise NotFound
    return consent


OwnConsent = Annotated[Consent, Depends(own_consent)]


def owner(member: CurrentMember) -> Member:
    """Raises NotAllowed: whoever works for a seller does not let others in."""
    if member.role is not MemberRole.OWNER:
        raise NotAllowed(mark("Chỉ chủ gian hàng cho người khác làm giúp được."))
    return member


Owner = Annotated[Member, Depends(owner)]


@router.get("")
def help_page(
    request: Request,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    return _show(request, session, desk, member, done=xong)


@router.post("")
def offer(
    request: Request, data: Submitted, member: Owner, desk: SellerDesk, session: SessionDep
) -> Response:
    """The seller turns to an officer of its commune."""
    form = forms.read(OfferIn, data)
    try:
        if form.model is not None:
            _offer(session, member, form.model)
            return _to("dong-y")
    except Invalid as wrong:
        form.errors |= wrong.fields
    return _show(request, session, desk, member, status=422, offered=form)


def _offer(session: Session, member: Member, form: OfferIn) -> None:
    officers = queries.officers_of(session, member.seller.ward_code)
    chosen = next((one for one in officers if one.phone == form.officer), None)
    if chosen is None:
        raise Invalid(fields={"officer": gettext(mark("Mời chọn một mục trong danh sách."))})
    consents.offer(session, member.user, member.seller, chosen, form.scopes)


@router.post("/{code}/tra-loi")
def answer(
    request: Request,
    data: Submitted,
    question: OwnConsent,
    member: Owner,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    """Yes, to the parts that are ticked."""
    form = forms.read(ScopesIn, data)
    try:
        if form.model is not None:
            consents.answer(session, member.user, member.seller, question, form.model.scopes)
            return _to("dong-y")
    except Invalid as wrong:
        form.errors |= wrong.fields
    return _show(request, session, desk, member, status=422, answered=(question.code, form))


@router.post("/{code}/rut")
def withdraw(consent: OwnConsent, member: CurrentMember, session: SessionDep) -> Response:
    """No, or no longer: anybody of the seller may say so, at any time, without a reason."""
    consents.withdraw(session, member.user, member.seller, consent)
    return _to("rut")


@router.get("/{code}/giay.jpg")
def paper(consent: OwnConsent, member: CurrentMember, session: SessionDep) -> Response:
    return as_picture(session, member.user, consent)


def _to(done: str) -> RedirectResponse:
    return RedirectResponse(localised_path(f"{HELP}?xong={done}"), 303)


def _show(
    request: Request,
    session: Session,
    desk: Any,
    member: Member,
    *,
    status: int = 200,
    done: str = "",
    offered: Form[OfferIn] | None = None,
    answered: tuple[str, Form[ScopesIn]] | None = None,
) -> Response:
    """`answered` is the code of a question with the form that was sent for it."""
    now = utc_now()
    found = [
        (consent, officer, consent.state(now), consent_text(session, officer.name))
        for consent, officer in queries.consents(session, member.seller.id)
    ]
    return render(
        request,
        "sellers/help.html",
        status=status,
        desk=desk.counting(ho_tro=sum(row[2] is ConsentState.ASKED for row in found)),
        consents=found,
        officers=queries.officers_of(session, member.seller.ward_code),
        offer_text=consent_text(session, gettext(mark("người được chọn"))),
        is_owner=member.role is MemberRole.OWNER,
        offered=offered or Form(),
        answered=answered or ("", None),
        blank_form=Form(),
        done=done,
    )
