"""From a basket to an order of several sellers' parts, in one transaction or not at all."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, field_validator
from sqlalchemy import text
from sqlmodel import Session, select

from app.catalog.service import stock
from app.core.db import utc_now
from app.core.errors import Conflict, Invalid
from app.core.i18n import mark
from app.core.phones import e164
from app.orders.models import CONFIRM_HOURS, HOLIDAYS, REST_DAYS, IdempotencyKey, OrderGroup
from app.orders.queries import basket as queries
from app.orders.queries.basket import CartToOrder
from app.orders.rules.basket import Line, Summary
from app.orders.rules.codes import new_order_code
from app.orders.rules.deadline import after_working_hours
from app.orders.service import letters, news
from app.orders.service.writing import write_order
from app.places.service import AddressIn
from app.shipping.rules import Place

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class BuyerIn(AddressIn):
    """Whom the order is for; `phone` becomes E.164."""

    phone: Annotated[str, Field(max_length=40)]
    buyer_name: Annotated[str, Field(min_length=2, max_length=80)]
    email: Annotated[str, Field(max_length=120)] = ""
    note: Annotated[str, Field(max_length=300)] = ""

    @field_validator("phone")
    @classmethod
    def phone_can_be_called(cls, typed: str) -> str:
        return e164(typed)

    @field_validator("email")
    @classmethod
    def email_looks_like_one(cls, typed: str) -> str:
        if typed and not _EMAIL.fullmatch(typed):
            raise ValueError(mark("Địa chỉ e-mail chưa đúng, ví dụ lan@thu.vn. Có thể để trống."))
        return typed


class ShownIn(BaseModel):
    """What the form was made with: its own key, and what it said would be ordered, for how much."""

    key: Annotated[str, Field(min_length=16, max_length=80)]
    seal: Annotated[str, Field(max_length=40)] = ""
    total: Annotated[int, Field(ge=0, le=10**12)] = 0


class BasketEmpty(Conflict):
    title = mark("Giỏ hàng đang trống")


class AlreadyOrdered(Conflict):
    """This basket became the order `code`."""

    title = mark("Giỏ này đã đặt rồi")

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code


class KeyReused(Invalid):
    """The same form came twice with different contents."""

    title = mark("Đơn này đã gửi với thông tin khác")


class LinesUnavailable(Conflict):
    """`lines` were withdrawn or have sold out since they were put in the basket."""

    title = mark("Có món không đặt được nữa")

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__()
        self.lines = tuple(lines)


class ChangedSinceShown(Conflict):
    """A price, a fee or the basket is no longer what the page said; `summary` is what holds now."""

    title = mark("Số tiền vừa thay đổi")

    def __init__(self, summary: Summary) -> None:
        super().__init__()
        self.summary = summary


@dataclass(frozen=True, slots=True)
class Checkout:
    """A basket (by its token), for whom, as it was shown, by whom and in which language."""

    token: str
    buyer: BuyerIn
    shown: ShownIn
    user_id: UUID | None = None
    language: str = "vi"


def place_order(session: Session, checkout: Checkout) -> str:
    """Orders what is in the basket; the order's code. The same form sent again: the same code.

    Raises BasketEmpty, AlreadyOrdered, KeyReused, LinesUnavailable, ChangedSinceShown. The caller
    rolls back; then nothing was created and the form may be sent again.
    """
    cart = _cart_to_order(session, checkout.token)
    answered = _claim_key(session, cart, checkout)
    if answered != cart.code:
        return answered
    summary = _what_is_ordered(session, cart, checkout)
    group = _group(cart, checkout, summary)
    write_order(session, group, summary, _confirm_due(cart, group.placed_at))
    letters.order_placed(session, group, summary)
    news.tell_placed(session, cart.code, summary)
    return cart.code


def _cart_to_order(session: Session, token: str) -> CartToOrder:
    """Forty random bits: a second code is already once in a trillion orders."""
    cart = queries.cart_to_order(session.connection(), token, new_order_code())
    if cart is None:
        raise BasketEmpty
    return _cart_to_order(session, token) if cart.code_is_taken else cart


_CLAIM = text(
    """
    WITH claimed AS (
        INSERT INTO idempotency_key (key, body_hash, answer, created_at)
        VALUES (:key, :body_hash, :answer, :now)
        ON CONFLICT DO NOTHING RETURNING key
    )
    SELECT EXISTS (SELECT FROM claimed) AS is_new,
        (SELECT code FROM order_group WHERE cart_id = :cart_id) AS ordered_as
    """
)


def _claim_key(session: Session, cart: CartToOrder, checkout: Checkout) -> str:
    """The new order's code, or the one that this key was answered with before.

    Raises KeyReused, AlreadyOrdered.
    """
    key, body_hash = checkout.shown.key, _fingerprint(cart, checkout.buyer)
    values = {"key": key, "body_hash": body_hash, "answer": cart.code, "now": utc_now()}
    claim = session.connection().execute(_CLAIM, values | {"cart_id": cart.id}).one()
    if not claim.is_new:
        return _earlier_answer(session, key, body_hash)
    if claim.ordered_as:
        raise AlreadyOrdered(claim.ordered_as)
    return cart.code


def _earlier_answer(session: Session, key: str, body_hash: str) -> str:
    known = session.exec(select(IdempotencyKey).where(IdempotencyKey.key == key)).one()
    if known.body_hash != body_hash:
        raise KeyReused
    return known.answer


def _fingerprint(cart: CartToOrder, buyer: BuyerIn) -> str:
    body = json.dumps([str(cart.id), buyer.model_dump()], sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()


def _what_is_ordered(session: Session, cart: CartToOrder, checkout: Checkout) -> Summary:
    """The basket, with every variant locked and its stock promised to this order."""
    connection = session.connection()
    lines = queries.locked_lines(connection, cart.id)
    buyer, shown = checkout.buyer, checkout.shown
    summary = queries.add_up(connection, lines, Place(buyer.province_code, buyer.ward_code))
    if not lines:
        raise BasketEmpty
    if summary.troubled:
        raise LinesUnavailable(summary.troubled)
    if summary.seal != shown.seal or summary.total > shown.total:
        raise ChangedSinceShown(summary)  # a cheaper parcel is no reason to ask again
    stock.allocate(session, {line.variant_id: line.quantity for line in lines})
    return summary


def _group(cart: CartToOrder, checkout: Checkout, summary: Summary) -> OrderGroup:
    return OrderGroup(
        code=cart.code,
        cart_id=cart.id,
        user_id=checkout.user_id,
        language=checkout.language,
        address=checkout.buyer.address_line,
        total=summary.total,
        **checkout.buyer.model_dump(),
    )


def _confirm_due(cart: CartToOrder, placed_at: datetime) -> datetime:
    return after_working_hours(
        placed_at,
        CONFIRM_HOURS.or_default(cart.confirm_hours),
        rest_days=REST_DAYS.or_default(cart.rest_days),
        holidays={date.fromisoformat(day) for day in HOLIDAYS.or_default(cart.holidays)},
    )
