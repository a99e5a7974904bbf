"""One record in the workshop's book: checked, kept, and added to the balance, all or nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from app.core.db import utc_now
from app.core.errors import Conflict
from app.core.i18n import mark
from app.core.ids import new_code
from app.identity.service import audit
from app.traceability.models import BalanceReview, FarmLog, Flow, JourneyEvent, Lot, Material
from app.traceability.queries.recalls import named_materials
from app.traceability.rules.findings import settle
from app.traceability.rules.materials import PREFIXES, EventKind
from app.traceability.rules.recalls import RECALLING
from app.traceability.rules.recording import FarmLogIn, PackIn, RecordIn
from app.traceability.service.claims import refuse_words
from app.traceability.service.journeys import gardens, packing, workshop
from app.traceability.service.journeys.captured import capture
from app.traceability.service.journeys.plans import Made, Plan
from app.traceability.service.journeys.projecting import show
from app.traceability.service.saving import in_turn

CODE_LENGTH = 10
PLANS: dict[EventKind, Callable[..., Plan]] = {
    EventKind.HARVEST: gardens.plan_harvest,
    EventKind.FARM_LOG: gardens.plan_farm_log,
    EventKind.RECEIPT: workshop.plan_receipt,
    EventKind.PROCESS: workshop.plan_process,
    EventKind.BLEND: workshop.plan_blend,
    EventKind.TEST: packing.plan_test,
    EventKind.SHIP: packing.plan_shipping,
}


class FormUsed(Conflict):
    """The same form came before with other words: what was kept first stays."""

    title = mark("Phiếu này đã ghi")


def record(  # noqa: PLR0913  # whose, what, by whom, and how known
    session: Session,
    seller_id: UUID,
    given: RecordIn,
    actor: UUID | None = None,
    *,
    review: BalanceReview | None = None,
    captured: str = "",
) -> tuple[JourneyEvent, bool]:
    """Keeps what `given` tells, and says whether it is new: the same form twice is one record.

    `captured` is the hash of the event that brought it, if one did: it needs no other.

    Raises Invalid by field for what the balance rules out (R1 to R8) or is not this seller's,
    NeedsReview for what a reviewer has to answer for first, Forbidden for words that food may not
    be sold with, FormUsed. Whatever is raised, nothing is kept: callers hold a savepoint.
    """
    in_turn(session, seller_id)
    known = recorded(session, seller_id, given.client_id)
    if known is not None:
        return _same(known, given), False
    planned = plan(session, seller_id, given, actor)
    event = keep(session, seller_id, given, planned, actor, review=review, captured=captured)
    show(session, event, given, actor)
    audit(session, actor, "journey.record", event, after=_told(given))
    return event, True


def recorded(session: Session, seller_id: UUID, client_id: UUID) -> JourneyEvent | None:
    statement = select(JourneyEvent).where(
        JourneyEvent.seller_id == seller_id, JourneyEvent.client_id == client_id
    )
    return session.exec(statement).first()


def _same(known: JourneyEvent, given: RecordIn) -> JourneyEvent:
    if known.kind is not given.kind or known.facts != facts_of(given):
        raise FormUsed(mark("Phiếu này đã ghi với nội dung khác. Sai thì mời đính chính."))
    return known


def facts_of(given: RecordIn) -> dict[str, Any]:
    """What is kept of a form: all that was typed, apart from its name and the phone's clock."""
    return given.model_dump(mode="json", exclude={"client_id", "device_time"})


def plan(
    session: Session,
    seller_id: UUID,
    given: RecordIn,
    actor: UUID | None,
    *,
    corrects: JourneyEvent | None = None,
) -> Plan:
    """What the record would do; of a correction, beside all that holds but the corrected one."""
    if isinstance(given, PackIn):
        lot = session.get(Lot, corrects.lot_id) if corrects else None
        return packing.plan_packing(session, seller_id, given, actor, corrected=lot)
    return PLANS[given.kind](session, seller_id, given)


def keep(  # noqa: PLR0913  # what, whose, by whom, and on whose word
    session: Session,
    seller_id: UUID,
    given: RecordIn,
    planned: Plan,
    actor: UUID | None,
    *,
    review: BalanceReview | None = None,
    reviewed: bool = False,
    corrects: JourneyEvent | None = None,
    captured: str = "",
) -> JourneyEvent:
    """The event with its flows; `corrects` lends the materials that it had made.

    Raises Invalid, NeedsReview, Forbidden.
    """
    kept = settle(planned.findings, reviewed=reviewed or review is not None)
    refuse_words(session, planned.words)
    event = _event(seller_id, given, planned)
    event.recorded_by, event.findings = actor, kept
    event.review_id = review.id if review else None
    event.corrects_id = corrects.id if corrects else None
    session.add(event)
    session.flush()  # flows refer to it
    _take(session, event, planned)
    _make(session, event, planned, corrects)
    if isinstance(given, FarmLogIn):
        _diary(session, event, given)
    session.flush()  # the database checks the balance now, not at the end of the request
    capture(session, event, given, captured)
    return event


def _event(seller_id: UUID, given: RecordIn, planned: Plan) -> JourneyEvent:
    return JourneyEvent(
        code=new_code(CODE_LENGTH),
        seller_id=seller_id,
        client_id=given.client_id,
        kind=given.kind,
        growing_area_id=planned.growing_area_id,
        lot_id=planned.lot.id if planned.lot else None,
        event_time=planned.at,
        event_end=planned.end,
        device_time=given.device_time,
        recorded_at=utc_now(),
        facts=facts_of(given),
    )


def _take(session: Session, event: JourneyEvent, planned: Plan) -> None:
    for material, grams in planned.taken:
        material.used_grams += grams
        session.add(Flow(event_id=event.id, material_id=material.id, made=False, grams=grams))


def _make(
    session: Session, event: JourneyEvent, planned: Plan, corrects: JourneyEvent | None
) -> None:
    before = made_by(session, corrects.id) if corrects else []
    numbers = _numbers(session, event, planned.made[len(before) :])
    for place, made in enumerate(planned.made):
        if place < len(before):
            material = before[place]
        else:
            material = Material(
                code=new_code(CODE_LENGTH),
                seller_id=event.seller_id,
                number=made.number or numbers.pop(0),
                kind=made.kind,
                grams=0,
                picked_from=made.picked_from,
                made_at=event.event_time,
            )
        _fill(material, made, event)
        session.add(material)
        session.flush()  # the flow refers to it
        session.add(Flow(event_id=event.id, material_id=material.id, made=True, grams=made.grams))
        if made.growing_area_id and named_materials(session, [material.id]):
            material.held_reason = RECALLING
    for material in before[len(planned.made) :]:
        material.grams = material.fresh_grams = 0
        material.shares = {}


def _fill(material: Material, made: Made, event: JourneyEvent) -> None:
    material.grams, material.fresh_grams = made.grams, made.fresh_grams
    material.grade, material.picking_standard = made.grade, made.picking_standard
    material.growing_area_id, material.farmer = made.growing_area_id, made.farmer
    material.picked_from, material.made_at = made.picked_from, event.event_end or event.event_time
    material.shares = made.shares


def made_by(session: Session, event_id: UUID) -> list[Material]:
    statement = (
        select(Material)
        .join(Flow, col(Flow.material_id) == Material.id)
        .where(Flow.event_id == event_id, col(Flow.made))
        .order_by(col(Flow.id))
        .with_for_update(of=Material)
    )
    return list(session.exec(statement).all())


def _numbers(session: Session, event: JourneyEvent, made: list[Made]) -> list[str]:
    """Numbers for what has none: `TH-261012-1`, the next of that day; writes go one by one."""
    unnamed = sum(not item.number for item in made)
    if not unnamed:
        return []
    start = f"{PREFIXES[event.kind]}-{event.event_time:%y%m%d}-"
    known = session.exec(
        select(func.count()).where(
            Material.seller_id == event.seller_id, col(Material.number).startswith(start)
        )
    ).one()
    return [f"{start}{known + place}" for place in range(1, unnamed + 1)]


def _diary(session: Session, event: JourneyEvent, given: FarmLogIn) -> None:
    until = given.day + timedelta(days=given.waiting_days) if given.waiting_days else None
    entry = FarmLog(
        event_id=event.id,
        growing_area_id=given.growing_area_id,
        work=given.work,
        product=given.product,
        dose=given.dose,
        at=event.event_time,
        closed_until=until,
    )
    session.add(entry)


def _told(given: RecordIn) -> dict[str, Any]:
    return {"kind": given.kind.value, "at": given.moment().isoformat(), "note": given.note}
