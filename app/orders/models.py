"""Baskets, orders, and one seller order for each seller of an order."""

import json
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.core.db import UtcDateTime, text_enum, utc_now
from app.core.ids import new_id
from app.core.options import Option
from app.orders.rules.calls import NextAction, Outcome
from app.orders.rules.states import CashHolder, CodState, OrderState

DATA = Path(__file__).parent / "data"


CONFIRM_HOURS = Option("orders.confirm_hours", 24)
"""Working hours that a seller has to confirm an order."""

COMPLETE_DAYS = Option("orders.complete_days", 7)
"""Days after delivery at which an order without a complaint is done."""

REST_DAYS = Option("orders.rest_days", [7])
"""ISO week days on which nobody has to answer; 7 is Sunday."""

HOLIDAYS = Option("orders.holidays", json.loads((DATA / "holidays.json").read_text()))
"""Public holidays as ISO dates (Labour Code art. 112); the operator adds each year's list."""

OPERATOR_PHONE = Option("operator.phone", "")
"""Of whoever runs this market, as pages and messages show it; empty until somebody set it."""


class Cart(SQLModel, table=True):
    id: UUID = Field(default_factory=new_id, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)  # SHA-256 of the basket's cookie
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class CartLine(SQLModel, table=True):
    __tablename__ = "cart_line"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    cart_id: UUID = Field(foreign_key="cart.id", primary_key=True)
    variant_id: UUID = Field(foreign_key="variant.id", primary_key=True)
    quantity: int
    price_seen: int  # what the buyer was shown; a change asks again
    added_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class OrderGroup(SQLModel, table=True):
    """What one buyer ordered at once; its state is derived from its seller orders."""

    __tablename__ = "order_group"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    code: str = Field(max_length=11, unique=True)  # "TN", 8 random, 1 check
    cart_id: UUID = Field(foreign_key="cart.id", unique=True)  # a basket is ordered once
    user_id: UUID | None = Field(default=None, foreign_key="user_account.id", index=True)
    language: str = Field(default="vi", max_length=2)
    buyer_name: str = Field(max_length=120)
    phone: str = Field(max_length=16, index=True)  # E.164
    email: str = Field(default="", max_length=200)
    province_code: str = Field(max_length=2)
    ward_code: str = Field(max_length=5)
    street: str = Field(max_length=200)
    address: str = Field(max_length=400)  # as printed on that day
    note: str = Field(default="", max_length=500)
    payment_method: str = Field(default="cod", max_length=20)
    total: int
    placed_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class SellerOrder(SQLModel, table=True):
    """One seller's part: goods + shipping − discount = total, in đồng."""

    __tablename__ = "seller_order"
    __table_args__ = (
        CheckConstraint("total = goods_total + shipping_fee - discount", name="total"),
        Index("ix_seller_order_seller_id_state_id", "seller_id", "state", "id"),
        Index("ix_seller_order_seller_id_id", "seller_id", "id"),
        Index(
            "ix_seller_order_unanswered",
            "confirm_due_at",
            postgresql_where=text("state = 'placed'"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    group_id: UUID = Field(foreign_key="order_group.id", index=True)
    seller_id: UUID = Field(foreign_key="seller.id")
    code: str = Field(max_length=13, unique=True)  # the order's code and two digits
    state: OrderState = Field(sa_type=text_enum(OrderState))
    version: int = 1  # compare-and-set
    goods_total: int
    shipping_fee: int
    discount: int = 0
    total: int
    gross_grams: int
    cod_state: CodState = Field(default=CodState.DUE, sa_type=text_enum(CodState))
    cash_holder: CashHolder = Field(default=CashHolder.SELLER, sa_type=text_enum(CashHolder))
    confirm_due_at: datetime = Field(sa_type=UtcDateTime)
    carrier: str = Field(default="", max_length=60)
    tracking_number: str = Field(default="", max_length=60)
    placed_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class OrderLine(SQLModel, table=True):
    """A line as it was agreed: later changes of the product do not reach it."""

    __tablename__ = "order_line"
    __table_args__ = (
        CheckConstraint("quantity > 0 AND total = unit_price * quantity", name="sum"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seller_order_id: UUID = Field(foreign_key="seller_order.id", index=True)
    product_id: UUID = Field(foreign_key="product.id", index=True)
    variant_id: UUID = Field(foreign_key="variant.id", index=True)
    lot_id: UUID | None = Field(default=None, foreign_key="lot.id", index=True)
    product_name: str = Field(max_length=160)
    variant_name: str = Field(max_length=80)
    product_slug: str = Field(max_length=120)
    cover: str = Field(default="", max_length=64)
    sku: str = Field(max_length=40)
    net_grams: int
    gross_grams: int
    unit_price: int
    quantity: int
    total: int
    vat_rate: int = 0  # percent
    commission_rate: int = 0  # hundredths of a percent


class OrderChange(SQLModel, table=True):
    """Who moved a seller order from one state to the next, when and why; rows are only added."""

    __tablename__ = "order_change"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seller_order_id: UUID = Field(foreign_key="seller_order.id", index=True)
    from_state: OrderState | None = Field(default=None, sa_type=text_enum(OrderState))
    to_state: OrderState = Field(sa_type=text_enum(OrderState))
    actor: str = Field(max_length=20)  # buyer, seller, operator, carrier, system
    actor_id: UUID | None = None
    reason: str = Field(default="", max_length=500)
    at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class SellerCall(SQLModel, table=True):
    """A call to a seller about orders that it left unanswered; it changes no order."""

    __tablename__ = "seller_call"
    __table_args__ = (
        CheckConstraint("(next_action = 'none') = (next_at IS NULL)", name="next"),
        Index("ix_seller_call_seller_id_id", "seller_id", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)  # comes with the form
    seller_id: UUID = Field(foreign_key="seller.id")
    caller_id: UUID = Field(foreign_key="user_account.id")
    outcome: Outcome = Field(sa_type=text_enum(Outcome))
    note: str = Field(default="", max_length=1000)
    orders: list[str] = Field(sa_type=JSONB)  # codes of what was unanswered then
    next_action: NextAction = Field(sa_type=text_enum(NextAction))
    next_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class RecallNotice(SQLModel, table=True):
    """A buyer was written to about a recalled lot; rows are only ever added.

    What became of the message is told by the messages themselves, by their `event`.
    """

    __tablename__ = "recall_notice"
    __table_args__ = (
        UniqueConstraint("lot_id", "seller_order_id"),
        CheckConstraint("packs > 0", name="packs"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    lot_id: UUID = Field(foreign_key="lot.id")
    seller_order_id: UUID = Field(foreign_key="seller_order.id", index=True)
    certain: bool  # False: the order has no recorded lot, and may have been filled from another
    packs: int  # as ordered
    event: str = Field(max_length=120)  # of the message, see `Message`
    told_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class IdempotencyKey(SQLModel, table=True):
    """A checkout that was already answered: the same key gives the same answer for 24 hours."""

    __tablename__ = "idempotency_key"

    key: str = Field(max_length=80, primary_key=True)
    body_hash: str = Field(max_length=64)
    answer: str = Field(max_length=200)  # the address that the first request was sent to
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
