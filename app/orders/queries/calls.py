"""Sellers who left orders unanswered: whom to call, and what calls have told so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Subquery, case, true
from sqlalchemy import select as columns
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, func, select

from app.core.db import any_columns
from app.identity.models import User
from app.orders.models import OrderGroup, SellerCall, SellerOrder
from app.orders.rules.calls import is_agreed
from app.orders.rules.states import OrderState
from app.sellers.models import Seller

PAGE = 50


@dataclass(frozen=True, slots=True)
class Silent:
    """A seller with orders past their deadline, and the last call about that."""

    slug: str
    name: str
    phone: str
    ward_code: str
    orders: int
    oldest_due: datetime
    total: int
    outcome: str | None
    called_at: datetime | None
    next_action: str | None
    next_at: datetime | None

    def agreed(self, now: datetime) -> bool:
        """Whether the next step has a moment that is still to come."""
        return is_agreed(self.next_at, now)


def silent_sellers(session: Session, now: datetime, limit: int = PAGE) -> Sequence[Silent]:
    """The latest first; those with whom a later moment was agreed come after all others."""
    late, last = _late_by_seller(now), _last_call()
    agreed = _agreed(last, now)
    statement = (
        columns(
            *any_columns(Seller.slug, Seller.name, Seller.phone, Seller.ward_code),
            *any_columns(late.c.orders, late.c.oldest_due, late.c.total),
            *any_columns(last.c.outcome, last.c.at, last.c.next_action, last.c.next_at),
        )
        .join(late, late.c.seller_id == Seller.id)
        .join(last, true(), isouter=True)
        .order_by(agreed, case((agreed, last.c.next_at)), late.c.oldest_due, col(Seller.id))
        .limit(limit)
    )
    return [Silent(*row) for row in session.connection().execute(statement)]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many sellers are to be called now, how many wait for an agreed moment, and since when
    the oldest order of the first is late.
    """

    now: int
    agreed: int
    oldest: datetime | None


def tally(session: Session, now: datetime) -> Tally:
    late, last = _late_by_seller(now), _last_call()
    agreed = _agreed(last, now)
    statement = (
        columns(
            func.count().filter(~agreed),
            func.count().filter(agreed),
            func.min(late.c.oldest_due).filter(~agreed),
        )
        .select_from(Seller)
        .join(late, late.c.seller_id == Seller.id)
        .join(last, true(), isouter=True)
    )
    return Tally(*session.connection().execute(statement).one())


def _late_by_seller(now: datetime) -> Subquery:
    return (
        columns(
            col(SellerOrder.seller_id).label("seller_id"),
            func.count().label("orders"),
            func.min(SellerOrder.confirm_due_at).label("oldest_due"),
            func.sum(SellerOrder.total).label("total"),
        )
        .where(*_late(now))
        .group_by(col(SellerOrder.seller_id))
        .subquery()
    )


def _late(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(SellerOrder.state) == OrderState.PLACED,
        col(SellerOrder.confirm_due_at) < now,
    )


def _last_call() -> Any:
    """Of each seller, beside its row."""
    return (
        columns(
            *any_columns(SellerCall.outcome, SellerCall.at),
            *any_columns(SellerCall.next_action, SellerCall.next_at),
        )
        .where(col(SellerCall.seller_id) == Seller.id)
        .order_by(col(SellerCall.id).desc())
        .limit(1)
        .lateral()
    )


def _agreed(last: Any, now: datetime) -> ColumnElement[bool]:
    """Never NULL: a seller who was not called yet is to be called now."""
    return func.coalesce(last.c.next_at > now, False)


def late_orders(session: Session, seller_id: UUID, now: datetime) -> Sequence[Row[Any]]:
    """`code`, `placed_at`, `confirm_due_at`, `total`, `address` of what waits too long."""
    asked = any_columns(
        SellerOrder.code, SellerOrder.placed_at, SellerOrder.confirm_due_at, SellerOrder.total
    )
    statement = (
        columns(*asked, *any_columns(OrderGroup.address))
        .join(OrderGroup, col(OrderGroup.id) == SellerOrder.group_id)
        .where(col(SellerOrder.seller_id) == seller_id, *_late(now))
        .order_by(col(SellerOrder.confirm_due_at))
    )
    return session.connection().execute(statement).all()


def calls(session: Session, seller_id: UUID) -> Sequence[tuple[SellerCall, str]]:
    """What was heard of a seller, with the caller's name; the latest first."""
    statement = (
        select(SellerCall, User.name)
        .join(User, col(User.id) == SellerCall.caller_id)
        .where(SellerCall.seller_id == seller_id)
        .order_by(col(SellerCall.id).desc())
        .limit(PAGE)
    )
    return [(call, name) for call, name in session.exec(statement).all()]
