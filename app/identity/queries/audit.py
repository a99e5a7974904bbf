"""Reads of the audit log."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, or_, tuple_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.core.db import any_columns
from app.identity.models import AuditEntry, User
from app.identity.rules.records import Place

PAGE = 20


def audit_trail(session: Session, subject_id: UUID) -> Sequence[AuditEntry]:
    """What was done to a row, the latest first."""
    statement = select(AuditEntry).where(AuditEntry.subject_id == subject_id)
    return session.exec(statement.order_by(col(AuditEntry.at).desc())).all()


def latest_entries(session: Session, subject_id: UUID, count: int = 10) -> Sequence[AuditEntry]:
    """The last things done to a row, for a page about it."""
    statement = select(AuditEntry).where(AuditEntry.subject_id == subject_id)
    latest = statement.order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
    return session.exec(latest.limit(count)).all()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for in the log: `None` and empty ask for nothing, an empty set finds none."""

    actors: frozenset[UUID] | None = None
    action: str = ""
    subjects: frozenset[UUID] | None = None
    since: datetime | None = None
    until: datetime | None = None  # not included
    assisted: bool = False


def log_page(wanted: Wanted, after: Place | None = None, size: int = PAGE) -> Select[Any]:
    """Entries with their actors' names, the latest first, older than the place `after`."""
    statement = (
        columns(*any_columns(*ENTRY, col(User.name).label("actor_name")))
        .outerjoin(User, col(User.id) == AuditEntry.actor_id)
        .where(*_conditions(wanted))
        .order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
        .limit(size)
    )
    if after is None:
        return statement
    return statement.where(tuple_(AuditEntry.at, AuditEntry.id) < (after.at, after.id))


ENTRY = (
    AuditEntry.id,
    AuditEntry.at,
    AuditEntry.actor_id,
    AuditEntry.action,
    AuditEntry.subject_type,
    AuditEntry.subject_id,
    AuditEntry.reason,
    AuditEntry.assisted_for,
    AuditEntry.before,
    AuditEntry.after,
)


def entries(
    session: Session, wanted: Wanted, after: Place | None = None
) -> tuple[Sequence[Row[Any]], Place | None]:
    """One page, and where the next one begins if there is one."""
    found = session.connection().execute(log_page(wanted, after, PAGE + 1)).all()
    shown = found[:PAGE]
    return shown, Place(shown[-1].at, shown[-1].id) if len(found) > PAGE else None


def entry(session: Session, entry_id: UUID) -> Row[Any] | None:
    """One of them, with its actor's name."""
    statement = log_page(Wanted(), size=1).where(col(AuditEntry.id) == entry_id)
    return session.connection().execute(statement).first()


def entry_count(session: Session, wanted: Wanted) -> int:
    statement = select(func.count()).select_from(AuditEntry).where(*_conditions(wanted))
    return session.exec(statement).one()


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.actors is not None:
        yield col(AuditEntry.actor_id).in_(wanted.actors)
    if wanted.action:
        yield col(AuditEntry.action) == wanted.action
    if wanted.subjects is not None:
        yield col(AuditEntry.subject_id).in_(wanted.subjects)
    if wanted.since is not None:
        yield col(AuditEntry.at) >= wanted.since
    if wanted.until is not None:
        yield col(AuditEntry.at) < wanted.until
    if wanted.assisted:
        yield col(AuditEntry.assisted_for).is_not(None)


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
