"""One's own password, and where one is signed in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import Invalid
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path, mark
from app.core.templates import render
from app.identity import service
from app.identity.deps import CurrentUser
from app.identity.models import User

router = APIRouter(include_in_schema=False)
ACCOUNT = "/tai-khoan"


class PasswordIn(BaseModel):
    old: Annotated[str, Field(max_length=200)]
    new: Annotated[str, Field(max_length=200)]
    again: Annotated[str, Field(max_length=200)]


@router.get(f"{ACCOUNT}/mat-khau")
def password_page(request: Request, user: CurrentUser) -> Response:
    return _show_password(request, user, Form())


@router.post(f"{ACCOUNT}/mat-khau", dependencies=[Depends(require_token)])
def change_password(
    request: Request, user: CurrentUser, data: Submitted, session: SessionDep
) -> Response:
    form = forms.read(PasswordIn, data)
    if form.model and form.model.new != form.model.again:
        form.errors["again"] = gettext(mark("Hai lần gõ chưa giống nhau."))
    if form.model is None or form.errors:
        return _show_password(request, user, form, status=422)
    kept = request.state.token_hash
    try:
        service.change_password(session, user, form.model.old, form.model.new, kept=kept)
    except Invalid as wrong:
        form.errors |= wrong.fields
        return _show_password(request, user, form, status=422)
    return RedirectResponse(localised_path(f"{ACCOUNT}?xong=mat-khau"), 303)


def _show_password(
    request: Request, user: User, form: Form[PasswordIn], status: int = 200
) -> Response:
    temporary = user.temporary_until is not None
    return render(request, "identity/password.html", status=status, form=form, temporary=temporary)


@router.post(f"{ACCOUNT}/phien/{{hash_begins}}/ket-thuc", dependencies=[Depends(require_token)])
def end_one_session(hash_begins: str, user: CurrentUser, session: SessionDep) -> Response:
    service.revoke_session(session, user, hash_begins)
    return RedirectResponse(localised_path(f"{ACCOUNT}?xong=phien"), 303)


@router.post(f"{ACCOUNT}/phien-khac/ket-thuc", dependencies=[Depends(require_token)])
def end_other_sessions(request: Request, user: CurrentUser, session: SessionDep) -> Response:
    service.sign_out_elsewhere(session, user, request.state.token_hash)
    return RedirectResponse(localised_path(f"{ACCOUNT}?xong=phien"), 303)
