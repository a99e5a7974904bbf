"""The journey of a lot: entries are only ever added; a correction is one more."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlmodel import Session, col, select

from app.core.days import day_in_vietnam
from app.core.db import utc_now
from app.core.errors import Invalid
from app.core.i18n import mark
from app.core.page_cache import touch
from app.traceability.models import Lot, LotStatus, TrackingEvent
from app.traceability.rules import Stage, balance, biz_step
from app.traceability.rules.materials import ErrorReason
from app.traceability.service.claims import OF_STEP, refuse_claims
from app.traceability.service.journeys.captured import (
    capture_step,
    declare_wrong,
    publish_captured,
)
from app.traceability.service.saving import in_turn

Text = Annotated[str, Field(max_length=500)]


class StepIn(BaseModel):
    """One step as it happened; `corrects_id` names the entry of the same lot that it corrects."""

    model_config = ConfigDict(from_attributes=True)

    stage: Stage
    event_time: AwareDatetime
    event_end: AwareDatetime | None = None
    title: Annotated[str, Field(min_length=1, max_length=120)]
    title_en: Annotated[str, Field(max_length=120)] = ""
    note: Text = ""
    note_en: Text = ""
    place: Annotated[str, Field(min_length=1, max_length=160)]
    location_code: Annotated[str, Field(min_length=1, max_length=60)]
    trace_code: Annotated[str, Field(min_length=1, max_length=60)]
    responsible: Annotated[str, Field(max_length=120)] = ""
    grams_in: Annotated[int, Field(ge=0)] | None = None
    grams_out: Annotated[int, Field(ge=0)] | None = None
    details: dict[str, Any] = Field(default_factory=dict)
    corrects_id: UUID | None = None


class StepTaken(Invalid):
    """This lot has another entry of the same stage and moment."""


def append_event(
    session: Session,
    lot: Lot,
    given: StepIn,
    actor: UUID | None = None,
    *,
    recorded_at: datetime | None = None,
) -> tuple[TrackingEvent, bool]:
    """Adds a step to the lot's journey, and says whether it was new: the same step twice is one.

    `recorded_at` is for invented samples alone: what somebody reports is recorded now.

    Raises Invalid by field: a moment that has not come or does not fit the lot's days (R7), an
    entry that is already there with other words, which takes a correction instead. Forbidden for
    words that food may not be sold with: a step is never taken back.
    """
    in_turn(session, lot.seller_id)
    found = _recorded(session, lot, given)
    if found is not None:
        if _same(found, given):
            return found, False
        taken = mark("Công đoạn này đã khai vào giờ đó. Sai thì ghi đính chính.")
        raise StepTaken(taken, {"event_time": taken})
    _check(session, lot, given)
    refuse_claims(session, given, OF_STEP)
    event = TrackingEvent(
        lot_id=lot.id,
        biz_step=biz_step(given.stage),
        recorded_by=actor,
        recorded_at=recorded_at or utc_now(),
        **given.model_dump(),
    )
    session.add(event)
    session.flush()  # a correction refers to it
    if lot.status is not LotStatus.DRAFT:
        touch(session, f"lot:{lot.code}")
        _capture(session, lot, event)
    return event, True


def _capture(session: Session, lot: Lot, event: TrackingEvent) -> None:
    """What the book does not tell already is an event of its own; a correction says of which."""
    if "journey" in event.details:
        return
    capture_step(session, lot, event)
    publish_captured(session, lot.seller_id, [event.id])
    if event.corrects_id is not None:
        reason = ErrorReason.INCORRECT_DATA
        wrong, actor = event.corrects_id, event.recorded_by
        declare_wrong(session, lot.seller_id, reason, wrong, event.id, actor)


def _recorded(session: Session, lot: Lot, given: StepIn) -> TrackingEvent | None:
    return session.exec(
        select(TrackingEvent).where(
            TrackingEvent.lot_id == lot.id,
            TrackingEvent.stage == given.stage,
            TrackingEvent.event_time == given.event_time,
            col(TrackingEvent.corrects_id).is_not_distinct_from(given.corrects_id),
        )
    ).first()


def _same(event: TrackingEvent, given: StepIn) -> bool:
    return all(getattr(event, name) == value for name, value in given.model_dump().items())


def _check(session: Session, lot: Lot, given: StepIn) -> None:
    fault = balance.step_fault(
        given.stage, day_in_vietnam(given.event_time), lot.harvested_on, lot.packed_on
    )
    if given.event_time > utc_now() + balance.CLOCK_TOLERANCE:
        fault = mark("Công đoạn này chưa tới giờ làm, chưa khai được.")
    if fault:
        raise Invalid(fields={"event_time": fault})
    if given.event_end is not None and given.event_end < given.event_time:
        raise Invalid(fields={"event_end": mark("Giờ xong không thể trước giờ bắt đầu.")})
    if given.corrects_id is not None:
        _check_corrected(session, lot, given.corrects_id)


def _check_corrected(session: Session, lot: Lot, corrected: UUID) -> None:
    event = session.get(TrackingEvent, corrected)
    if event is None or event.lot_id != lot.id:
        raise Invalid(fields={"corrects_id": mark("Mời chọn một mục trong danh sách.")})
