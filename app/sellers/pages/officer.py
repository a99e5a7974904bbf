"""The desk of officers who help sellers: whom they may ask, what was answered, the way in."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field
from sqlmodel import Session
from starlette.datastructures import FormData, UploadFile

from app.core import forms, media
from app.core.csrf import require_token
from app.core.db import SessionDep, utc_now
from app.core.errors import Invalid, NotFound, TooManyRequests
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path, mark
from app.core.templates import render
from app.identity import rules
from app.identity.deps import Assistant
from app.identity.models import User
from app.identity.rules import Permission
from app.places import queries as places
from app.sellers import queries
from app.sellers.deps import OfficerDesk
from app.sellers.models import Consent, Seller
from app.sellers.pages.paper import as_picture
from app.sellers.pages.wording import consent_text
from app.sellers.rules.assistance import ConsentWay, Scope, ScopesIn
from app.sellers.service import consent_codes, consents, helping, papers

OFFICER = "/can-bo"
SELLER = "/don-vi/{slug}"
router = APIRouter(prefix=OFFICER, include_in_schema=False, dependencies=[Depends(require_token)])


class AskIn(ScopesIn):
    way: ConsentWay


class CodeIn(BaseModel):
    digits: Annotated[str, Field(max_length=20)]


class WithdrawIn(BaseModel):
    reason: Annotated[str, Field(max_length=1000)] = ""


def reachable(slug: str, officer: Assistant, session: SessionDep) -> Seller:
    """Raises NotFound for a seller of another commune: for this officer it does not exist."""
    seller = queries.reachable_seller(session, officer, slug)
    if seller is None:
        raise NotFound
    return seller


Reachable = Annotated[Seller, Depends(reachable)]


def consent_at(code: str, seller: Reachable, officer: Assistant, session: SessionDep) -> Consent:
    """One that names this officer, or any for whoever reviews sellers. Raises NotFound."""
    consent = queries.consent_by_code(session, seller.id, code)
    if consent is None or not (consent.officer_id == officer.id or _sees_all(officer)):
        raise NotFound
    return consent


ConsentAt = Annotated[Consent, Depends(consent_at)]


def _sees_all(officer: User) -> bool:
    return rules.may(officer.role, Permission.REVIEW_SELLERS)


@router.get("")
def seller_list(
    request: Request,
    officer: Assistant,
    desk: OfficerDesk,
    session: SessionDep,
    q: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    found = queries.reachable_sellers(session, officer, q)
    return render(
        request,
        "sellers/officer_list.html",
        desk=desk,
        found=found,
        wanted=q,
        full=len(found) == queries.PAGE,
        commune=places.ward(officer.ward_code) if officer.ward_code else None,
        now=utc_now(),
    )


@router.post("/thoi")
def stop(request: Request, officer: Assistant, session: SessionDep) -> Response:
    """Leaves the seller's desk, wherever the officer sits."""
    helping.stop_helping(session, officer, request.state.token_hash)
    return RedirectResponse(localised_path(OFFICER), 303)


@router.get(SELLER)
def seller_page(
    request: Request,
    seller: Reachable,
    officer: Assistant,
    desk: OfficerDesk,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    return _show(request, session, desk, officer, seller, Form(), done=xong)


@router.post(SELLER + "/dong-y")
def ask(
    request: Request,
    data: Submitted,
    seller: Reachable,
    officer: Assistant,
    desk: OfficerDesk,
    session: SessionDep,
) -> Response:
    """Asks for consent in the way that was chosen; nothing is ticked beforehand."""
    form = forms.read(AskIn, data)
    if not any(form.value(scope) for scope in Scope):
        form.errors |= consents.nothing_ticked().fields
    try:
        if form.model is not None and not form.errors:
            with session.begin_nested():  # a refused second half takes the first one back
                _ask(request, session, officer, seller, form.model, data)
            return _to(seller, form.model.way)
    except Invalid as wrong:
        form.errors |= wrong.fields or {"photo": gettext(str(wrong))}
    except TooManyRequests as refused:
        form.errors["way"] = str(refused)
    return _show(request, session, desk, officer, seller, form, status=422)


def _ask(
    request: Request,
    session: Session,
    officer: User,
    seller: Seller,
    form: AskIn,
    data: FormData,
) -> None:
    if form.way is ConsentWay.PAPER:
        papers.give_on_paper(session, officer, seller, form.scopes, _photograph(data))
    elif form.way is ConsentWay.CODE:
        address = request.client.host if request.client else ""
        consent_codes.ask_by_code(session, officer, seller, form.scopes, address=address)
    else:
        consents.ask(session, officer, seller, form.scopes)


def _photograph(data: FormData) -> bytes:
    upload = data.get("photo")
    if not isinstance(upload, UploadFile) or not upload.size:
        raise media.NotAPhotograph(mark("Mời chụp tờ giấy đã ký rồi chọn ảnh."))
    if upload.size > media.MOST_BYTES:
        raise media.NotAPhotograph(media.TOO_HEAVY)
    return upload.file.read()


@router.post(SELLER + "/dong-y/{code}/ma")
def give_by_code(
    request: Request,
    data: Submitted,
    seller: Reachable,
    consent: ConsentAt,
    officer: Assistant,
    desk: OfficerDesk,
    session: SessionDep,
) -> Response:
    """The code that the seller read out."""
    form = forms.read(CodeIn, data)
    if consent.officer_id != officer.id:
        raise NotFound
    try:
        if form.model is not None:
            typed = form.model.digits
            consent_codes.give_by_code(session, officer, seller, consent, typed)
            return _to(seller, "dong-y")
    except Invalid as wrong:
        form.errors["digits"] = wrong.fields["code"]
    return _show(request, session, desk, officer, seller, form, status=422)


@router.post(SELLER + "/bat-dau")
def start(request: Request, seller: Reachable, officer: Assistant, session: SessionDep) -> Response:
    helping.start_helping(session, officer, seller, request.state.token_hash)
    return RedirectResponse(localised_path("/ban-hang"), 303)


@router.post(SELLER + "/dong-y/{code}/rut")
def withdraw(
    request: Request,
    data: Submitted,
    seller: Reachable,
    consent: ConsentAt,
    officer: Assistant,
    desk: OfficerDesk,
    session: SessionDep,
) -> Response:
    """The officer gives a consent back, or an operator ends one whose seller called."""
    form = forms.read(WithdrawIn, data)
    reason = form.model.reason if form.model else ""
    if consent.officer_id != officer.id and len(reason) < 5:
        form.errors["reason"] = gettext(mark("Mời ghi ai yêu cầu và vì sao."))
        return _show(request, session, desk, officer, seller, form, status=422)
    consents.withdraw(session, officer, seller, consent, reason)
    return _to(seller, "rut")


@router.get(SELLER + "/dong-y/{code}/giay.jpg")
def paper(consent: ConsentAt, officer: Assistant, session: SessionDep) -> Response:
    return as_picture(session, officer, consent)


def _to(seller: Seller, done: str) -> RedirectResponse:
    path = localised_path(f"{OFFICER}/don-vi/{seller.slug}?xong={done}")
    return RedirectResponse(path, 303)


def _show(
    request: Request,
    session: Session,
    desk: Any,
    officer: User,
    seller: Seller,
    form: Form[Any],
    *,
    status: int = 200,
    done: str = "",
) -> Response:
    now = utc_now()
    found = queries.consents(session, seller.id, None if _sees_all(officer) else officer.id)
    return render(
        request,
        "sellers/officer_seller.html",
        status=status,
        desk=desk,
        seller=seller,
        officer=officer,
        address=places.address_line(seller.street, seller.ward_code),
        consents=[(consent, user, consent.state(now)) for consent, user in found],
        text=consent_text(session, officer.name),
        form=form,
        done=done,
    )
