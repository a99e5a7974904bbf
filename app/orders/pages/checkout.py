"""The checkout: one page, five fields, and what was typed is never lost."""

from secrets import token_urlsafe
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection
from sqlmodel import Session
from starlette.datastructures import FormData

from app.core import csrf, forms
from app.core.db import ReaderDep, SessionDep, committing, take_back
from app.core.errors import DomainError
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, language, localised_path, mark
from app.core.phones import spoken
from app.core.templates import render
from app.identity.deps import OptionalUser
from app.orders.deps import BasketToken, forget_basket
from app.orders.queries import basket as queries
from app.orders.service import basket
from app.orders.service import checkout as service
from app.orders.service.checkout import BuyerIn, Checkout, ShownIn
from app.orders.service.links import order_path
from app.places import queries as places
from app.places.rules import HOME
from app.places.service import only_choosing_province
from app.shipping.rules import Place

router = APIRouter(prefix="/thanh-toan", include_in_schema=False)
BASKET = "/gio-hang"
FIELDS = ("phone", "buyer_name", "province_code", "ward_code", "street", "note", "email")
MISSING = {
    "phone": mark("Chưa điền số điện thoại."),
    "buyer_name": mark("Chưa điền tên người nhận."),
    "province_code": mark("Chưa chọn tỉnh, thành phố."),
    "ward_code": mark("Chưa chọn xã, phường."),
    "street": mark("Chưa điền số nhà, thôn xóm."),
}
REFUSALS = (
    service.AlreadyOrdered,
    service.BasketEmpty,
    service.ChangedSinceShown,
    service.KeyReused,
    service.LinesUnavailable,
)
OLD_FORM = mark("Biểu mẫu đã cũ. Mình đã điền lại giúp bạn, mời xem rồi bấm đặt hàng lần nữa.")


@router.get("")
def show(
    request: Request,
    connection: ReaderDep,
    user: OptionalUser,
    token: BasketToken,
    gio: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    known = {"phone": spoken(user.phone), "buyer_name": user.name} if user else {}
    form: Form[BuyerIn] = Form({"province_code": HOME, "gio": gio} | known)
    return _show(request, connection, gio or token, form)


@router.post("")
@committing
def place(
    request: Request,
    data: Submitted,
    session: SessionDep,
    user: OptionalUser,
    token: BasketToken,
) -> Response:
    form, shown = _read(data), forms.read(ShownIn, data).model
    chosen = form.value("gio") or token
    if only_choosing_province(data):
        form.errors.clear()
        return _show(request, session.connection(), chosen, form)
    if shown is None or not csrf.has_token(request, data):
        form.errors[""] = gettext(OLD_FORM)
    if shown is None or form.model is None or form.errors:
        return _show(request, session.connection(), chosen, form, status=422)
    order = Checkout(chosen, form.model, shown, user.id if user else None, language())
    return _place(request, session, order, form)


def _read(data: FormData) -> Form[BuyerIn]:
    """What is wrong in the order of the page, and a missing field by its name."""
    form = forms.read(BuyerIn, data)
    for name, said in MISSING.items():
        if name in form.errors and not form.value(name):
            form.errors[name] = gettext(said)
    form.errors = {name: form.errors[name] for name in FIELDS if name in form.errors}
    return form


def _place(request: Request, session: Session, order: Checkout, form: Form[BuyerIn]) -> Response:
    try:
        if form.value("adjust"):
            basket.adjust(session, order.token)
        code = service.place_order(session, order)
    except REFUSALS as refusal:
        take_back(session)  # a refusal leaves nothing behind, not even its key
        return _refuse(request, session, order, form, refusal)
    response = RedirectResponse(order_path(code, language=language()), 303)
    if not form.value("gio"):
        forget_basket(request, response)
    return response


def _refuse(
    request: Request, session: Session, order: Checkout, form: Form[BuyerIn], refusal: DomainError
) -> Response:
    """The page again, unless ordering again would be a second order."""
    if isinstance(refusal, service.AlreadyOrdered):
        return _show_settled(request, refusal, order_path(refusal.code, language=language()))
    if isinstance(refusal, service.KeyReused):
        return _show_settled(request, refusal, localised_path(BASKET))
    return _show(request, session.connection(), order.token, form, refusal=refusal)


def _show(
    request: Request,
    connection: Connection,
    token: str,
    form: Form[BuyerIn],
    *,
    refusal: DomainError | None = None,
    status: int = 200,
) -> Response:
    """The page with what was typed; a basket that cannot be ordered is shown as a basket.

    Refused lines are left out of the sum, for the buyer to agree to.
    """
    lines = queries.lines(connection, token)
    troubled = [line for line in lines if line.trouble]
    apart = form.value("gio")
    if not lines or (troubled and refusal is None):
        return RedirectResponse(localised_path(BASKET) + (f"?gio={apart}" if apart else ""), 303)
    left = [line.adjusted for line in lines if line.adjusted]
    return render(
        request,
        "orders/checkout.html",
        status=refusal.status if refusal else status,
        form=form,
        summary=queries.add_up(connection, left, _destination(form)),
        troubled=troubled,
        refusal=refusal,
        choices=places.address_choices(form.value("province_code")),
        key=form.value("key") or token_urlsafe(24),
        apart=apart,
    )


def _destination(form: Form[BuyerIn]) -> Place:
    """As far as it is typed; somewhere in the province until then."""
    province = form.value("province_code")
    return Place(province, form.value("ward_code")) if places.is_province(province) else Place(HOME)


def _show_settled(request: Request, refusal: DomainError, onward: str) -> Response:
    """Ordering again would be a second order: say what became of the first."""
    return render(
        request, "orders/settled.html", status=refusal.status, refusal=refusal, onward=onward
    )
