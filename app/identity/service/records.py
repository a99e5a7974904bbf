"""Who did what: rows are only ever added."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, SQLModel

from app.identity.models import AuditEntry

ASSISTED_FOR = "assisted_for"
"""In `Session.info`: the seller whom this request acts for, so that no record forgets it."""

RECORDED = "recorded"
"""In `Session.info`: this request has left a record."""


def audit(  # noqa: PLR0913  # a record has its fields
    session: Session,
    actor_id: UUID | None,
    action: str,
    subject: SQLModel,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Records who did `action` ("product.approve") to `subject`, a row with an id.

    Nobody (`None`) is the import or a job.
    """
    session.info[RECORDED] = True
    session.add(
        AuditEntry(
            actor_id=actor_id,
            assisted_for=session.info.get(ASSISTED_FOR),
            action=action,
            subject_type=str(subject.__tablename__),
            subject_id=subject.id,  # type: ignore[attr-defined]  # every audited table has one
            before=before,
            after=after,
            reason=reason,
        )
    )
