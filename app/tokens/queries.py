"""Reads of access tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlmodel import Session, col, func, select

from app.core.db import any_columns
from app.identity.models import User
from app.sellers.models import Seller, SellerMember, SellerStatus
from app.tokens.models import AccessToken


@dataclass(frozen=True)
class Caller:
    """Who calls: a seller's system, with a token that `user` made."""

    token: AccessToken
    seller: Seller
    user: User


def caller(session: Session, token_hash: str, now: datetime) -> Caller | None:
    """Of a token that counts: not revoked, not over, and its maker still works for the seller."""
    statement = (
        select(AccessToken, Seller, User)
        .join(Seller, col(Seller.id) == AccessToken.seller_id)
        .join(User, col(User.id) == AccessToken.user_id)
        .join(
            SellerMember,
            (col(SellerMember.user_id) == AccessToken.user_id)
            & (col(SellerMember.seller_id) == AccessToken.seller_id),
        )
        .where(
            AccessToken.token_hash == token_hash,
            col(AccessToken.revoked_at).is_(None),
            col(AccessToken.expires_at) > now,
            col(User.disabled_at).is_(None),
            Seller.status != SellerStatus.CLOSED,
        )
    )
    found = session.exec(statement).first()
    return Caller(*found) if found else None


def tokens(session: Session, seller_id: UUID, limit: int = 50) -> Sequence[Row[Any]]:
    """A seller's tokens with the names of who made them: those in force first, then the latest."""
    ended = func.coalesce(col(AccessToken.revoked_at), col(AccessToken.expires_at)) <= func.now()
    statement = (
        select(*any_columns(AccessToken, col(User.name).label("made_by")))
        .join(User, col(User.id) == AccessToken.user_id)
        .where(AccessToken.seller_id == seller_id)
        .order_by(ended, col(AccessToken.id).desc())
        .limit(limit)
    )
    found: Sequence[Row[Any]] = session.exec(statement).all()
    return found


def in_force(session: Session, seller_id: UUID, now: datetime) -> int:
    """How many of a seller's tokens count."""
    statement = select(func.count()).where(
        AccessToken.seller_id == seller_id,
        col(AccessToken.revoked_at).is_(None),
        col(AccessToken.expires_at) > now,
    )
    return session.exec(statement).one()


def own_token(session: Session, seller_id: UUID, code: str) -> AccessToken | None:
    """Another seller's does not exist."""
    statement = select(AccessToken).where(
        AccessToken.seller_id == seller_id, AccessToken.code == code
    )
    return session.exec(statement).first()
