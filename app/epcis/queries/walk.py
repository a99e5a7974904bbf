"""Along the things that events are about: what went into a lot, and what became of it.

A transformation leads from its inputs to its outputs, also over events that share a
`transformationID`; an aggregation leads from what is packed to what it is packed into. An event
that was declared wrong leads nowhere.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.core.db import any_columns
from app.core.errors import DomainError
from app.core.i18n import mark
from app.epcis.models import EpcisError, EpcisEvent, EpcisThing
from app.epcis.queries.events import Page, page
from app.epcis.queries.visible import visible
from app.epcis.rules.asking import Asked, Condition
from app.epcis.rules.shown import Shown
from app.epcis.rules.subjects import HELD, INTO, OUT_OF, PARENT

MOST_THINGS, MOST_EVENTS = 2000, 2000
EVERY_ROLE = INTO | OUT_OF | HELD | {PARENT, "epc", "class"}


class JourneyTooLong(DomainError):
    """A lot with more around it than one document may hold."""

    status, title = 413, mark("Hành trình dài quá một lần tải")


@dataclass(frozen=True)
class Way:
    """Roles of the things that one comes from, and of those that one gets to."""

    transformed: tuple[frozenset[str], frozenset[str]]
    packed: tuple[frozenset[str], frozenset[str]]


DOWN = Way((INTO, OUT_OF), (HELD, frozenset({PARENT})))
UP = Way((OUT_OF, INTO), (frozenset({PARENT}), HELD))


def upstream(session: Session, epc: str, seller_id: UUID | None) -> set[str]:
    """Everything that `epc` came from, by canonical identifiers. Raises JourneyTooLong."""
    return _reached(epc, lambda found: _next(session, found, UP, seller_id))


def downstream(session: Session, epc: str, seller_id: UUID | None) -> set[str]:
    """Everything that came of `epc`, likewise."""
    return _reached(epc, lambda found: _next(session, found, DOWN, seller_id))


def whole_journey(session: Session, epc: str, seller_id: UUID | None) -> list[Shown]:
    """Every visible event about a thing, what it came from and what came of it, oldest first.

    Raises JourneyTooLong.
    """
    epcs = {epc} | upstream(session, epc, seller_id) | downstream(session, epc, seller_id)
    asked = Asked((about(*sorted(epcs)),), descending=False)
    found: Page = page(session, asked, seller_id, size=MOST_EVENTS)
    if found.following is not None:
        raise JourneyTooLong(mark("Hành trình có hơn 2.000 sự kiện: hãy hỏi từng phần."))
    return found.events


def about(*epcs: str) -> Condition:
    """Of events that speak of these things in any role."""
    return Condition("thing", "in", tuple((epc, False) for epc in epcs), EVERY_ROLE)


def _reached(epc: str, following: Callable[[set[str]], set[str]]) -> set[str]:
    found: set[str] = set()
    edge = {epc}
    while edge:
        edge = following(edge) - found - {epc}
        found |= edge
        if len(found) > MOST_THINGS:
            raise JourneyTooLong(mark("Hành trình có hơn 2.000 vật: hãy hỏi từng phần."))
    return found


def _next(session: Session, epcs: set[str], way: Way, seller_id: UUID | None) -> set[str]:
    """One step: in three statements, however many things there are."""
    came, led = way.transformed
    transformed = _events(session, epcs, came, ("TransformationEvent",), seller_id)
    shared = {row.transformation_id for row in transformed if row.transformation_id}
    ids = {row.id for row in transformed} | _sharing(session, shared, seller_id)
    came_packed, led_packed = way.packed
    packed = _events(session, epcs, came_packed, ("AggregationEvent",), seller_id)
    return _things(session, ids, led) | _things(session, {row.id for row in packed}, led_packed)


def _events(
    session: Session,
    epcs: Iterable[str],
    roles: frozenset[str],
    kinds: tuple[str, ...],
    seller_id: UUID | None,
) -> list[Any]:
    statement = (
        select(*any_columns(EpcisEvent.id, EpcisEvent.transformation_id))
        .join(EpcisThing, col(EpcisThing.event_id) == col(EpcisEvent.id))
        .where(
            col(EpcisThing.epc).in_(sorted(epcs)),
            col(EpcisThing.role).in_(sorted(roles)),
            col(EpcisEvent.kind).in_(kinds),
            col(EpcisEvent.action).is_distinct_from("DELETE"),
            _true(),
            visible(seller_id),
        )
    )
    return list(session.exec(statement).all())


def _sharing(session: Session, shared: set[str], seller_id: UUID | None) -> set[UUID]:
    if not shared:
        return set()
    statement = select(EpcisEvent.id).where(
        col(EpcisEvent.transformation_id).in_(sorted(shared)), _true(), visible(seller_id)
    )
    return set(session.exec(statement).all())


def _things(session: Session, ids: set[UUID], roles: frozenset[str]) -> set[str]:
    if not ids:
        return set()
    statement = select(EpcisThing.epc).where(
        col(EpcisThing.event_id).in_(ids), col(EpcisThing.role).in_(sorted(roles))
    )
    return set(session.exec(statement).all())


def _true() -> Any:
    """Not declared wrong."""
    wrong = select(EpcisError.id).where(EpcisError.event_id == col(EpcisEvent.id))
    return ~wrong.exists()
