"""Opening an account with a phone: the number, then the code that was sent to it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from app.core import forms
from app.core.db import SessionDep
from app.core.errors import Invalid, TooManyRequests
from app.core.forms import Form, Submitted
from app.core.templates import render
from app.identity import deps, service
from app.identity.deps import OptionalUser
from app.identity.pages import by_code
from app.identity.pages.by_code import Begun, PhoneIn
from app.identity.pages.sign_in import onward

REGISTER = "/dang-ky"
router = APIRouter(prefix=REGISTER, include_in_schema=False)


class NewAccountIn(BaseModel):
    code: Annotated[str, Field(max_length=20)]
    name: Annotated[str, Field(min_length=2, max_length=120)]
    password: Annotated[str, Field(max_length=200)]


@router.get("")
def phone_page(
    request: Request, user: OptionalUser, tiep: Annotated[str, Query(max_length=500)] = ""
) -> Response:
    if user is not None:
        return onward(tiep)
    return _show_phone(request, Form({"tiep": tiep}))


@router.post("")
def ask_for_code(request: Request, data: Submitted, session: SessionDep) -> Response:
    """The same answer whether the number has an account or not; another form sends no more SMS."""
    form = forms.read(PhoneIn, data)
    if form.model is None:
        return _show_phone(request, form, status=422)
    phone = form.model.phone
    try:
        service.ask_to_register(session, phone, address=by_code.address_of(request))
    except TooManyRequests as refused:
        form.errors["phone"] = str(refused)
        return _show_phone(request, form, status=429)
    return by_code.to_code_page(request, REGISTER, Begun(phone, form.value("tiep")))


@router.get("/ma")
def code_page(request: Request, xong: Annotated[str, Query(max_length=20)] = "") -> Response:
    begun = by_code.begun(request, REGISTER)
    if begun is None:
        return by_code.to_first_page(REGISTER)
    return _show_code(request, begun, Form(), done=xong)


@router.post("/ma")
def register(request: Request, data: Submitted, session: SessionDep) -> Response:
    """Signed in with the new account, and on to where its owner was going."""
    begun = by_code.begun(request, REGISTER)
    if begun is None:
        return by_code.to_first_page(REGISTER)
    form = forms.read(NewAccountIn, data)
    if form.model is None:
        return _show_code(request, begun, form, status=422)
    given = form.model
    try:
        user = service.register(session, begun.phone, **given.model_dump())
    except Invalid as wrong:
        form.errors |= wrong.fields
        return _show_code(request, begun, form, status=422)
    agent = request.headers.get("user-agent", "")
    token = service.start_session(session, user, user_agent=agent)
    response = onward(begun.onward)
    deps.set_session_cookie(request, response, token)
    return by_code.forget(response)


@router.post("/ma/gui-lai")
def send_again(request: Request, session: SessionDep) -> Response:
    begun = by_code.begun(request, REGISTER)
    if begun is None:
        return by_code.to_first_page(REGISTER)
    try:
        sent = service.ask_to_register(session, begun.phone, address=by_code.address_of(request))
    except TooManyRequests as refused:
        form: Form[NewAccountIn] = Form()
        form.errors["code"] = str(refused)
        return _show_code(request, begun, form, status=429)
    return by_code.to_code_page(request, REGISTER, begun, "gui-lai" if sent else "cho")


def _show_phone(request: Request, form: Form[PhoneIn], status: int = 200) -> Response:
    return render(request, "identity/register.html", status=status, form=form)


def _show_code(
    request: Request,
    begun: Begun,
    form: Form[NewAccountIn],
    *,
    status: int = 200,
    done: str = "",
) -> Response:
    return render(
        request,
        "identity/register_code.html",
        status=status,
        form=form,
        phone=begun.phone,
        done=done,
    )
