"""Putting a record right without touching it: it is declared an error, and another one holds.

An error declaration is EPCIS 2.0, 7.4.1.2; who has to agree is a rule of ours: what is older than
a day, or stands on a public page already, takes a second person.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from app.core.db import utc_now
from app.core.errors import Conflict, NotAllowed
from app.core.events import publish
from app.core.i18n import mark
from app.core.ids import new_code
from app.identity.service import audit
from app.traceability.models import (
    Asked,
    Correction,
    ErrorDeclaration,
    JourneyEvent,
    LotStatus,
)
from app.traceability.queries import materials as reads
from app.traceability.rules import recording
from app.traceability.rules.materials import ErrorReason
from app.traceability.service.journeys import booking
from app.traceability.service.journeys.booking import CODE_LENGTH
from app.traceability.service.journeys.captured import declare_wrong, publish_lot_events
from app.traceability.service.journeys.projecting import forget_report, show_correction
from app.traceability.service.journeys.recomputing import (
    recompute,
    refuse_later_than_use,
    touched_by,
)
from app.traceability.service.journeys.reviews import belongs_to
from app.traceability.service.saving import in_turn

ALONE = timedelta(hours=24)
"""As long as this somebody may put right alone what they wrote."""


@dataclass(frozen=True)
class EventCorrected:
    """News: `event_id` does not hold; `corrective_id` holds instead, if anything does."""

    event_id: UUID
    corrective_id: UUID | None


class AlreadyCorrected(Conflict):
    title = mark("Mục này đã đính chính")


class SecondPersonNeeded(NotAllowed):
    """Whoever asks for a correction may not agree to it."""

    title = mark("Cần người thứ hai đồng ý")


def correct(  # noqa: PLR0913  # which record, why, what holds instead, and by whom
    session: Session,
    event: JourneyEvent,
    reason: ErrorReason,
    note: str,
    actor: UUID | None,
    *,
    facts: dict[str, Any] | None = None,
) -> Correction:
    """Declares the record an error, at once or once a second person agrees.

    `facts` is what holds instead, as its form has it; without any the record simply did not
    happen. Raises Invalid as the form would, AlreadyCorrected.
    """
    in_turn(session, event.seller_id)
    _refuse_twice(session, event)
    given = Correction(
        code=new_code(CODE_LENGTH),
        seller_id=event.seller_id,
        event_id=event.id,
        reason=reason,
        note=note,
        facts=facts,
        asked_by=actor,
    )
    session.add(given)
    session.flush()  # one may wait at a time, which the database holds
    if needs_second(session, event):
        audit(session, actor, "journey.ask_correction", event, reason=note)
        return given
    given.state, given.answered_at = Asked.APPROVED, utc_now()
    _apply(session, event, given, approved_by=None)
    return given


def _refuse_twice(session: Session, event: JourneyEvent) -> None:
    declared = select(ErrorDeclaration.id).where(ErrorDeclaration.event_id == event.id)
    waiting = select(Correction.id).where(
        Correction.event_id == event.id, Correction.state == Asked.PENDING
    )
    if session.exec(declared).first() is not None:
        raise AlreadyCorrected(mark("Mục này đã đính chính rồi: mời đính chính mục thay nó."))
    if session.exec(waiting).first() is not None:
        raise AlreadyCorrected(mark("Đã có một đính chính đang chờ người thứ hai."))


def needs_second(session: Session, event: JourneyEvent) -> bool:
    """Whether it is older than a day, or stands on the page of a lot that is public."""
    if utc_now() - event.recorded_at > ALONE:
        return True
    lots = reads.lots_of(session, reads.downstream(session, touched_by(session, event)))
    return any(lot.status is not LotStatus.DRAFT for lot in lots)


def approve(session: Session, correction: Correction, actor: UUID, answer: str = "") -> None:
    """Another person than the one who asked agrees; a second click changes nothing.

    Raises SecondPersonNeeded, Invalid where the corrective record does not fit the balance by now.
    """
    in_turn(session, correction.seller_id)
    session.refresh(correction)
    if correction.state is not Asked.PENDING:
        return
    if actor == correction.asked_by:
        raise SecondPersonNeeded(mark("Người xin đính chính không tự duyệt được."))
    event = session.get_one(JourneyEvent, correction.event_id)
    _answer(correction, Asked.APPROVED, actor, answer)
    _apply(session, event, correction, approved_by=actor)


def reject(session: Session, correction: Correction, actor: UUID, answer: str) -> None:
    """The record stays as it was; whoever asked may take it back as well."""
    in_turn(session, correction.seller_id)
    session.refresh(correction)
    if correction.state is not Asked.PENDING:
        return
    _answer(correction, Asked.REJECTED, actor, answer)
    event = session.get_one(JourneyEvent, correction.event_id)
    audit(session, actor, "journey.reject_correction", event, reason=answer)


def _answer(correction: Correction, state: Asked, actor: UUID, answer: str) -> None:
    correction.state, correction.answered_at = state, utc_now()
    correction.answered_by, correction.answer = actor, answer


def _apply(
    session: Session, event: JourneyEvent, given: Correction, *, approved_by: UUID | None
) -> None:
    """From now on the record does not hold: twice recomputed, without it and with the new one."""
    touched = touched_by(session, event)
    declaration = ErrorDeclaration(
        event_id=event.id,
        reason=given.reason,
        note=given.note,
        declared_by=given.asked_by,
        approved_by=approved_by,
    )
    session.add(declaration)
    session.flush()  # nothing counts it any more
    lots = {lot.id: lot for lot in recompute(session, touched, event.lot_id)}
    corrective = None if given.facts is None else _replace(session, event, given)
    if corrective is not None:
        refuse_later_than_use(session, corrective)
        again = {*touched, *touched_by(session, corrective)}
        lots |= {lot.id: lot for lot in recompute(session, again, event.lot_id)}
    else:
        forget_report(session, event)
    right_id = corrective.id if corrective else None
    declare_wrong(session, event.seller_id, given.reason, event.id, right_id, given.asked_by)
    show_correction(session, event, corrective, given, list(lots.values()))
    for lot in lots.values():
        if lot.status is not LotStatus.DRAFT:
            publish_lot_events(session, lot)
    audit(
        session,
        approved_by or given.asked_by,
        "journey.correct",
        event,
        before=event.facts,
        after=given.facts,
        reason=given.note,
    )
    publish(session, EventCorrected(event.id, right_id))


def _replace(session: Session, event: JourneyEvent, given: Correction) -> JourneyEvent:
    """The corrective record, checked against the balance as any other. Raises Invalid."""
    facts = (given.facts or {}) | {"client_id": given.id}
    right = recording.read(event.kind, facts)
    planned = booking.plan(session, event.seller_id, right, given.asked_by, corrects=event)
    by = given.answered_by
    reviewed = by is not None and not belongs_to(session, event.seller_id, by)
    return booking.keep(
        session, event.seller_id, right, planned, given.asked_by, reviewed=reviewed, corrects=event
    )
