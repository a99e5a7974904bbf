"""Reads of the audit log."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.identity.models import AuditEntry


def audit_trail(session: Session, subject_id: UUID) -> Sequence[AuditEntry]:
    """What was done to a row, the latest first."""
    statement = select(AuditEntry).where(AuditEntry.subject_id == subject_id)
    return session.exec(statement.order_by(col(AuditEntry.at).desc())).all()


def latest_entries(session: Session, subject_id: UUID, count: int = 10) -> Sequence[AuditEntry]:
    """The last things done to a row, for a page about it."""
    statement = select(AuditEntry).where(AuditEntry.subject_id == subject_id)
    latest = statement.order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
    return session.exec(latest.limit(count)).all()
