"""Reads of the people who work for a seller."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from app.core.db import any_columns
from app.identity.models import User
from app.sellers.models import MemberRole, Seller, SellerMember, SellerSlug, SellerStatus
from app.sellers.rules import APPLYING

Membership = tuple[Seller, SellerMember]
_CALLED_IN = and_(col(SellerMember.invited_by).is_not(None), col(Seller.status).in_(APPLYING))
"""An application that is somebody else's: nobody has looked at it yet, and they were not asked."""


def membership(session: Session, user_id: UUID) -> Membership | None:
    """The seller whom this user works for; of several, the first of `memberships`."""
    return next(iter(memberships(session, user_id)), None)


def chosen_of(session: Session, found: Sequence[Membership], slug: str) -> Membership:
    """Of several memberships the one at the seller with that slug, now or once; else the first."""
    if not slug or len(found) == 1:
        return found[0]
    named = [one for one in found if one[0].slug == slug]
    return next(iter(named or _once_named(session, found, slug)), found[0])


def _once_named(session: Session, found: Sequence[Membership], slug: str) -> list[Membership]:
    moved = session.exec(select(SellerSlug.seller_id).where(SellerSlug.slug == slug)).first()
    return [one for one in found if one[0].id == moved]


def memberships(session: Session, user_id: UUID) -> Sequence[Membership]:
    """Every seller whom this user works for, the one that joined us first before the others; last
    come drafts that somebody else called them into.
    """
    return [(seller, member) for seller, member in session.exec(_works_for(user_id))]


def _works_for(user_id: UUID) -> Select[Seller, SellerMember]:
    return (
        select(Seller, SellerMember)
        .join(SellerMember, col(SellerMember.seller_id) == Seller.id)
        .where(SellerMember.user_id == user_id, Seller.status != SellerStatus.CLOSED)
        .order_by(_CALLED_IN, col(Seller.id))
    )


def shop_of(session: Session, user_id: UUID, slug: str) -> Seller | None:
    """The seller of that slug, if this user works for it."""
    found = memberships(session, user_id)
    return next((seller for seller, _ in found if seller.slug == slug), None)


def leavable(session: Session, user_id: UUID) -> Sequence[Membership]:
    """Those of `memberships` that may end: of each seller another owner stays."""
    other = aliased(SellerMember)
    stays = exists().where(
        col(other.seller_id) == col(SellerMember.seller_id),
        col(other.user_id) != user_id,
        col(other.role) == MemberRole.OWNER,
    )
    statement = _works_for(user_id).where(stays)
    return [(seller, member) for seller, member in session.exec(statement)]


def members(session: Session, seller_id: UUID) -> Sequence[Row[Any]]:
    """Who may sign in for a seller: `phone`, `name`, `role`, `temporary_until`; owners first."""
    columns = any_columns(
        col(User.phone), col(User.name), col(SellerMember.role), col(User.temporary_until)
    )
    statement = (
        select(*columns)
        .join(SellerMember, col(SellerMember.user_id) == User.id)
        .where(SellerMember.seller_id == seller_id)
        .order_by(col(SellerMember.role), col(User.name))
    )
    return session.connection().execute(statement).all()


def member_by_phone(session: Session, seller_id: UUID, phone: str) -> User | None:
    statement = select(User).join(SellerMember, col(SellerMember.user_id) == User.id)
    return session.exec(
        statement.where(SellerMember.seller_id == seller_id, User.phone == phone)
    ).first()


def owned(session: Session, user_id: UUID) -> Seller | None:
    """The seller that this user answers for; closed ones are past.

    A draft that somebody else called them into is none: whoever asks to open a shop is never led
    into a stranger's application, to type their own personal number there.
    """
    statement = (
        select(Seller)
        .join(SellerMember, col(SellerMember.seller_id) == Seller.id)
        .where(
            SellerMember.user_id == user_id,
            SellerMember.role == MemberRole.OWNER,
            Seller.status != SellerStatus.CLOSED,
            ~_CALLED_IN,
        )
    )
    return session.exec(statement.order_by(col(Seller.id)).limit(1)).first()
