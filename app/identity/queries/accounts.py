"""Reads of accounts and sessions."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from app.identity.models import User, UserSession


def user_by_phone(session: Session, phone: str) -> User | None:
    """The account with this E.164 number."""
    return session.exec(select(User).where(User.phone == phone)).first()


def open_session(
    session: Session, token_hash: str, now: datetime
) -> tuple[UserSession, User] | None:
    """A session that still counts, and its user."""
    statement = (
        select(UserSession, User)
        .join(User, col(User.id) == UserSession.user_id)
        .where(UserSession.token_hash == token_hash, *_alive(now))
        .where(col(User.disabled_at).is_(None))
    )
    found = session.exec(statement).first()
    return (found[0], found[1]) if found else None


def open_sessions(session: Session, user_id: UUID, now: datetime) -> Sequence[UserSession]:
    """Where this person is signed in, the latest used first."""
    statement = select(UserSession).where(UserSession.user_id == user_id, *_alive(now))
    return session.exec(statement.order_by(col(UserSession.seen_at).desc())).all()


def _alive(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (col(UserSession.revoked_at).is_(None), col(UserSession.expires_at) > now)


def user_names(session: Session, ids: set[UUID]) -> dict[UUID, str]:
    """Names by id, for pages that say who did something."""
    rows = session.exec(select(User.id, User.name).where(col(User.id).in_(ids))).all()
    return dict(rows)
