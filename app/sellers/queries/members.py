"""Reads of the people who work for a seller."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlmodel import Session, col, select

from app.core.db import any_columns
from app.identity.models import User
from app.sellers.models import Seller, SellerMember, SellerStatus


def membership(session: Session, user_id: UUID) -> tuple[Seller, SellerMember] | None:
    """The seller whom this user works for; of several, the one that joined us first."""
    statement = (
        select(Seller, SellerMember)
        .join(SellerMember, col(SellerMember.seller_id) == Seller.id)
        .where(SellerMember.user_id == user_id, Seller.status != SellerStatus.CLOSED)
        .order_by(col(Seller.id))
    )
    found = session.exec(statement).first()
    return (found[0], found[1]) if found else None


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
