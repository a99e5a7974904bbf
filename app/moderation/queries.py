"""The rules and sentences in force, and those of before."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from app.core.days import today
from app.moderation.models import ClaimRule, ReasonTemplate, Topic
from app.moderation.rules.claims import Claim


def claims(session: Session) -> Sequence[Claim]:
    """The rules in force today."""
    statement = select(ClaimRule).where(
        col(ClaimRule.ended_at).is_(None), ClaimRule.valid_from <= today()
    )
    return [
        Claim(rule.phrase, rule.severity, rule.exact, rule.note, rule.source)
        for rule in session.exec(statement)
    ]


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
