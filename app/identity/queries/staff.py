"""Reads for the administrators' desk of accounts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from app.core.ids import normalise_code
from app.identity.models import User, UserSession
from app.identity.rules import Role

PAGE = 50
MOST = 200


def accounts(session: Session, wanted: str = "") -> Sequence[tuple[User, datetime | None]]:
    """Accounts with when they were last used: those of staff, or any that `wanted` (part of a name
    as it is typed, of a phone number, or a code) names.
    """
    seen = (
        select(func.max(UserSession.seen_at))
        .where(UserSession.user_id == User.id)
        .correlate(User)
        .scalar_subquery()
    )
    statement = select(User, seen)
    if wanted.strip():
        statement = statement.where(_named(wanted.strip()))
    else:
        statement = statement.where(col(User.role) != Role.SHOPPER)
    order = (col(User.disabled_at).is_not(None), col(User.role), col(User.name), col(User.id))
    return session.exec(statement.order_by(*order).limit(PAGE)).all()


def people_named(session: Session, wanted: str) -> frozenset[UUID]:
    """Whoever `wanted` names, for a search of what they did."""
    return frozenset(session.exec(select(User.id).where(_named(wanted)).limit(MOST)).all())


def _named(wanted: str) -> Any:
    digits = "".join(letter for letter in wanted if letter.isdigit()).removeprefix("0")
    by_phone = [col(User.phone).contains(digits)] if len(digits) >= 4 else []
    name = col(User.name).icontains(wanted, autoescape=True)
    return or_(name, col(User.code) == normalise_code(wanted), *by_phone)


def user_by_code(session: Session, code: str) -> User | None:
    return session.exec(select(User).where(User.code == normalise_code(code))).first()
