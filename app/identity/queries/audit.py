"""Reads of the audit log."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, select

from app.identity.models import AuditEntry


def audit_trail(session: Session, subject_id: UUID) -> Sequence[AuditEntry]:
    """What was done to a row, the latest first."""
    statement = select(AuditEntry).where(AuditEntry.subject_id == subject_id)
    return session.exec(statement.order_by(col(AuditEntry.at).desc())).all()


def has_assisted(
    session: Session,
    actor_id: UUID,
    seller_id: UUID,
    since: datetime,
    subjects: Collection[UUID] = (),
) -> bool:
    """Whether somebody acted for this seller after `since`, or on one of these rows at any time."""
    marked = select(AuditEntry.id).where(
        AuditEntry.assisted_for == seller_id,
        AuditEntry.actor_id == actor_id,
        or_(col(AuditEntry.at) >= since, col(AuditEntry.subject_id).in_(subjects)),
    )
    return session.exec(marked.limit(1)).first() is not None
