"""A lot as a seller declares it in one form: what was weighed, and its whole journey at once."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.core.errors import Invalid
from app.core.text import slugify
from app.identity.service import audit
from app.moderation.queries import claims_once
from app.places import queries as places
from app.sellers.models import Seller
from app.traceability.models import GrowingArea, Lot, LotStatus, TrackingEvent
from app.traceability.rules import Stage
from app.traceability.rules.forms import PackedLotIn, StepRow, WeighedIn, moment, place_code
from app.traceability.rules.stages import TITLES
from app.traceability.service.lots import LotClosed, LotIn, record_lot
from app.traceability.service.steps import StepIn, append_event


def declare_lot(
    session: Session,
    seller: Seller,
    given: PackedLotIn,
    steps: Sequence[StepRow],
    actor: UUID | None = None,
) -> Lot:
    """A draft with its harvest, its steps and its packing; the same form twice makes one.

    Raises Invalid by field; what is wrong with step 2 is at `step-2-…`.
    """
    with claims_once(session):
        lot, is_new = record_lot(session, seller.id, LotIn(**_facts(given)), actor, new=True)
        if is_new:
            _tell(session, seller, lot, given, steps, actor)
    return lot


def _tell(  # noqa: PLR0913, PLR0917  # whose lot, its form and its steps, by whom
    session: Session,
    seller: Seller,
    lot: Lot,
    given: PackedLotIn,
    steps: Sequence[StepRow],
    actor: UUID | None,
) -> None:
    harvested = moment(given.harvested_on, given.harvest_clock)
    with _typed_as({"note": "harvest_note"}):
        _append(session, seller, lot, _step(Stage.HARVEST, harvested, given.harvest_note), actor)
    for place, row in enumerate(steps):
        with _typed_as(_of_row(place)):
            add_step(session, seller, lot, row, actor=actor)
    packed = moment(given.packed_on, given.pack_clock)
    with _typed_as({"note": "pack_note"}):
        _append(session, seller, lot, _step(Stage.PACK, packed, given.pack_note), actor)


def _facts(given: WeighedIn) -> dict[str, Any]:
    return given.model_dump(exclude={"harvest_clock", "harvest_note", "pack_clock", "pack_note"})


@contextmanager
def _typed_as(names: Mapping[str, str]) -> Iterator[None]:
    """What is refused of a step stands at the field of the form that it was typed into."""
    try:
        yield
    except Invalid as wrong:
        wrong.fields = {names.get(name, name): said for name, said in wrong.fields.items()}
        raise


def _of_row(place: int) -> Mapping[str, str]:
    typed = {name: name for name in StepIn.model_fields} | {"event_time": "day"}
    return {name: f"step-{place}-{field}" for name, field in typed.items()}


def weigh_again(
    session: Session, lot: Lot, given: WeighedIn, actor: UUID | None = None
) -> tuple[Lot, bool]:
    """Puts a draft right; its number, its days and its journey stay. Raises as `record_lot`."""
    if lot.status is not LotStatus.DRAFT:
        raise LotClosed
    kept = {name: getattr(lot, name) for name in ("lot_number", "harvested_on", "packed_on")}
    return record_lot(session, lot.seller_id, LotIn(**_facts(given) | kept), actor)


def add_step(  # noqa: PLR0913  # whose step, of what, by whom
    session: Session,
    seller: Seller,
    lot: Lot,
    row: StepRow,
    *,
    corrects: TrackingEvent | None = None,
    actor: UUID | None = None,
) -> tuple[TrackingEvent, bool]:
    """One more entry of the lot's journey. Raises Invalid by field of `StepIn`.

    A correction says what is right beside what was wrong, which stays readable.
    """
    stage = corrects.stage if corrects else row.stage
    facts = _step(stage, row.moment(), row.note)
    if row.responsible:
        facts["responsible"] = row.responsible
    if corrects:
        facts["corrects_id"] = corrects.id
    event, is_new = _append(session, seller, lot, facts, actor)
    if is_new and actor is not None:
        told = {"stage": event.stage, "at": event.event_time.isoformat(), "note": event.note}
        audit(session, actor, "lot.correct_step" if corrects else "lot.add_step", lot, after=told)
    return event, is_new


def _step(stage: Stage, at: datetime, note: str) -> dict[str, Any]:
    title, title_en = TITLES[stage]
    return {
        "stage": stage,
        "event_time": at,
        "title": title,
        "title_en": title_en,
        "note": note,
    }


def _append(
    session: Session, seller: Seller, lot: Lot, facts: dict[str, Any], actor: UUID | None
) -> tuple[TrackingEvent, bool]:
    place = _place(session, seller, lot, facts["stage"])
    code = lot.code if facts["stage"] is Stage.PACK else f"{lot.lot_number}-{facts['stage'].value}"
    step = StepIn(**{"responsible": lot.maker} | facts | place, trace_code=code.upper())
    return append_event(session, lot, step, actor)


def _place(session: Session, seller: Seller, lot: Lot, stage: Stage) -> dict[str, str]:
    """Picking happens in the growing area, everything else where its maker is registered."""
    area = session.get(GrowingArea, lot.growing_area_id) if lot.growing_area_id else None
    if stage is Stage.HARVEST and area is not None:
        ward, name = area.ward_code, area.name
        code = area.code or place_code(ward, slugify(name))
    else:
        ward, name = seller.ward_code, seller.street
        code = place_code(ward, seller.slug)
    return {"place": places.address_line(name, ward)[:160], "location_code": code}
