"""Rules of words: added, replaced, ended; never edited, so that any past day can be shown."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field
from sqlmodel import Session, col, select

from app.core.days import start_of_day, today
from app.core.db import utc_now
from app.core.errors import NotFound
from app.core.i18n import mark
from app.core.jobs import defer
from app.core.text import fold, words
from app.identity.service import audit
from app.moderation.models import ClaimRule
from app.moderation.rules.claims import Severity
from app.moderation.service.findings import LOOK_AGAIN


def has_words(phrase: str) -> str:
    if not words(phrase):
        raise ValueError(mark("Cần ít nhất một chữ."))
    return phrase


class ClaimIn(BaseModel):
    phrase: Annotated[str, Field(min_length=2, max_length=120), AfterValidator(has_words)]
    severity: Severity
    exact: bool = False
    note: Annotated[str, Field(max_length=300)] = ""
    source: Annotated[str, Field(max_length=200)] = ""
    valid_from: date = Field(default_factory=today)


def save_claim(session: Session, actor_id: UUID, given: ClaimIn) -> ClaimRule:
    """A rule for a phrase, instead of the one there was; the same again changes nothing.

    What is on sale is looked through for it from the day on that it holds.
    """
    known = _open(session, given)
    if known is not None and _same(known, given):
        return known
    if known is not None:
        _end(session, actor_id, known)
    rule = ClaimRule(**given.model_dump(), folded=fold(given.phrase), created_by=actor_id)
    session.add(rule)
    session.flush()  # the record names it by its id
    audit(session, actor_id, "claim_rule.add", rule, after=_said(rule))
    begins = start_of_day(rule.valid_from) if rule.valid_from > today() else None
    defer(session, LOOK_AGAIN, lock=LOOK_AGAIN, at=begins, rule_id=str(rule.id))
    return rule


def _open(session: Session, given: ClaimIn) -> ClaimRule | None:
    """Locked: two who save the same phrase wait for each other."""
    statement = select(ClaimRule).where(
        ClaimRule.folded == fold(given.phrase),
        ClaimRule.exact == given.exact,
        col(ClaimRule.ended_at).is_(None),
    )
    return session.exec(statement.with_for_update()).first()


def _same(known: ClaimRule, given: ClaimIn) -> bool:
    fields = given.model_dump(exclude={"valid_from"})
    return all(getattr(known, name) == value for name, value in fields.items())


def end_claim(session: Session, actor_id: UUID, rule_id: UUID) -> None:
    """From now on; ending it again changes nothing. Raises NotFound."""
    statement = select(ClaimRule).where(ClaimRule.id == rule_id).with_for_update()
    rule = session.exec(statement).first()
    if rule is None:
        raise NotFound
    if rule.ended_at is None:
        _end(session, actor_id, rule)


def _end(session: Session, actor_id: UUID, rule: ClaimRule) -> None:
    rule.ended_at = utc_now()
    audit(session, actor_id, "claim_rule.end", rule, before=_said(rule))
    session.flush()  # a phrase has one open rule


def _said(rule: ClaimRule) -> dict[str, object]:
    return {
        "phrase": rule.phrase,
        "severity": rule.severity,
        "exact": rule.exact,
        "valid_from": rule.valid_from.isoformat(),
    }
