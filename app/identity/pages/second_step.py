"""The second step of signing in: a code, or a passkey."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import Invalid
from app.core.forms import Form, Submitted
from app.core.templates import render
from app.identity import deps, queries
from app.identity.deps import HalfSession, HalfSignedIn, OptionalUser, Party
from app.identity.models import User
from app.identity.pages.sign_in import onward
from app.identity.service import factors, finish_sign_in

STEP = "/dang-nhap/xac-thuc"
router = APIRouter(prefix=STEP, include_in_schema=False, dependencies=[Depends(require_token)])


class CodeIn(BaseModel):
    code: Annotated[str, Field(max_length=40)] = ""
    credential: Annotated[str, Field(max_length=20_000)] = ""


@router.get("")
def second_step(
    request: Request,
    signed_in: OptionalUser,
    session: SessionDep,
    tiep: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    if signed_in is not None:
        return onward(tiep)
    user = deps.half_signed_in(request, signed_in)
    return _show(request, user, session, Form({"tiep": tiep}))


@router.post("/khoa")
def passkey_options(
    user: HalfSignedIn, half: HalfSession, party: Party, session: SessionDep
) -> Response:
    """What the browser's key is to sign, for the form's `credential`."""
    options = factors.assertion_options(session, user, half, party)
    return Response(options, media_type="application/json")


@router.post("")
def prove(
    request: Request, user: HalfSignedIn, half: HalfSession, data: Submitted, session: SessionDep
) -> Response:
    form = forms.read(CodeIn, data)
    if form.model is None:
        return _show(request, user, session, form, status=422)
    try:
        if form.model.credential:
            party = deps.party(request)
            factors.use_passkey(session, user, half, party, form.model.credential)
        else:
            factors.prove(session, user, form.model.code)
    except Invalid as wrong:
        form.errors |= wrong.fields
        return _show(request, user, session, form, status=422)
    response = onward(form.value("tiep"))
    deps.set_session_cookie(request, response, finish_sign_in(session, user, half))
    return response


def _show(
    request: Request, user: User, session: SessionDep, form: Form[CodeIn], status: int = 200
) -> Response:
    return render(
        request,
        "identity/second_step.html",
        status=status,
        form=form,
        has=queries.factors(session, user.id),
        party=deps.optional_party(request),
    )
