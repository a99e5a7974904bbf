"""Opening a shop: the least that an application begins with, for anybody with an account."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import Invalid, NotAllowed
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path, mark
from app.core.templates import render
from app.identity.deps import CurrentUser
from app.identity.models import User
from app.identity.rules import STAFF
from app.places import queries as places
from app.places.rules import HOME
from app.places.service import only_choosing_province
from app.sellers import queries, rules, service
from app.sellers.deps import remember_choice
from app.sellers.service import OpeningIn

router = APIRouter(
    prefix="/mo-gian-hang", include_in_schema=False, dependencies=[Depends(require_token)]
)
APPLICATION = "/ban-hang/ho-so"
MISSING = {
    "kind": mark("Chưa chọn bà con bán với tư cách nào."),
    "name": mark("Chưa điền tên gian hàng."),
    "province_code": mark("Chưa chọn tỉnh, thành phố."),
    "ward_code": mark("Chưa chọn xã, phường."),
}
"""A summary that says "missing" three times helps nobody."""


def applicant(user: CurrentUser) -> User:
    """Raises NotAllowed for officers of the platform, who decide about others."""
    if user.role in STAFF:
        raise NotAllowed(service.OFFICERS_DO_NOT_SELL)
    return user


Applicant = Annotated[User, Depends(applicant)]


@router.get("")
def opening_page(request: Request, user: Applicant, session: SessionDep) -> Response:
    own = queries.owned(session, user.id)
    if own is not None:
        return _to(APPLICATION if own.status in rules.APPLYING else "/ban-hang")
    return _show(request, user, session, Form({"province_code": HOME}))


@router.post("")
def open_shop(request: Request, user: Applicant, data: Submitted, session: SessionDep) -> Response:
    """303 to the application, whose first step is done; again leads to the same one."""
    if only_choosing_province(data):
        return _show(request, user, session, Form(forms.read(OpeningIn, data).values))
    form = forms.read(OpeningIn, data)
    form.errors |= {name: gettext(MISSING[name]) for name in form.errors if not form.value(name)}
    if form.model is None:
        return _show(request, user, session, form, status=422)
    try:
        seller = service.open_application(session, user, form.model)
    except Invalid as wrong:
        form.errors |= wrong.fields
        return _show(request, user, session, form, status=422)
    response = _to(APPLICATION)
    remember_choice(request, response, seller)
    return response


def _to(path: str) -> RedirectResponse:
    return RedirectResponse(localised_path(path), 303)


def _show(
    request: Request,
    user: User,
    session: SessionDep,
    form: Form[OpeningIn],
    status: int = 200,
) -> Response:
    return render(
        request,
        "sellers/opening.html",
        status=status,
        form=form,
        choices=places.address_choices(form.value("province_code")),
        closed=queries.last_closed(session, user.id),
    )
