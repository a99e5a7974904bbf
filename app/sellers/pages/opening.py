"""Opening a shop: the least that an application begins with, for anybody with an account."""

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import Invalid
from app.core.forms import Form, Submitted
from app.core.i18n import localised_path
from app.core.templates import render
from app.identity.deps import CurrentUser
from app.identity.models import User
from app.places import queries as places
from app.places.rules import HOME
from app.places.service import only_choosing_province
from app.sellers import queries, service
from app.sellers.service import OpeningIn

router = APIRouter(
    prefix="/mo-gian-hang", include_in_schema=False, dependencies=[Depends(require_token)]
)
APPLICATION = "/ban-hang/ho-so"


@router.get("")
def opening_page(request: Request, user: CurrentUser, session: SessionDep) -> Response:
    if queries.membership(session, user.id) is not None:
        return _to_application()
    return _show(request, user, session, Form({"province_code": HOME}))


@router.post("")
def open_shop(
    request: Request, user: CurrentUser, data: Submitted, session: SessionDep
) -> Response:
    """303 to the application, whose first step is done; again leads to the same one."""
    if only_choosing_province(data):
        return _show(request, user, session, Form(forms.read(OpeningIn, data).values))
    form = forms.read(OpeningIn, data)
    if form.model is None:
        return _show(request, user, session, form, status=422)
    try:
        service.open_application(session, user, form.model)
    except Invalid as wrong:
        form.errors |= wrong.fields
        return _show(request, user, session, form, status=422)
    return _to_application()


def _to_application() -> RedirectResponse:
    return RedirectResponse(localised_path(APPLICATION), 303)


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
