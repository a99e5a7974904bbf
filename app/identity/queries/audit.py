"""Reads of the audit log."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.identity.models import AuditEntry


def audit_trail(session: Session, subject_id: UUID) -> Sequence[AuditEntry]:
    """What was done to a row, the latest first."""
    statement = select(AuditEntry).where(AuditEntry.subject_id == subject_id)
    return session.exec(statement.order_by(col(AuditEntry.at).desc())).all()
