"""Documents of a seller's own systems: all their events or none, or as many as will do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal
from uuid import UUID

from sqlmodel import Session, select

from app.core.db import utc_now
from app.core.errors import DomainError
from app.core.events import publish
from app.core.i18n import gettext, mark
from app.epcis.models import EpcisCapture
from app.epcis.rules.canon import Canonical, canonical_event
from app.epcis.rules.documents import Document, read_document
from app.epcis.rules.faults import Fault, InvalidEvent, pointer
from app.epcis.service.news import EventCaptured
from app.epcis.service.recording import add_events
from app.sellers.models import Seller

CAPTURE_LIMIT = 500
"""Events of one document."""
MOST_FAULTS = 100
"""That one answer names."""
Behaviour = Literal["rollback", "proceed"]
EXCEPTION = "epcisException:ValidationException"


class CaptureLimitExceeded(DomainError):
    """More events than one document may have."""

    status, title = 413, mark("Tài liệu có quá nhiều sự kiện")


class CaptureRolledBack(Exception):
    """Takes back what was captured so far; never leaves this module."""


def capture(
    session: Session,
    seller_id: UUID,
    document: Any,
    *,
    behaviour: Behaviour = "rollback",
    actor: UUID | None = None,
) -> EpcisCapture:
    """Captures the events of a document for a seller; the job says what became of them.

    Events that are known already count as captured. One that a listener refuses is an error of the
    job: by `rollback` nothing of the document stays, by `proceed` everything else does. Raises
    InvalidEvent when the frame is wrong or, by `rollback`, any event; CaptureLimitExceeded.
    """
    began = utc_now()
    read = read_document(document)
    if len(read.events) > CAPTURE_LIMIT:
        raise CaptureLimitExceeded(mark("Mỗi tài liệu nhiều nhất 500 sự kiện."))
    events, errors = _read_all(read, behaviour)
    _in_turn(session, seller_id)
    captured, refused = _take(session, seller_id, events, behaviour, actor)
    errors |= {
        place: _problem(error, pointer((*read.path, place))) for place, error in refused.items()
    }
    job = EpcisCapture(
        seller_id=seller_id,
        behaviour=behaviour,
        events=len(read.events),
        captured=captured,
        success=not errors,
        errors=[errors[place] for place in sorted(errors)],
        created_at=began,
        finished_at=utc_now(),
    )
    session.add(job)
    return job


def capture_one(
    session: Session, seller_id: UUID, event: Any, *, actor: UUID | None = None
) -> tuple[Canonical, bool]:
    """One event with a context of its own, and whether it is new. Raises what is wrong with it."""
    context = event.get("@context") if isinstance(event, dict) else None
    if context is None:
        raise InvalidEvent([Fault(("@context",), mark("Sự kiện đứng riêng phải có @context."))])
    said = canonical_event(event)
    _in_turn(session, seller_id)
    with session.begin_nested():
        new = _add(session, seller_id, [said], actor)
    return said, bool(new)


def _in_turn(session: Session, seller_id: UUID) -> None:
    """The seller's row before the seller's chain, as everybody locks them who records something."""
    session.exec(select(Seller.id).where(Seller.id == seller_id).with_for_update(key_share=True))


def _read_all(
    read: Document, behaviour: Behaviour
) -> tuple[dict[int, Canonical], dict[int, dict[str, Any]]]:
    """Valid events by their places, and what is wrong with the others."""
    events: dict[int, Canonical] = {}
    invalid: dict[int, InvalidEvent] = {}
    for place in range(len(read.events)):
        try:
            events[place] = read.canonical(place)
        except InvalidEvent as error:
            invalid[place] = error
    if invalid and behaviour == "rollback":
        raise InvalidEvent([fault for one in invalid.values() for fault in one.faults])
    return events, {
        place: _problem(error, pointer((*read.path, place))) for place, error in invalid.items()
    }


def _take(
    session: Session,
    seller_id: UUID,
    events: dict[int, Canonical],
    behaviour: Behaviour,
    actor: UUID | None,
) -> tuple[int, dict[int, DomainError]]:
    """All at once, which is what nearly always happens; after a refusal one by one.

    How many were new, and the refusals by place.
    """
    try:
        with session.begin_nested():
            return len(_add(session, seller_id, list(events.values()), actor)), {}
    except DomainError:
        return _one_by_one(session, seller_id, events, behaviour, actor)


def _one_by_one(
    session: Session,
    seller_id: UUID,
    events: dict[int, Canonical],
    behaviour: Behaviour,
    actor: UUID | None,
) -> tuple[int, dict[int, DomainError]]:
    captured, refused = 0, {}
    with _taken_back(session):
        for place, said in events.items():
            try:
                with session.begin_nested():
                    captured += len(_add(session, seller_id, [said], actor))
            except DomainError as error:
                refused[place] = error
        if refused and behaviour == "rollback":
            raise CaptureRolledBack
        return captured, refused
    return 0, refused


@contextmanager
def _taken_back(session: Session) -> Iterator[None]:
    """A savepoint, gone back to when everything is to be taken back."""
    savepoint = session.begin_nested()
    try:
        with savepoint:
            yield
    except CaptureRolledBack:
        return


def _add(
    session: Session, seller_id: UUID, events: list[Canonical], actor: UUID | None
) -> set[str]:
    """New ones, each told to whoever may refuse it."""
    new = add_events(session, seller_id, events, actor=actor)
    told: set[str] = set()
    for said in events:
        if said.hash in new - told:
            told.add(said.hash)
            publish(session, EventCaptured(seller_id, said.body, said.hash))
    return new


def _problem(error: DomainError, place: str) -> dict[str, Any]:
    """Problem details (RFC 9457) of one event, with the JSON path of what is wrong."""
    said: dict[str, Any] = {
        "type": EXCEPTION,
        "title": gettext(error.title),
        "status": error.status,
        "detail": gettext(str(error) or error.title),
        "pointer": place,
    }
    if isinstance(error, InvalidEvent):
        said["errors"] = [fault.shown() for fault in error.faults[:MOST_FAULTS]]
    return said
