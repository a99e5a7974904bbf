"""Identities elsewhere that open an account here."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.identity.models import ExternalIdentity, User


def linked_account(session: Session, provider: str, subject: str) -> User | None:
    """Whose identity at a provider this is."""
    statement = (
        select(User)
        .join(ExternalIdentity, col(ExternalIdentity.user_id) == User.id)
        .where(ExternalIdentity.provider == provider, ExternalIdentity.subject == subject)
    )
    return session.exec(statement).first()


def links_of(session: Session, user_id: UUID) -> Sequence[ExternalIdentity]:
    """An account's identities elsewhere, the oldest first."""
    statement = select(ExternalIdentity).where(ExternalIdentity.user_id == user_id)
    return session.exec(statement.order_by(col(ExternalIdentity.created_at))).all()


def link_of(session: Session, user_id: UUID, provider: str) -> ExternalIdentity | None:
    one = select(ExternalIdentity).where(
        ExternalIdentity.user_id == user_id, ExternalIdentity.provider == provider
    )
    return session.exec(one).first()
