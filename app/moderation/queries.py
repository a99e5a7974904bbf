"""The rules and sentences in force, and those of before."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from app.core.days import today
from app.moderation.models import ClaimFinding, ClaimRule, ReasonTemplate, Topic
from app.moderation.rules.claims import Claim, Severity

HELD = "moderation.claims"
"""In `Session.info` the rules in force, inside `claims_once`."""


@contextmanager
def claims_once(session: Session) -> Iterator[None]:
    """Inside, the rules are read once, however many texts are looked through: for imports."""
    session.info[HELD] = claims(session)
    try:
        yield
    finally:
        del session.info[HELD]


def claims(session: Session) -> Sequence[Claim]:
    """The rules in force today."""
    held: Sequence[Claim] | None = session.info.get(HELD)
    return _in_force(session) if held is None else held


def _in_force(session: Session) -> Sequence[Claim]:
    statement = select(ClaimRule).where(
        col(ClaimRule.ended_at).is_(None), ClaimRule.valid_from <= today()
    )
    return [
        Claim(rule.phrase, rule.severity, rule.exact, rule.note, rule.source, rule.id)
        for rule in session.exec(statement)
    ]


def claims_to_look_for(session: Session, rule_id: UUID) -> Sequence[Claim]:
    """A new rule beside what is allowed; of one that allows, the rules whose findings it may end.

    Empty for a rule that is not in force.
    """
    known = claims(session)
    asked = {claim.rule_id for claim in known if claim.rule_id == rule_id}
    if any(claim.rule_id in asked and claim.severity is Severity.ALLOW for claim in known):
        asked = set(session.exec(select(ClaimFinding.rule_id)))
    wanted = [claim for claim in known if claim.rule_id in asked]
    allowed = [claim for claim in known if claim.severity is Severity.ALLOW]
    return [*wanted, *allowed] if wanted else []


def open_rules(session: Session) -> Sequence[ClaimRule]:
    """Not ended, by their phrase; some may begin on a later day."""
    statement = select(ClaimRule).where(col(ClaimRule.ended_at).is_(None))
    return session.exec(statement.order_by(ClaimRule.phrase)).all()


def ended_rules(session: Session, limit: int = 50) -> Sequence[ClaimRule]:
    """The latest first."""
    statement = select(ClaimRule).where(col(ClaimRule.ended_at).is_not(None))
    return session.exec(statement.order_by(col(ClaimRule.ended_at).desc()).limit(limit)).all()


def reasons(session: Session, topic: Topic) -> Sequence[str]:
    """The sentences that officers choose from."""
    statement = select(ReasonTemplate.said).where(ReasonTemplate.topic == topic, _in_use())
    return session.exec(statement.order_by(col(ReasonTemplate.position), _by_age())).all()


def templates(session: Session) -> Sequence[ReasonTemplate]:
    """Of every topic, in their order."""
    statement = select(ReasonTemplate).where(_in_use())
    order = (col(ReasonTemplate.topic), col(ReasonTemplate.position), _by_age())
    return session.exec(statement.order_by(*order)).all()


def _in_use() -> ColumnElement[bool]:
    return col(ReasonTemplate.retired_at).is_(None)


def _by_age() -> Any:
    return col(ReasonTemplate.id)
