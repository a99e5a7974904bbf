"""A seller's phone: typed, then shown to be theirs by the code that was sent to it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import AfterValidator, BaseModel, Field

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.desks import Desk
from app.core.errors import Invalid, NotFound, TooManyRequests
from app.core.forms import Form, Submitted
from app.core.i18n import localised_path
from app.core.phones import mobile, spoken
from app.core.sealing import BrokenSeal, sealed_text, unsealed_text
from app.core.templates import render
from app.sellers import service
from app.sellers.deps import CurrentWriter, SellerDesk
from app.sellers.pages.application import to_application
from app.sellers.pages.opening import APPLICATION

PHONE = f"{APPLICATION}/dien-thoai"
router = APIRouter(prefix=PHONE, include_in_schema=False, dependencies=[Depends(require_token)])


class PhoneIn(BaseModel):
    phone: Annotated[str, AfterValidator(mobile)]


class CodeIn(BaseModel):
    code: Annotated[str, Field(max_length=20)]


@router.get("")
def phone_page(request: Request, member: CurrentWriter, desk: SellerDesk) -> Response:
    return _show(request, desk, Form({"phone": spoken(member.seller.phone)}))


@router.post("")
def ask_for_code(
    request: Request, member: CurrentWriter, data: Submitted, desk: SellerDesk, session: SessionDep
) -> Response:
    """303 to where the code is typed; asked again within a minute sends no second SMS."""
    form = forms.read(PhoneIn, data)
    if form.model is None:
        return _show(request, desk, form, status=422)
    phone = form.model.phone
    address = request.client.host if request.client else ""
    try:
        sent = service.ask_phone_code(session, member.seller, phone, address=address)
    except Invalid as wrong:
        form.errors |= wrong.fields
        return _show(request, desk, form, status=422)
    except TooManyRequests as refused:
        form.errors["phone"] = str(refused)
        return _show(request, desk, form, status=429)
    sealed = sealed_text(phone, purpose=PHONE)
    done = "" if sent else "&xong=cho"
    return RedirectResponse(localised_path(f"{PHONE}/ma?toi={sealed}{done}"), 303)


def sent_to(toi: Annotated[str, Query(max_length=300)] = "") -> str:
    """The number, from an address that tells it to nobody else. Raises NotFound."""
    try:
        phone = unsealed_text(toi, purpose=PHONE)
    except BrokenSeal as error:
        raise NotFound from error
    if not phone:
        raise NotFound
    return phone


SentTo = Annotated[str, Depends(sent_to)]


@router.get("/ma")
def code_page(
    request: Request,
    member: CurrentWriter,
    phone: SentTo,
    desk: SellerDesk,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    return _show(request, desk, Form(), phone=phone, done=xong)


@router.post("/ma")
def verify(
    request: Request,
    member: CurrentWriter,
    phone: SentTo,
    data: Submitted,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(CodeIn, data)
    if form.model is None:
        return _show(request, desk, form, phone=phone, status=422)
    try:
        service.verify_phone(session, member.user, member.seller, phone, form.model.code)
    except Invalid as wrong:
        form.errors |= wrong.fields
        return _show(request, desk, form, phone=phone, status=422)
    return to_application("so")


def _show(  # a page has its parts
    request: Request,
    desk: Desk,
    form: Form[PhoneIn] | Form[CodeIn],
    *,
    status: int = 200,
    phone: str = "",
    done: str = "",
) -> Response:
    """With `phone` the field for the code that was sent there."""
    return render(
        request,
        "sellers/phone.html",
        status=status,
        desk=desk,
        form=form,
        phone=phone,
        sealed=request.query_params.get("toi", ""),
        done=done,
    )
