"""Signing in and out."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import AfterValidator, BaseModel, Field

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.forms import Form, Submitted
from app.core.i18n import localised_path, split_language
from app.core.phones import e164
from app.core.templates import render
from app.identity import deps, rules, service
from app.identity.deps import OptionalUser
from app.identity.service import openid

router = APIRouter(include_in_schema=False)
ACCOUNT = "/tai-khoan"


class SignInIn(BaseModel):
    phone: Annotated[str, AfterValidator(e164)]
    password: Annotated[str, Field(max_length=200)]


@router.get("/dang-nhap")
def sign_in_page(
    request: Request,
    user: OptionalUser,
    tiep: Annotated[str, Query(max_length=500)] = "",
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    if user is not None:
        return onward(tiep)
    return _show_sign_in(request, Form({"tiep": tiep}), done=xong)


@router.post("/dang-nhap")
def sign_in(request: Request, data: Submitted, session: SessionDep) -> Response:
    form = forms.read(SignInIn, data)
    if form.model is None:
        return _show_sign_in(request, form, status=422)
    try:
        user, token = service.sign_in(
            session,
            form.model.phone,
            form.model.password,
            address=request.client.host if request.client else "",
            user_agent=request.headers.get("user-agent", ""),
        )
    except service.WrongPassword as wrong:
        form.errors |= wrong.fields
        return _show_sign_in(request, form, status=422)
    _end_old_session(request, session)
    wanted = form.value("tiep")
    response = to_second_step(wanted) if user.has_second_factor else onward(wanted)
    deps.set_session_cookie(request, response, token)
    return response


def _end_old_session(request: Request, session: SessionDep) -> None:
    """Whoever was signed in on this browser before is so no longer."""
    if old := deps.session_token(request):
        service.end_session(session, old)


def to_second_step(wanted: str) -> RedirectResponse:
    tail = f"?tiep={quote(wanted)}" if wanted else ""
    return RedirectResponse(localised_path("/dang-nhap/xac-thuc") + tail, 303)


def onward(wanted: str) -> RedirectResponse:
    """To the page that asked for the sign-in."""
    path = rules.safe_path(wanted, ACCOUNT)
    in_language = split_language(path)[0] != "vi"
    return RedirectResponse(path if in_language else localised_path(path), 303)


def _show_sign_in(
    request: Request, form: Form[SignInIn], status: int = 200, done: str = ""
) -> Response:
    providers = openid.open_profiles()
    return render(
        request, "identity/sign_in.html", status=status, form=form, done=done, providers=providers
    )


@router.post("/dang-xuat", dependencies=[Depends(require_token)])
def sign_out(request: Request, session: SessionDep) -> Response:
    service.end_session(session, deps.session_token(request))
    response = RedirectResponse(localised_path("/"), 303)
    deps.drop_session_cookie(request, response)
    return response
