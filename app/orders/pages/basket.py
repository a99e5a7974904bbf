"""The basket. What adds to it comes from cached pages too, and so carries no token."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection
from sqlmodel import Session

from app.core import forms
from app.core.csrf import require_token
from app.core.db import ReaderDep, SessionDep, committing
from app.core.errors import DomainError
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path
from app.core.templates import render
from app.orders.deps import BasketToken, remember_basket
from app.orders.queries import basket as queries
from app.orders.service import basket as service
from app.orders.service.basket import LineIn, NotOnSale, QuantityIn, TooMany
from app.places.rules import HOME
from app.shipping.rules import Place

router = APIRouter(prefix="/gio-hang", include_in_schema=False)
BASKET, CHECKOUT = "/gio-hang", "/thanh-toan"
Apart = Annotated[str, Query(max_length=80)]
"""`?gio=`: the token of a basket apart, made by "Mua ngay"."""


@router.get("")
def show(
    request: Request, connection: ReaderDep, token: BasketToken, gio: Apart = "", them: str = ""
) -> Response:
    response = show_basket(request, connection, gio or token, apart=gio, added=bool(them))
    if token and not gio:
        remember_basket(request, response, token, queries.units(connection, token))
    return response


@router.post("/them")
@committing
def add(request: Request, data: Submitted, session: SessionDep, token: BasketToken) -> Response:
    form = forms.read(LineIn, data)
    if form.model is None:
        return show_basket(request, session.connection(), token, refused=form, status=422)
    try:
        token, units = service.add_line(session, token, form.model)
    except (NotOnSale, TooMany) as error:
        return _refuse(request, session, token, form, error)
    response = RedirectResponse(localised_path(BASKET) + "?them=1", 303)
    remember_basket(request, response, token, units)
    return response


@router.post("/mua-ngay")
@committing
def buy_now(request: Request, data: Submitted, session: SessionDep, token: BasketToken) -> Response:
    """Straight to the checkout with this line alone; what lies in the basket stays there."""
    form = forms.read(LineIn, data)
    if form.model is None:
        return show_basket(request, session.connection(), token, refused=form, status=422)
    try:
        apart = service.buy_now(session, form.model)
    except (NotOnSale, TooMany) as error:
        return _refuse(request, session, token, form, error)
    return RedirectResponse(f"{localised_path(CHECKOUT)}?gio={apart}", 303)


@router.post("/so-luong", dependencies=[Depends(require_token)])
@committing
def set_quantity(
    request: Request, data: Submitted, session: SessionDep, token: BasketToken
) -> Response:
    form = forms.read(QuantityIn, data)
    apart = form.value("gio")
    if form.model is None:
        connection, named = session.connection(), apart or token
        return show_basket(request, connection, named, apart=apart, refused=form, status=422)
    try:
        service.set_quantity(session, apart or token, form.model)
    except (NotOnSale, TooMany) as error:
        return _refuse(request, session, apart or token, form, error)
    return _back(request, session, token, apart)


@router.post("/bo", dependencies=[Depends(require_token)])
@committing
def remove(request: Request, data: Submitted, session: SessionDep, token: BasketToken) -> Response:
    """Takes out one line or several; those that are not there are no error."""
    apart = str(data.get("gio") or "")
    lines = [forms.read(LineIn, {"variant": value}).model for value in data.getlist("variant")]
    service.remove_lines(session, apart or token, [line.variant for line in lines if line])
    return _back(request, session, token, apart)


@router.post("/chinh", dependencies=[Depends(require_token)])
@committing
def adjust(request: Request, data: Submitted, session: SessionDep, token: BasketToken) -> Response:
    """Leaves what can still be had of every line."""
    apart = str(data.get("gio") or "")
    service.adjust(session, apart or token)
    return _back(request, session, token, apart)


def _back(request: Request, session: Session, token: str, apart: str) -> Response:
    if apart:
        return RedirectResponse(f"{localised_path(BASKET)}?gio={apart}", 303)
    response = RedirectResponse(localised_path(BASKET), 303)
    remember_basket(request, response, token, queries.units(session.connection(), token))
    return response


def _refuse(
    request: Request, session: Session, token: str, form: Form[Any], error: DomainError
) -> Response:
    """The basket as it was, with what was asked for and why it cannot be."""
    form.errors.setdefault("quantity", str(error))
    apart = form.value("gio")
    connection = session.connection()
    return show_basket(request, connection, token, apart=apart, refused=form, status=error.status)


def show_basket(
    request: Request,
    connection: Connection,
    token: str,
    *,
    apart: str = "",
    refused: Form[Any] | None = None,
    added: bool = False,
    status: int = 200,
) -> Response:
    """Fees are for somewhere in the province until the buyer says where to."""
    lines = queries.lines(connection, token)
    return render(
        request,
        "orders/basket.html",
        status=status,
        summary=queries.add_up(connection, lines, Place(HOME)),
        apart=apart,
        refused=refused or Form(),
        added=added,
        title=gettext("Giỏ hàng"),
    )
