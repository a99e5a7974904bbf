"""Who did what: rows are only ever added."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session, SQLModel

from app.core.options import OptionSet
from app.identity.models import AuditEntry
from app.identity.rules.records import only_changes, recordable

ASSISTED_FOR = "assisted_for"
"""In `Session.info`: the seller whom this request acts for, so that no record forgets it."""

ACTING = "acting"
"""In `Session.info`: the signed-in person whose request this is."""

RECORDED = "recorded"
"""In `Session.info`: this request has left a record."""


def record(
    session: Session,
    action: str,
    subject: SQLModel,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """What the signed-in person did to `subject`: of `before` and `after` the fields that differ.

    Nothing is recorded when none does. For commands that are also the hands of an import or a job,
    which leave a record of their own and so have nobody signed in.
    """
    actor_id: UUID | None = session.info.get(ACTING)
    old, new = only_changes(before or {}, after or {})
    if actor_id is not None and (old or new or not (before or after)):
        audit(session, actor_id, action, subject, before=old or None, after=new or None)


def record_option(session: Session, news: OptionSet) -> None:
    """An option of the shop was set; `before` is what held until the moment it is set for."""
    row = news.row
    before, after = {row.name: news.before}, {row.name: row.value}
    after["valid_from"] = row.valid_from.isoformat()
    audit(session, row.set_by, "option.set", row, before=before, after=after)


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

    Nobody (`None`) is the import or a job. `before` and `after` are small: the fields that changed.
    Secrets among them are hidden; every action has its words in `rules/actions.py`.
    """
    session.info[RECORDED] = True
    session.add(
        AuditEntry(
            actor_id=actor_id,
            assisted_for=session.info.get(ASSISTED_FOR),
            action=action,
            subject_type=str(subject.__tablename__),
            subject_id=subject.id,  # type: ignore[attr-defined]  # every audited table has one
            before=recordable(before),
            after=recordable(after),
            reason=reason,
        )
    )
