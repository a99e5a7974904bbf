"""One's own second factors: an app, passkeys, recovery codes."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup
from pydantic import BaseModel, Field

from app.core import forms, symbols
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import Invalid
from app.core.forms import Form, Submitted
from app.core.i18n import localised_path
from app.core.phones import spoken
from app.core.templates import render
from app.identity import deps, queries, rules
from app.identity.deps import ConfirmedSession, CurrentSession, CurrentUser, Party
from app.identity.models import User
from app.identity.service import factors

SECURITY = "/tai-khoan/bao-mat"
APP, KEY, CODES = f"{SECURITY}/ung-dung", f"{SECURITY}/khoa", f"{SECURITY}/ma-du-phong"
CONFIRM = f"{SECURITY}/xac-nhan"
NOT_KEPT = {"cache-control": "no-store"}
"""A page with a secret on it is not to come back by the browser's back button."""
router = APIRouter(include_in_schema=False, dependencies=[Depends(require_token)])


class PasswordIn(BaseModel):
    password: Annotated[str, Field(max_length=200)]


class AppIn(BaseModel):
    offer: Annotated[str, Field(max_length=500)]
    code: Annotated[str, Field(max_length=40)]


class PasskeyIn(BaseModel):
    name: Annotated[str, Field(min_length=2, max_length=60)]
    credential: Annotated[str, Field(max_length=20_000)]


class KeyIn(BaseModel):
    handle: Annotated[str, Field(max_length=20)]


@router.get(SECURITY)
def security_page(
    request: Request,
    user: CurrentUser,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    return render(
        request,
        "identity/security.html",
        has=queries.factors(session, user.id),
        needed=user.role in rules.NEED_SECOND_FACTOR,
        role=user.role,
        most=rules.RECOVERY_CODES,
        done=xong,
    )


@router.get(CONFIRM)
def confirm_page(
    request: Request, user: CurrentUser, tiep: Annotated[str, Query(max_length=500)] = ""
) -> Response:
    return _show(request, "confirm", Form({"tiep": tiep}))


@router.post(CONFIRM)
def confirm(
    request: Request,
    user: CurrentUser,
    opened: CurrentSession,
    data: Submitted,
    session: SessionDep,
) -> Response:
    form = forms.read(PasswordIn, data)
    try:
        if form.model is None:
            return _show(request, "confirm", form, status=422)
        factors.confirm_by_password(session, user, opened, form.model.password)
    except Invalid as wrong:
        form.errors |= wrong.fields
        return _show(request, "confirm", form, status=422)
    return RedirectResponse(localised_path(rules.safe_path(form.value("tiep"), SECURITY)), 303)


@router.get(APP)
def app_page(request: Request, user: CurrentUser, opened: ConfirmedSession) -> Response:
    return _show_app(request, user, Form({"offer": factors.offer_app(user)}))


@router.post(APP)
def enrol_app(
    request: Request,
    user: CurrentUser,
    opened: ConfirmedSession,
    data: Submitted,
    session: SessionDep,
) -> Response:
    form = forms.read(AppIn, data)
    if form.model is None:
        return _show_app(request, user, form, status=422)
    try:
        factors.enrol_app(session, user, opened, form.model.offer, form.model.code)
    except factors.WrongCode as wrong:
        form.errors |= wrong.fields
        return _show_app(request, user, form, status=422)
    return _on_to_codes(session, user, "ung-dung")


@router.post(f"{APP}/go")
def remove_app(user: CurrentUser, opened: ConfirmedSession, session: SessionDep) -> Response:
    factors.remove_app(session, user, opened)
    return _done("go")


@router.get(KEY)
def passkey_page(request: Request, user: CurrentUser, opened: ConfirmedSession) -> Response:
    return _show(request, "passkey", Form(), party=deps.optional_party(request))


@router.post(f"{KEY}/bat-dau")
def passkey_options(
    user: CurrentUser, opened: ConfirmedSession, party: Party, session: SessionDep
) -> Response:
    """What the browser makes a key by, for the form's `credential`."""
    options = factors.registration_options(session, user, opened, party)
    return Response(options, media_type="application/json")


@router.post(KEY)
def enrol_passkey(
    request: Request,
    user: CurrentUser,
    opened: ConfirmedSession,
    party: Party,
    data: Submitted,
    session: SessionDep,
) -> Response:
    form = forms.read(PasskeyIn, data)
    if form.model is None:
        return _show(request, "passkey", form, status=422, party=party)
    given = form.model.model_dump()
    try:
        factors.enrol_passkey(session, user, opened, party, **given)
    except Invalid as wrong:
        form.errors |= wrong.fields
        return _show(request, "passkey", form, status=422, party=party)
    return _on_to_codes(session, user, "khoa")


@router.post(f"{KEY}/go")
def remove_passkey(
    user: CurrentUser, opened: ConfirmedSession, data: Submitted, session: SessionDep
) -> Response:
    form = forms.read(KeyIn, data)
    factors.remove_passkey(session, user, opened, form.model.handle if form.model else "")
    return _done("go")


@router.get(CODES)
def codes_page(
    request: Request, user: CurrentUser, opened: ConfirmedSession, session: SessionDep
) -> Response:
    left = queries.factors(session, user.id).codes_left
    return _show(request, "recovery", Form(), codes=[], left=left)


@router.post(CODES)
def issue_codes(
    request: Request, user: CurrentUser, opened: ConfirmedSession, session: SessionDep
) -> Response:
    """The page with ten new codes, shown this once."""
    codes = factors.issue_recovery_codes(session, user)
    return _show(request, "recovery", Form(), codes=codes, left=len(codes))


def _on_to_codes(session: SessionDep, user: User, done: str) -> RedirectResponse:
    """Whoever has no recovery code left is led to make some."""
    if queries.factors(session, user.id).codes_left:
        return _done(done)
    return RedirectResponse(localised_path(CODES), 303)


def _done(what: str) -> RedirectResponse:
    return RedirectResponse(localised_path(f"{SECURITY}?xong={what}"), 303)


def _show_app(request: Request, user: User, form: Form[AppIn], status: int = 200) -> Response:
    secret = factors.offered_secret(user, form.value("offer"))
    address = rules.setup_address(secret, spoken(user.phone))
    return _show(
        request,
        "app",
        form,
        status=status,
        secret=rules.spaced(secret),
        address=address,
        symbol=Markup(symbols.secret_svg(address)),  # noqa: S704  # drawn by us, of squares alone
    )


def _show(
    request: Request, name: str, form: Form[Any], *, status: int = 200, **shown: Any
) -> Response:
    return render(
        request, f"identity/{name}.html", status=status, headers=NOT_KEPT, form=form, **shown
    )
