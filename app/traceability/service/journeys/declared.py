"""A lot that was declared in one form enters the book when it becomes public.

Whoever fills in the short form weighs the same leaf, tea and packets as whoever keeps the book page
by page, so the same balance holds for both: leaf counts against the garden's season (R5), and what
the label may say follows from the leaf (R6).
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid5

from sqlmodel import Session, col, select

from app.core.days import VIETNAM
from app.traceability.models import (
    Asked,
    BalanceReview,
    GrowingArea,
    JourneyEvent,
    Lot,
    Material,
    TrackingEvent,
)
from app.traceability.queries.options import SEASON_GRAMS_PER_HECTARE
from app.traceability.rules import Stage, claims, weighing
from app.traceability.rules.forms import moment
from app.traceability.rules.materials import EventKind, MaterialKind
from app.traceability.rules.recording import (
    DeclareIn,
    HarvestIn,
    InputRow,
    OutputRow,
    PackIn,
    ProcessIn,
    RecordIn,
    StepRow,
)
from app.traceability.service.journeys import booking
from app.traceability.service.journeys.captured import OF_LOT, capture_step
from app.traceability.service.journeys.gardens import claims_of, closed_until, picked_in
from app.traceability.service.journeys.plans import (
    Made,
    Plan,
    fresh_behind,
    own_materials,
    scaled,
    shares_behind,
    total,
)
from app.traceability.service.lots import packed_in_book

MADE_BETWEEN = {Stage.WITHER, Stage.FIX, Stage.ROLL, Stage.DRY, Stage.AROMA, Stage.SCENT,
                Stage.SORT, Stage.PROCESS}  # fmt: skip


def book_declared(session: Session, lot: Lot, actor: UUID | None) -> bool:
    """Leaf, tea and packets of the lot, as records of the book; whether they were not there yet.

    Raises Invalid and NeedsReview as `record` does; a review that was approved for this lot lets
    it pass.
    """
    if packed_in_book(session, lot.id):
        return False
    told = _told(session, lot)
    tea = _weighed(session, lot, told, actor) or _unweighed(session, lot, told, actor)
    _pack(session, lot, tea, told, actor)
    for step in told:
        if step.stage in OF_LOT and not step.corrects_id:
            capture_step(session, lot, step)
    return True


def _told(session: Session, lot: Lot) -> Sequence[TrackingEvent]:
    statement = select(TrackingEvent).where(TrackingEvent.lot_id == lot.id)
    return session.exec(statement.order_by(col(TrackingEvent.event_time))).all()


def _weighed(
    session: Session, lot: Lot, told: Sequence[TrackingEvent], actor: UUID | None
) -> Material | None:
    """Tea out of leaf of a known garden; None where no leaf was weighed."""
    area = session.get(GrowingArea, lot.growing_area_id) if lot.growing_area_id else None
    if area is None or not lot.fresh_grams or not lot.picking_standard:
        return None
    (leaf,) = _made(session, _harvest(session, lot, area, told, actor))
    (tea,) = _made(session, _process(session, lot, leaf, told, actor))
    return tea


def _harvest(
    session: Session,
    lot: Lot,
    area: GrowingArea,
    told: Sequence[TrackingEvent],
    actor: UUID | None,
) -> JourneyEvent:
    given = HarvestIn(
        **_when(lot, EventKind.HARVEST, _at(told, {Stage.HARVEST}, lot.harvested_on, 6)),
        growing_area_id=area.id,
        grams=lot.fresh_grams,
        picking_standard=lot.picking_standard,
        farmer=lot.maker,
    )
    until, product = closed_until(session, area.id, lot.harvested_on)
    findings = [*weighing.kept_away(lot.harvested_on, until, product)]
    findings += weighing.season(
        picked_in(session, area.id, lot.harvested_on.year),
        lot.fresh_grams,
        area.hectares,
        SEASON_GRAMS_PER_HECTARE.get(session),
    )
    leaf = Made(
        MaterialKind.LEAF,
        lot.fresh_grams,
        lot.fresh_grams,
        lot.harvested_on,
        {str(claim): lot.fresh_grams for claim in claims_of(session, area, lot.harvested_on)},
        picking_standard=lot.picking_standard,
        growing_area_id=area.id,
        farmer=lot.maker,
    )
    plan = Plan(given.moment(), findings, made=[leaf], growing_area_id=area.id)
    return _keep(session, lot, given, plan, actor)


def _process(
    session: Session,
    lot: Lot,
    leaf: Material,
    told: Sequence[TrackingEvent],
    actor: UUID | None,
) -> JourneyEvent:
    making = [step for step in told if step.stage in MADE_BETWEEN and not step.corrects_id]
    at = max(_at(told, MADE_BETWEEN, lot.harvested_on, 8), leaf.made_at.astimezone(VIETNAM))
    given = ProcessIn(
        **_when(lot, EventKind.PROCESS, at),
        inputs=[InputRow(material=leaf.code, grams=lot.fresh_grams)],
        outputs=[OutputRow(grams=lot.bulk_grams)],
        operator=lot.maker,
        steps=[_row(step) for step in making[:12]],
        note=lot.balance_note,
    )
    inputs = [(leaf, lot.fresh_grams)]
    tea = Made(
        MaterialKind.BULK,
        lot.bulk_grams,
        lot.fresh_grams,
        lot.harvested_on,
        scaled(leaf.shares, lot.bulk_grams, lot.fresh_grams),
        picking_standard=lot.picking_standard,
    )
    findings = list(weighing.made(lot.fresh_grams, lot.bulk_grams, 0, None, given.note))
    plan = Plan(given.moment(), findings, taken=inputs, made=[tea])
    return _keep(session, lot, given, plan, actor)


def _unweighed(
    session: Session, lot: Lot, told: Sequence[TrackingEvent], actor: UUID | None
) -> Material:
    """Tea that the form brings without weighed leaf: nothing can be claimed of it."""
    at = _at(told, MADE_BETWEEN | {Stage.RECEIPT}, lot.harvested_on, 8)
    given = DeclareIn(**_when(lot, EventKind.DECLARE, at), grams=lot.bulk_grams)
    tea = Made(
        MaterialKind.BULK,
        lot.bulk_grams,
        0,
        lot.harvested_on,
        {},
        growing_area_id=lot.growing_area_id,
    )
    plan = Plan(given.moment(), [], made=[tea], growing_area_id=lot.growing_area_id)
    (material,) = _made(session, _keep(session, lot, given, plan, actor))
    return material


def _pack(
    session: Session,
    lot: Lot,
    tea: Material,
    told: Sequence[TrackingEvent],
    actor: UUID | None,
) -> None:
    at = max(_at(told, {Stage.PACK}, lot.packed_on, 8), tea.made_at.astimezone(VIETNAM))
    row = InputRow(material=tea.code, grams=lot.bulk_grams)
    given = PackIn(
        **_when(lot, EventKind.PACK, at),
        inputs=[row],
        variant_id=lot.variant_id,
        lot_number=lot.lot_number,
        expires_on=lot.expires_on,
        packs=lot.packs,
        operator=lot.maker,
        standards=lot.standards,
    )
    inputs = own_materials(session, lot.seller_id, [row])
    lot.shares = shares_behind(inputs)
    lot.claims = claims.surviving(lot.shares, total(inputs))
    lot.fresh_grams = lot.fresh_grams or fresh_behind(inputs)
    findings = list(weighing.packed(total(inputs), lot.packs, lot.net_grams))
    plan = Plan(given.moment(), findings, taken=list(inputs), lot=lot)
    _keep(session, lot, given, plan, actor)


def _keep(
    session: Session, lot: Lot, given: RecordIn, plan: Plan, actor: UUID | None
) -> JourneyEvent:
    return booking.keep(session, lot.seller_id, given, plan, actor, review=_review(session, lot))


def _review(session: Session, lot: Lot) -> BalanceReview | None:
    """What a reviewer has already answered for, about this very lot."""
    statement = select(BalanceReview).where(
        BalanceReview.seller_id == lot.seller_id,
        BalanceReview.state == Asked.APPROVED,
        BalanceReview.client_id == uuid5(lot.id, "review"),
    )
    return session.exec(statement).first()


def _made(session: Session, event: JourneyEvent) -> list[Material]:
    return booking.made_by(session, event.id)


def _when(lot: Lot, kind: EventKind, at: datetime) -> dict[str, Any]:
    local = at.astimezone(VIETNAM)
    return {
        "client_id": uuid5(lot.id, kind.value),
        "day": local.date(),
        "clock": local.time().replace(tzinfo=None),
    }


def _at(told: Sequence[TrackingEvent], stages: set[Stage], otherwise: date, hour: int) -> datetime:
    """When the first step of these stages took place; else at `hour` of the day that is known."""
    found = [step.event_time for step in told if step.stage in stages]
    return found[0] if found else moment(otherwise, time(hour))


def _row(step: TrackingEvent) -> StepRow:
    end = step.event_end
    return StepRow(
        stage=step.stage,
        clock=step.event_time.astimezone(VIETNAM).time().replace(tzinfo=None),
        minutes=int((end - step.event_time).total_seconds() // 60) if end else None,
        note=step.note,
    )
