"""The book's records as a lot's public journey tells them; corrections beside what they correct."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.core.text import slugify
from app.moderation.queries import claims_once
from app.places import queries as places
from app.sellers.models import Seller
from app.traceability.models import (
    Assurance,
    Correction,
    GrowingArea,
    JourneyEvent,
    LabReport,
    Lot,
    LotStatus,
    TrackingEvent,
)
from app.traceability.queries import materials as reads
from app.traceability.rules import Stage, recording
from app.traceability.rules.forms import place_code
from app.traceability.rules.materials import EventKind
from app.traceability.rules.recording import ProcessIn, RecordIn, ShipIn, StepRow, TestIn
from app.traceability.rules.stages import TITLES
from app.traceability.service.journeys.captured import NOT_PUBLIC, publish_captured
from app.traceability.service.papers import ReportIn, save_report
from app.traceability.service.steps import StepIn, append_event

STAGES = {
    EventKind.HARVEST: Stage.HARVEST,
    EventKind.RECEIPT: Stage.RECEIPT,
    EventKind.PROCESS: Stage.PROCESS,
    EventKind.BLEND: Stage.BLEND,
    EventKind.TEST: Stage.TEST,
    EventKind.PACK: Stage.PACK,
    EventKind.SHIP: Stage.SHIP,
}
NOT_TOLD = {EventKind.FARM_LOG, EventKind.SHIP}
"""Of the garden, not of one lot; and whom a seller delivers to, which is the seller's business."""
TOLD_BY = "journey"
"""Where a public step names the records that it tells, by their codes."""


def show(session: Session, event: JourneyEvent, given: RecordIn, actor: UUID | None) -> None:
    """What a new record adds to the public journey of its lot; a packed lot brings all before."""
    if isinstance(given, TestIn):
        _report(session, event, given, actor)
    if event.lot_id is None:
        return
    lot = session.get_one(Lot, event.lot_id)
    if lot.status is not LotStatus.DRAFT and event.kind not in NOT_PUBLIC:
        publish_captured(session, lot.seller_id, [event.id])
    told = [event]
    if event.kind is EventKind.PACK:
        behind = reads.events_behind(session, reads.materials_of_lot(session, lot.id))
        told = [*behind, event]
    with claims_once(session):
        for step, recorded_at in _together(session, told, lot):
            append_event(session, lot, step, actor, recorded_at=recorded_at)


def _together(
    session: Session, told: Sequence[JourneyEvent], lot: Lot
) -> list[tuple[StepIn, datetime]]:
    """Steps of the same kind and moment are one: a morning's picking of several households."""
    found: dict[tuple[Stage, datetime], tuple[StepIn, datetime]] = {}
    for record in told:
        for step in steps_of(session, record, lot):
            at = (step.stage, step.event_time)
            known = found.get(at)
            both = _added(known[0], step) if known else step
            found[at] = (both, max(known[1], record.recorded_at) if known else record.recorded_at)
    return list(found.values())


def _added(one: StepIn, other: StepIn) -> StepIn:
    people = dict.fromkeys(name for name in (one.responsible, other.responsible) if name)
    placed = dict.fromkeys((one.place, other.place))
    codes = one.details[TOLD_BY] + other.details[TOLD_BY]
    return one.model_copy(
        update={
            "responsible": ", ".join(people)[:120],
            "place": "; ".join(placed)[:160],
            "grams_in": _sum(one.grams_in, other.grams_in),
            "grams_out": _sum(one.grams_out, other.grams_out),
            "details": one.details | {TOLD_BY: codes},
        }
    )


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None and other is None else (one or 0) + (other or 0)


def _report(session: Session, event: JourneyEvent, given: TestIn, actor: UUID | None) -> None:
    lot = session.get_one(Lot, event.lot_id)
    fields = {name: getattr(given, name) for name in ("number", "laboratory", "result", "passed")}
    assurance = Assurance.UPLOADED if given.paper else Assurance.SELF_DECLARED
    report = ReportIn(reported_on=given.day, assurance=assurance, **fields)
    save_report(session, lot, report, actor)


def forget_report(session: Session, event: JourneyEvent) -> None:
    """Of a test that did not take place there is no report either."""
    if event.kind is not EventKind.TEST:
        return
    number = event.facts["number"]
    statement = select(LabReport).where(LabReport.lot_id == event.lot_id)
    for report in session.exec(statement.where(LabReport.number == number)).all():
        session.delete(report)


def show_correction(
    session: Session,
    event: JourneyEvent,
    corrective: JourneyEvent | None,
    given: Correction,
    lots: Sequence[Lot],
) -> None:
    """Beside every public step that told the wrong record, what is right or that it was nothing."""
    if corrective is not None and corrective.kind is EventKind.TEST:
        right = recording.read(EventKind.TEST, corrective.facts | {"client_id": corrective.id})
        _report(session, corrective, right, given.asked_by)  # type: ignore[arg-type]
    for lot in lots:
        right_steps = list(steps_of(session, corrective, lot)) if corrective else []
        for place, step in enumerate(_told(session, lot, event)):
            right_step = right_steps[place] if place < len(right_steps) else None
            _append_right(session, lot, step, right_step, given)


def _told(session: Session, lot: Lot, event: JourneyEvent) -> Sequence[TrackingEvent]:
    statement = (
        select(TrackingEvent)
        .where(
            TrackingEvent.lot_id == lot.id,
            col(TrackingEvent.details)[TOLD_BY].contains([event.code]),
        )
        .order_by(col(TrackingEvent.event_time), col(TrackingEvent.id))
    )
    return session.exec(statement).all()


def _append_right(
    session: Session, lot: Lot, wrong: TrackingEvent, right: StepIn | None, given: Correction
) -> None:
    if right is None:
        copied = {name: getattr(wrong, name) for name in StepIn.model_fields}
        right = StepIn(**copied | {"note": given.note, "grams_in": None, "grams_out": None})
    step = right.model_copy(update={"stage": wrong.stage, "corrects_id": wrong.id})
    append_event(session, lot, step, given.asked_by)


def steps_of(session: Session, event: JourneyEvent, lot: Lot) -> Iterator[StepIn]:
    """One step of the public journey for each record; a batch tells its own steps one by one."""
    given = recording.read(event.kind, event.facts | {"client_id": event.id})
    if event.kind in NOT_TOLD:
        return
    flows = reads.flows_of(session, [event.id])
    common = _common(session, event, lot, given, flows)
    if isinstance(given, ProcessIn) and given.steps:
        yield from _batch(event, given.steps, common)
        return
    yield StepIn(**common)


def _common(
    session: Session, event: JourneyEvent, lot: Lot, given: RecordIn, flows: Sequence[Any]
) -> dict[str, Any]:
    stage = STAGES[event.kind]
    title, title_en = TITLES[stage]
    made = [flow for flow in flows if flow.made]
    taken = [flow for flow in flows if not flow.made]
    return {
        "stage": stage,
        "event_time": event.event_time,
        "event_end": event.event_end,
        "title": title,
        "title_en": title_en,
        "note": _note(given),
        "responsible": getattr(given, "operator", "") or getattr(given, "farmer", ""),
        "trace_code": _trace_code(event, lot, made or taken),
        "grams_in": sum(flow.grams for flow in taken) or None,
        "grams_out": sum(flow.grams for flow in made) or None,
        "details": {TOLD_BY: [event.code]},
    } | _place(session, event)


def _note(given: RecordIn) -> str:
    if isinstance(given, ShipIn):
        return f"{given.packs} → {given.to}. {given.note}".strip()
    return given.note


def _trace_code(event: JourneyEvent, lot: Lot, flows: Sequence[Any]) -> str:
    """The material's number; of what happened to packets, the lot's own code."""
    if event.kind in {EventKind.PACK, EventKind.SHIP, EventKind.TEST} or not flows:
        return lot.code
    return str(flows[0].number)


def _place(session: Session, event: JourneyEvent) -> dict[str, str]:
    """Picking happens in the growing area, everything else where the seller is registered."""
    seller = session.get_one(Seller, event.seller_id)
    ward, name, code = seller.ward_code, seller.street, ""
    if event.growing_area_id is not None:
        area = session.get_one(GrowingArea, event.growing_area_id)
        ward, name = area.ward_code, area.name
        code = area.code or place_code(ward, slugify(name))
    line = places.address_line(name, ward)[:160]
    return {"place": line, "location_code": code or place_code(ward, seller.slug)}


def _batch(
    event: JourneyEvent, rows: Sequence[StepRow], common: dict[str, Any]
) -> Iterator[StepIn]:
    """The first step takes the leaf, the last one gives the tea."""
    at = event.event_time
    for place, row in enumerate(rows):
        end = at + timedelta(minutes=row.minutes) if row.minutes else None
        title, title_en = TITLES[row.stage]
        told = {"celsius": row.celsius, "minutes": row.minutes}
        yield StepIn(
            **common
            | {
                "stage": row.stage,
                "event_time": at,
                "event_end": end,
                "title": title,
                "title_en": title_en,
                "note": row.note,
                "grams_in": common["grams_in"] if not place else None,
                "grams_out": common["grams_out"] if place == len(rows) - 1 else None,
                "details": common["details"] | {k: v for k, v in told.items() if v is not None},
            }
        )
        at = end or at + timedelta(minutes=1)
