"""Sentences of reasons: added, retired; what was said with them stays where it was said."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field
from sqlmodel import Session, col, func, select

from app.core.db import utc_now
from app.core.errors import NotFound
from app.identity.service import audit
from app.moderation.models import ReasonTemplate, Topic


class ReasonIn(BaseModel):
    topic: Topic
    said: Annotated[str, Field(min_length=10, max_length=300)]


def save_reason(session: Session, actor_id: UUID, given: ReasonIn) -> ReasonTemplate:
    """Behind the others of its topic; the same sentence is there once."""
    of_topic = (ReasonTemplate.topic == given.topic, col(ReasonTemplate.retired_at).is_(None))
    statement = select(ReasonTemplate).where(*of_topic, ReasonTemplate.said == given.said)
    known = session.exec(statement).first()
    if known is not None:
        return known
    last = session.exec(select(func.max(ReasonTemplate.position)).where(*of_topic)).one()
    template = ReasonTemplate(
        topic=given.topic, said=given.said, position=(last or 0) + 1, created_by=actor_id
    )
    session.add(template)
    session.flush()  # the record names it by its id
    audit(session, actor_id, "reason_template.add", template, after=given.model_dump())
    return template


def retire_reason(session: Session, actor_id: UUID, template_id: UUID) -> None:
    """No longer offered; retiring it again changes nothing. Raises NotFound."""
    statement = select(ReasonTemplate).where(ReasonTemplate.id == template_id).with_for_update()
    template = session.exec(statement).first()
    if template is None:
        raise NotFound
    if template.retired_at is None:
        template.retired_at = utc_now()
        before = {"topic": template.topic, "said": template.said}
        audit(session, actor_id, "reason_template.retire", template, before=before)
