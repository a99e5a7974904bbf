"""The buyer's order: by the link that was sent, or looked up by phone and code."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import AfterValidator, BaseModel, Field
from sqlmodel import Session

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import DomainError, NotFound
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, language, mark
from app.core.phones import e164, spoken
from app.core.templates import render
from app.identity.deps import OptionalUser
from app.identity.models import User
from app.identity.service import count_try
from app.orders.queries import orders
from app.orders.queries.orders import Order
from app.orders.rules.codes import read_order_code
from app.orders.rules.masks import masked_address, masked_name, masked_phone
from app.orders.rules.states import Actor, NotNow
from app.orders.service import fulfilment
from app.orders.service.fulfilment import Case, Step
from app.orders.service.links import Sight, order_path, sight_of

router = APIRouter(include_in_schema=False)
Key = Annotated[str, Query(max_length=80)]
WINDOW = timedelta(minutes=15)
TRIES = {"address": 30, "phone": 10, "code": 10}
"""Look-ups in a window, by what could be guessed or tried in turn."""


def _code(typed: str) -> str:
    try:
        return read_order_code(typed)
    except ValueError:
        raise ValueError(CODE_WRONG) from None


CODE_WRONG = mark("Mã đơn gõ chưa đúng, mời xem lại. Mã bắt đầu bằng TN, có 11 ký tự.")
NO_ORDER = mark("Không thấy đơn nào có cả mã và số điện thoại này. Mời xem lại hai mục trên.")


class LookUpIn(BaseModel):
    phone: Annotated[str, Field(max_length=40), AfterValidator(e164)]
    code: Annotated[str, Field(max_length=40), AfterValidator(_code)]


class CancellationIn(BaseModel):
    part: Annotated[str, Field(max_length=13)]
    version: int
    reason: Annotated[str, Field(max_length=300)] = ""


@router.get("/tra-cuu")
def look_up_page(request: Request) -> Response:
    return render(request, "orders/look_up.html", form=Form())


@router.post("/tra-cuu", dependencies=[Depends(require_token)])
def look_up(request: Request, data: Submitted, session: SessionDep) -> Response:
    """The same answer, from the same one statement, for an unknown code and a wrong number."""
    form = forms.read(LookUpIn, data)
    if form.model is None:
        return render(request, "orders/look_up.html", form=form, status=422)
    _count(request, form.model)
    code = orders.code_for_phone(session, form.model.code, form.model.phone)
    if code is None:
        form.errors["code"] = gettext(NO_ORDER)
        return render(request, "orders/look_up.html", form=form, status=404)
    return RedirectResponse(order_path(code, Sight.MASKED, language()), 303)


def _count(request: Request, wanted: LookUpIn) -> None:
    """Raises TooManyRequests."""
    address = request.client.host if request.client else ""
    for kind, value in {"address": address, "phone": wanted.phone, "code": wanted.code}.items():
        count_try(f"look-up:{kind}:{value}", TRIES[kind], WINDOW)


@router.get("/don-hang/{code}")
def show(
    request: Request, code: str, session: SessionDep, user: OptionalUser, khoa: Key = ""
) -> Response:
    order, sight = _opened(session, code, khoa, user)
    return _show(request, order, sight, khoa)


@router.post("/don-hang/{code}/huy", dependencies=[Depends(require_token)])
def cancel(
    request: Request,
    code: str,
    data: Submitted,
    session: SessionDep,
    user: OptionalUser,
    khoa: Key = "",
) -> Response:
    """One seller's part, until that seller has confirmed it."""
    order, sight = _opened(session, code, khoa, user)
    form = forms.read(CancellationIn, data)
    wanted = form.value("part")
    parts = [part for part in order.parts if part.order.code == wanted]
    if sight != Sight.WHOLE or form.model is None or not parts:
        raise NotFound
    actor_id = user.id if user else None
    step = Step(Actor.BUYER, actor_id, form.model.version, form.model.reason)
    try:
        fulfilment.cancel(session, Case(order.group, parts[0]), step)
    except NotNow as refusal:
        return _show(request, order, sight, khoa, refusal=refusal)
    return RedirectResponse(order_path(order.group.code, language=language()), 303)


def _opened(session: Session, code: str, key: str, user: User | None) -> tuple[Order, Sight]:
    """Raises NotFound for everybody else, whether or not there is such an order."""
    sight = sight_of(code, key)
    if sight is None and user is None:
        raise NotFound
    order = orders.order_by_code(session, code)
    if user is not None and order.group.user_id == user.id:
        sight = Sight.WHOLE
    if sight is None:
        raise NotFound
    return order, sight


def _show(
    request: Request, order: Order, sight: Sight, key: str, refusal: DomainError | None = None
) -> Response:
    return render(
        request,
        "orders/order.html",
        status=refusal.status if refusal else 200,
        headers={"referrer-policy": "same-origin"},  # the address holds the key
        order=order,
        buyer=_buyer(order, sight),
        whole=sight == Sight.WHOLE,
        key=key,
        refusal=refusal,
    )


def _buyer(order: Order, sight: Sight) -> dict[str, str]:
    group = order.group
    if sight == Sight.WHOLE:
        return {"name": group.buyer_name, "phone": spoken(group.phone), "address": group.address}
    return {
        "name": masked_name(group.buyer_name),
        "phone": masked_phone(spoken(group.phone)),
        "address": masked_address(group.address),
    }
