"""Events that a query asks for, a page at a time.

An error declaration is shown as the standard has it: a second copy of the event. So two
statements, of originals and of declared copies, are merged in order; both follow an index.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, literal, tuple_
from sqlmodel import Session, col, func, select

from app.core.db import any_columns
from app.core.errors import DomainError
from app.core.i18n import mark
from app.epcis.models import EpcisError, EpcisEvent
from app.epcis.queries.conditions import asked_for, named
from app.epcis.queries.visible import visible
from app.epcis.rules.asking import Asked
from app.epcis.rules.shown import Shown

ORIGINAL = UUID(int=0)
"""Stands for the declaration that an original does not have."""
Place = tuple[datetime, UUID, UUID]
"""Of an event in the order of an answer: its time, its row, its declaration."""


class TooManyEvents(DomainError):
    """More than `maxEventCount`."""

    status, title = 413, mark("Kết quả nhiều hơn mức đã hẹn")


@dataclass(frozen=True)
class Page:
    """`following` is where the next page begins; None on the last."""

    events: list[Shown]
    following: Place | None = None


_SHOWN: tuple[Any, ...] = any_columns(
    EpcisEvent.id,
    EpcisEvent.body,
    EpcisEvent.prefixes,
    EpcisEvent.spelled,
    EpcisEvent.event_id,
    EpcisEvent.event_time,
)


def page(
    session: Session,
    asked: Asked,
    seller_id: UUID | None,
    after: Place | None = None,
    size: int | None = None,
) -> Page:
    """`size` events after a place, in the order that is asked. Raises TooManyEvents."""
    size = size or asked.per_page
    if asked.most is not None and after is None:
        _refuse_more(session, asked, seller_id)
    rows: list[Any] = []
    for declared in _kinds(asked):
        statement: Any = _statement(asked, seller_id, after, declared=declared)
        rows += session.exec(statement.limit(size + 1)).all()
    rows.sort(key=lambda row: _place(row, asked), reverse=asked.descending)
    more = len(rows) > size
    return Page(
        [shown(row) for row in rows[:size]], _place(rows[size - 1], asked) if more else None
    )


def _kinds(asked: Asked) -> tuple[bool, ...]:
    return (False, True) if asked.declared is None else (asked.declared,)


def _refuse_more(session: Session, asked: Asked, seller_id: UUID | None) -> None:
    assert asked.most is not None
    found = 0
    for declared in _kinds(asked):
        inner = _statement(asked, seller_id, None, declared=declared).order_by(None)
        limited = inner.limit(asked.most + 1).subquery()
        found += session.exec(select(func.count()).select_from(limited)).one()
    if found > asked.most:
        raise TooManyEvents(mark("Kết quả nhiều hơn maxEventCount."))


def _statement(
    asked: Asked, seller_id: UUID | None, after: Place | None, *, declared: bool
) -> Select[Any]:
    error_columns = _DECLARED if declared else _UNDECLARED
    statement: Any = select(*any_columns(*_SHOWN, *error_columns)).select_from(EpcisEvent)
    if declared:
        statement = statement.join(EpcisError, col(EpcisError.event_id) == col(EpcisEvent.id))
    time = _time(asked, declared=declared)
    keys = (time, col(EpcisEvent.id)) + ((col(EpcisError.id),) if declared else ())
    statement = statement.where(visible(seller_id), *asked_for(asked, declared=declared))
    if after is not None:
        statement = statement.where(_beyond(keys, after, descending=asked.descending))
    ordered: Select[Any] = statement.order_by(
        *(key.desc() if asked.descending else key for key in keys)
    )
    return ordered


_DECLARED: tuple[Any, ...] = any_columns(
    col(EpcisError.recorded_at).label("recorded_at"),
    col(EpcisError.id).label("declaration"),
    EpcisError.declared_at,
    EpcisError.reason,
    EpcisError.corrective_ids,
)
_UNDECLARED: tuple[Any, ...] = any_columns(
    EpcisEvent.recorded_at,
    literal(ORIGINAL).label("declaration"),
    literal(None).label("declared_at"),
    literal("").label("reason"),
    literal(None).label("corrective_ids"),
)


def _time(asked: Asked, *, declared: bool) -> Any:
    if not asked.by_record_time:
        return col(EpcisEvent.event_time)
    return col(EpcisError.recorded_at) if declared else col(EpcisEvent.recorded_at)


def _beyond(keys: tuple[Any, ...], after: Place, *, descending: bool) -> ColumnElement[bool]:
    """After a place in the order; an original comes before its declared copies."""
    key = tuple_(*keys)
    if len(keys) == 3:
        return key < after if descending else key > after
    at = after[:2]
    if descending:
        return key <= at if after[2] != ORIGINAL else key < at
    return key > at


def _place(row: Any, asked: Asked) -> Place:
    return (row.recorded_at if asked.by_record_time else row.event_time, row.id, row.declaration)


def shown(row: Row[Any] | Any) -> Shown:
    return Shown(
        row.body,
        row.prefixes,
        row.spelled,
        row.event_id,
        row.recorded_at,
        row.declared_at,
        row.reason,
        tuple(row.corrective_ids or ()),
    )


def one_event(session: Session, event_id: str, seller_id: UUID | None) -> list[Shown]:
    """An event by its id or hash, and its declared copies; nothing when the reader may not see it.

    Two sellers may have captured the same event: a seller's own comes first.
    """
    own = col(EpcisEvent.seller_id) == seller_id if seller_id else literal(value=True)
    statement = (
        select(EpcisEvent)
        .where(visible(seller_id), named([event_id]))
        .order_by(own.desc(), col(EpcisEvent.id))
        .limit(1)
    )
    event = session.exec(statement).first()
    if event is None:
        return []
    return [_original(event), *(_copy(event, error) for error in declarations(session, event.id))]


def declarations(session: Session, event_id: UUID) -> Sequence[EpcisError]:
    statement = select(EpcisError).where(EpcisError.event_id == event_id)
    return session.exec(statement.order_by(col(EpcisError.id))).all()


def _original(event: EpcisEvent) -> Shown:
    return Shown(event.body, event.prefixes, event.spelled, event.event_id, event.recorded_at)


def _copy(event: EpcisEvent, error: EpcisError) -> Shown:
    return Shown(
        event.body,
        event.prefixes,
        event.spelled,
        event.event_id,
        error.recorded_at,
        error.declared_at,
        error.reason,
        tuple(error.corrective_ids),
    )


def own_event(session: Session, seller_id: UUID, event_hash: str) -> EpcisEvent | None:
    """Another seller's does not exist."""
    statement = select(EpcisEvent).where(
        EpcisEvent.seller_id == seller_id, EpcisEvent.event_hash == event_hash
    )
    return session.exec(statement).first()


def events_of(session: Session, seller_id: UUID, hashes: Sequence[str]) -> Sequence[EpcisEvent]:
    """A seller's events by their hashes, in the order of their time."""
    statement = (
        select(EpcisEvent)
        .where(EpcisEvent.seller_id == seller_id, col(EpcisEvent.event_hash).in_(hashes))
        .order_by(col(EpcisEvent.event_time), col(EpcisEvent.id))
    )
    return session.exec(statement).all()
