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
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from app.catalog.service import stock
from app.core import options
from app.core.db import utc_now
from app.core.errors import Conflict, Invalid
from app.core.i18n import mark
from app.core.ids import new_id
from app.core.phones import e164
from app.orders.models import (
    CONFIRM_HOURS,
    HOLIDAYS,
    REST_DAYS,
    Cart,
    IdempotencyKey,
    OrderChange,
    OrderGroup,
    OrderLine,
    SellerOrder,
)
from app.orders.queries import basket as queries
from app.orders.queries import orders
from app.orders.rules.basket import Line, Parcel, Summary
from app.orders.rules.codes import new_order_code, seller_order_code
from app.orders.rules.deadline import after_working_hours
from app.orders.rules.states import Actor, OrderState
from app.orders.service import letters
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
    cart = queries.lock_cart(session, checkout.token)
    if cart is None:
        raise BasketEmpty
    code = _new_code(session)
    answered = _claim_key(session, checkout.shown.key, _fingerprint(cart, checkout.buyer), code)
    if answered != code:
        return answered
    summary = _what_is_ordered(session, cart, checkout)
    group = _write_group(session, cart, code, checkout, summary)
    _write_parts(session, group, summary)
    letters.order_placed(session, group, summary)
    return code


def _new_code(session: Session) -> str:
    """Forty random bits: a second try is already once in a trillion orders."""
    code = new_order_code()
    return _new_code(session) if orders.code_is_taken(session, code) else code


def _fingerprint(cart: Cart, buyer: BuyerIn) -> str:
    body = json.dumps([str(cart.id), buyer.model_dump()], sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()


def _claim_key(session: Session, key: str, body_hash: str, code: str) -> str:
    """`code`, or the one that this key was answered with before. Raises KeyReused."""
    row = {"key": key, "body_hash": body_hash, "answer": code, "created_at": utc_now()}
    claim = insert(IdempotencyKey).values(row).on_conflict_do_nothing()
    if session.exec(claim.returning(col(IdempotencyKey.key))).first() is not None:
        return code
    known = session.exec(select(IdempotencyKey).where(IdempotencyKey.key == key)).one()
    if known.body_hash != body_hash:
        raise KeyReused
    return known.answer


def _what_is_ordered(session: Session, cart: Cart, checkout: Checkout) -> Summary:
    """The basket, with every variant locked and its stock promised to this order."""
    if code := queries.order_code_of(session, cart.id):
        raise AlreadyOrdered(code)
    lines = queries.lines(session, cart.id, lock=True)
    buyer, shown = checkout.buyer, checkout.shown
    summary = queries.add_up(session, lines, Place(buyer.province_code, buyer.ward_code))
    if not lines:
        raise BasketEmpty
    if summary.troubled:
        raise LinesUnavailable(summary.troubled)
    if summary.seal != shown.seal or summary.total > shown.total:
        raise ChangedSinceShown(summary)  # a cheaper parcel is no reason to ask again
    stock.allocate(session, {line.variant_id: line.quantity for line in lines})
    return summary


def _write_group(
    session: Session, cart: Cart, code: str, checkout: Checkout, summary: Summary
) -> OrderGroup:
    group = OrderGroup(
        code=code,
        cart_id=cart.id,
        user_id=checkout.user_id,
        language=checkout.language,
        address=checkout.buyer.address_line,
        total=summary.total,
        **checkout.buyer.model_dump(),
    )
    session.add(group)
    session.flush()  # its parts refer to it
    return group


def _write_parts(session: Session, group: OrderGroup, summary: Summary) -> None:
    """One seller order a parcel, each with its lines and the first entry of its record."""
    due = _confirm_due(session, group.placed_at)
    parts = [
        _part(group, seller_order_code(group.code, number), parcel, due)
        for number, parcel in enumerate(summary.parcels, start=1)
    ]
    session.add_all(parts)
    session.flush()  # their lines and changes refer to them
    for part, parcel in zip(parts, summary.parcels, strict=True):
        session.add_all(_line(part, line) for line in parcel.lines)
        session.add(_placed(part, group))


def _confirm_due(session: Session, placed_at: datetime) -> datetime:
    hours, rest_days, holidays = options.read(session, CONFIRM_HOURS, REST_DAYS, HOLIDAYS)
    return after_working_hours(
        placed_at, hours, rest_days=rest_days, holidays={date.fromisoformat(d) for d in holidays}
    )


def _part(group: OrderGroup, code: str, parcel: Parcel, due: datetime) -> SellerOrder:
    """Carries the parcel's amounts as they are: nothing is priced a second time."""
    return SellerOrder(
        id=new_id(),
        group_id=group.id,
        seller_id=parcel.seller.seller_id,
        code=code,
        state=OrderState.PLACED,
        goods_total=parcel.goods_total,
        shipping_fee=parcel.shipping_fee,
        total=parcel.total,
        gross_grams=parcel.gross_grams,
        confirm_due_at=due,
        placed_at=group.placed_at,
        changed_at=group.placed_at,
    )


def _placed(part: SellerOrder, group: OrderGroup) -> OrderChange:
    return OrderChange(
        seller_order_id=part.id,
        to_state=part.state,
        actor=Actor.BUYER,
        actor_id=group.user_id,
        at=group.placed_at,
    )


def _line(part: SellerOrder, line: Line) -> OrderLine:
    return OrderLine(
        seller_order_id=part.id,
        product_id=line.product_id,
        variant_id=line.variant_id,
        product_name=line.product_name,
        variant_name=line.variant_name,
        product_slug=line.product_slug,
        cover=line.cover,
        sku=line.sku,
        net_grams=line.net_grams,
        gross_grams=line.gross_grams,
        unit_price=line.price,
        quantity=line.quantity,
        total=line.total,
    )
