"""A new password for who lost theirs: the number, then the code that was sent to it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from app.core import forms
from app.core.db import SessionDep
from app.core.errors import Invalid, TooManyRequests
from app.core.forms import Form, Submitted
from app.core.i18n import localised_path
from app.core.templates import render
from app.identity import service
from app.identity.pages import by_code
from app.identity.pages.by_code import Begun, PhoneIn

LOST = "/quen-mat-khau"
router = APIRouter(prefix=LOST, include_in_schema=False)


class NewPasswordIn(BaseModel):
    code: Annotated[str, Field(max_length=20)]
    password: Annotated[str, Field(max_length=200)]


@router.get("")
def phone_page(request: Request) -> Response:
    return _show_phone(request, Form())


@router.post("")
def ask_for_code(request: Request, data: Submitted, session: SessionDep) -> Response:
    """The same answer whether the number has an account or not."""
    form = forms.read(PhoneIn, data)
    if form.model is None:
        return _show_phone(request, form, status=422)
    phone = form.model.phone
    try:
        service.ask_to_reset(session, phone, address=by_code.address_of(request))
    except TooManyRequests as refused:
        form.errors["phone"] = str(refused)
        return _show_phone(request, form, status=429)
    return by_code.to_code_page(request, LOST, Begun(phone, ""))


@router.get("/ma")
def code_page(request: Request, xong: Annotated[str, Query(max_length=20)] = "") -> Response:
    begun = by_code.begun(request, LOST)
    if begun is None:
        return by_code.to_first_page(LOST)
    return _show_code(request, begun, Form(), done=xong)


@router.post("/ma")
def set_password(request: Request, data: Submitted, session: SessionDep) -> Response:
    """303 to the sign-in page: a second factor, if there is one, is asked for there."""
    begun = by_code.begun(request, LOST)
    if begun is None:
        return by_code.to_first_page(LOST)
    form = forms.read(NewPasswordIn, data)
    if form.model is None:
        return _show_code(request, begun, form, status=422)
    try:
        service.reset_password(session, begun.phone, **form.model.model_dump())
    except Invalid as wrong:
        form.errors |= wrong.fields
        return _show_code(request, begun, form, status=422)
    return by_code.forget(RedirectResponse(localised_path("/dang-nhap?xong=mat-khau"), 303))


@router.post("/ma/gui-lai")
def send_again(request: Request, session: SessionDep) -> Response:
    begun = by_code.begun(request, LOST)
    if begun is None:
        return by_code.to_first_page(LOST)
    try:
        sent = service.ask_to_reset(session, begun.phone, address=by_code.address_of(request))
    except TooManyRequests as refused:
        form: Form[NewPasswordIn] = Form()
        form.errors["code"] = str(refused)
        return _show_code(request, begun, form, status=429)
    return by_code.to_code_page(request, LOST, begun, "gui-lai" if sent else "cho")


def _show_phone(request: Request, form: Form[PhoneIn], status: int = 200) -> Response:
    return render(request, "identity/lost_password.html", status=status, form=form)


def _show_code(
    request: Request,
    begun: Begun,
    form: Form[NewPasswordIn],
    *,
    status: int = 200,
    done: str = "",
) -> Response:
    return render(
        request,
        "identity/lost_password_code.html",
        status=status,
        form=form,
        phone=begun.phone,
        done=done,
    )
