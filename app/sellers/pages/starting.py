"""An officer opens a shop for a household: two steps on one page, the second with its code."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field
from sqlmodel import Session

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.desks import Desk
from app.core.errors import Invalid, TooManyRequests
from app.core.forms import Form, Submitted
from app.core.i18n import localised_path
from app.core.templates import render
from app.identity.deps import Assistant
from app.identity.models import User
from app.places import queries as places
from app.places.rules import HOME
from app.places.service import only_choosing_province
from app.sellers.deps import OfficerDesk
from app.sellers.models import Seller
from app.sellers.pages.officer import OFFICER
from app.sellers.pages.wording import consent_text
from app.sellers.rules.assistance import ScopesIn
from app.sellers.service import starting

START = f"{OFFICER}/ho-moi"
router = APIRouter(prefix=START, include_in_schema=False, dependencies=[Depends(require_token)])


class StartIn(starting.HouseholdIn, ScopesIn):
    code: Annotated[str, Field(max_length=20)] = ""


@router.get("")
def start_page(
    request: Request, officer: Assistant, desk: OfficerDesk, session: SessionDep
) -> Response:
    here = {"province_code": _province(officer), "ward_code": officer.ward_code}
    return _show(request, session, desk, officer, Form(here))


@router.post("")
def start(
    request: Request, data: Submitted, officer: Assistant, desk: OfficerDesk, session: SessionDep
) -> Response:
    """Without a code it sends one and shows where to type it; with it the shop is opened.

    Nothing of the household is kept before its owner's yes.
    """
    if only_choosing_province(data):
        return _show(request, session, desk, officer, Form(forms.read(StartIn, data).values))
    form = forms.read(StartIn, data)
    if form.model is None:
        return _show(request, session, desk, officer, form, status=422)
    try:
        with session.begin_nested():  # a refused second half takes the first one back
            seller = _carry_out(request, session, officer, form)
    except Invalid as wrong:
        form.errors |= wrong.fields
    except TooManyRequests as refused:
        form.errors["phone"] = str(refused)
    else:
        if seller is not None:
            path = f"{OFFICER}/don-vi/{seller.slug}?xong=ho-moi"
            return RedirectResponse(localised_path(path), 303)
    at_code = not set(form.errors) - {"code"}
    status = 422 if form.errors else 200
    return _show(request, session, desk, officer, form, status=status, at_code=at_code)


def _carry_out(
    request: Request, session: Session, officer: User, form: Form[StartIn]
) -> Seller | None:
    """The shop that was opened, or nothing while a code is on its way."""
    given = form.model
    assert given is not None
    if form.value("step") == "code":
        return starting.start_household(session, officer, given, given.scopes, given.code)
    address = request.client.host if request.client else ""
    starting.ask_household(session, officer, given, given.scopes, address=address)
    return None


def _province(officer: User) -> str:
    return places.ward(officer.ward_code).province_code if officer.ward_code else HOME


def _show(
    request: Request,
    session: Session,
    desk: Desk,
    officer: User,
    form: Form[StartIn],
    *,
    status: int = 200,
    at_code: bool = False,
) -> Response:
    """`at_code`: what was typed is read out once more, beside the field for the code."""
    return render(
        request,
        "sellers/start.html",
        status=status,
        desk=desk,
        form=form,
        at_code=at_code,
        fields=list(starting.HouseholdIn.model_fields),
        address=_address(form) if at_code else "",
        choices=places.address_choices(form.value("province_code")),
        commune=places.ward(officer.ward_code) if officer.ward_code else None,
        text=consent_text(session, officer.name),
    )


def _address(form: Form[StartIn]) -> str:
    return form.model.address_line if form.model else ""
