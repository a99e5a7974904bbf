"""Every record of the book, and every step of a public lot, as an EPCIS event of its seller.

The repository keeps events; here they are made, published with their lot, and declared wrong.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.core.config import settings
from app.core.days import VIETNAM
from app.core.db import utc_now
from app.core.text import slugify
from app.epcis import service as epcis
from app.sellers.models import Seller
from app.traceability.models import (
    CapturedEvent,
    Flow,
    GrowingArea,
    JourneyEvent,
    Lot,
    Material,
    TrackingEvent,
)
from app.traceability.queries import materials as reads
from app.traceability.rules import Stage, epcis_events
from app.traceability.rules.digital_link import epcis_class
from app.traceability.rules.epcis_events import Amount, Event, Told, contexts
from app.traceability.rules.forms import place_code
from app.traceability.rules.materials import ErrorReason, EventKind
from app.traceability.rules.recording import ReceiptIn, RecordIn
from app.traceability.service.news import LotRecalled

NOT_PUBLIC = {EventKind.SHIP}
"""Whom a seller delivers to is the seller's business."""
OF_LOT = {Stage.RECEIPT, Stage.TEST, Stage.STORE, Stage.SHIP}
"""Steps that somebody adds to a lot beside the book's records."""


def base() -> str:
    """Of our own addresses in events: lower case, since a hash tells the cases apart."""
    return settings.code_url.rstrip("/").lower()


def capture(session: Session, record: JourneyEvent, given: RecordIn, known: str = "") -> str:
    """Keeps the record as an event; its hash. One that is `known` brought the record itself."""
    if known:
        return _name(session, record.seller_id, record.id, known)
    return _keep(session, record.seller_id, record.id, _event(session, record, given), record)


def _event(session: Session, record: JourneyEvent, given: RecordIn) -> Event:
    flows = session.exec(
        select(Flow, Material.code)
        .join(Material, col(Material.id) == Flow.material_id)
        .where(Flow.event_id == record.id)
        .order_by(col(Flow.id))
    ).all()
    amounts = [
        (flow.made, Amount(epcis_events.material_uri(base(), code), flow.grams))
        for flow, code in flows
    ]
    lot = session.get(Lot, record.lot_id) if record.lot_id else None
    told = Told(
        kind=record.kind,
        code=record.code,
        given=given,
        at=record.event_time,
        end=record.event_end,
        base=base(),
        place=place_of(session, record.seller_id, record.growing_area_id),
        taken=[amount for made, amount in amounts if not made],
        made=[amount for made, amount in amounts if made],
        lot=lot_uri(lot) if lot else _received(given),
        packs=lot.packs if lot else 0,
    )
    return epcis_events.event_of(told)


def _received(given: RecordIn) -> str:
    if isinstance(given, ReceiptIn):
        return epcis_events.material_uri(base(), given.material)
    return ""


def lot_uri(lot: Lot) -> str:
    return epcis_class(base(), lot.code, lot.gtin, lot.lot_number)


def place_of(session: Session, seller_id: UUID, area_id: UUID | None) -> str:
    """The garden's address in events, or that of where the seller is registered."""
    if area_id is not None:
        area = session.get_one(GrowingArea, area_id)
        code = area.code or place_code(area.ward_code, slugify(area.name))
        return epcis_events.place_uri(base(), slugify(code))
    seller = session.get_one(Seller, seller_id)
    return epcis_events.place_uri(base(), place_code(seller.ward_code, seller.slug))


def _keep(
    session: Session,
    seller_id: UUID,
    subject_id: UUID,
    event: Event,
    recorded: JourneyEvent | TrackingEvent,
) -> str:
    said = {"@context": contexts(base())} | event
    kept, _ = epcis.record_event(
        session,
        seller_id,
        said,
        actor=recorded.recorded_by,
        recorded_at=recorded.recorded_at,
    )
    return _name(session, seller_id, subject_id, kept.event_hash)


def _name(session: Session, seller_id: UUID, subject_id: UUID, event_hash: str) -> str:
    session.add(CapturedEvent(subject_id=subject_id, seller_id=seller_id, event_hash=event_hash))
    session.flush()  # a correction looks for it
    return event_hash


def hash_of(session: Session, subject_id: UUID) -> str | None:
    row = session.get(CapturedEvent, subject_id)
    return row.event_hash if row else None


def declare_wrong(  # noqa: PLR0913, PLR0917  # which event, what holds instead, why, by whom
    session: Session,
    seller_id: UUID,
    reason: ErrorReason,
    wrong_id: UUID,
    right_id: UUID | None,
    actor: UUID | None,
) -> None:
    """The event stays, with its declaration, and says which other one holds instead."""
    wrong = hash_of(session, wrong_id)
    right = hash_of(session, right_id) if right_id else None
    if wrong is not None:
        instead = [right] if right else []
        epcis.declare_error(session, seller_id, wrong, reason.value, instead, actor=actor)


def capture_step(session: Session, lot: Lot, step: TrackingEvent) -> None:
    """A step that somebody added to a lot by hand: seen at that place, with the lot's packets."""
    local = step.event_time.astimezone(VIETNAM)
    event: Event = {
        "type": "ObjectEvent",
        "action": "OBSERVE",
        "eventTime": local.isoformat(timespec="milliseconds"),
        "eventTimeZoneOffset": step.time_zone_offset,
        "quantityList": [{"epcClass": lot_uri(lot), "quantity": float(lot.packs)}],
        "bizStep": step.biz_step.value,
        "readPoint": {"id": epcis_events.place_uri(base(), slugify(step.location_code))},
        f"{epcis_events.PREFIX}:stage": step.stage.value,
    }
    if step.note:
        event[f"{epcis_events.PREFIX}:note"] = step.note
    _keep(session, lot.seller_id, step.id, event, step)


def publish_lot_events(session: Session, lot: Lot) -> None:
    """Everything that made this lot, from the garden on, may be read by everybody from now on."""
    records = reads.events_behind(session, reads.materials_of_lot(session, lot.id))
    own = session.exec(select(JourneyEvent).where(JourneyEvent.lot_id == lot.id)).all()
    ids = [record.id for record in (*records, *own) if record.kind not in NOT_PUBLIC]
    steps = session.exec(select(TrackingEvent).where(TrackingEvent.lot_id == lot.id)).all()
    ids += [step.id for step in steps]
    publish_captured(session, lot.seller_id, ids)


def publish_captured(session: Session, seller_id: UUID, subject_ids: Sequence[UUID]) -> None:
    statement = select(CapturedEvent.event_hash).where(
        col(CapturedEvent.subject_id).in_(subject_ids)
    )
    epcis.publish_events(session, seller_id, session.exec(statement).all())


def tell_recall(session: Session, news: LotRecalled) -> None:
    """The lot's packets are recalled, for whoever reads events."""
    lot = session.get_one(Lot, news.lot_id)
    at = (lot.recalled_at or utc_now()).astimezone(VIETNAM)
    event: Event = {
        "@context": contexts(base()),
        "type": "ObjectEvent",
        "action": "OBSERVE",
        "eventTime": at.isoformat(timespec="milliseconds"),
        "eventTimeZoneOffset": "+07:00",
        "quantityList": [{"epcClass": lot_uri(lot), "quantity": float(lot.packs)}],
        "bizStep": "inspecting",
        "disposition": "recalled",
        "persistentDisposition": {"set": ["recalled"]},
        "readPoint": {"id": place_of(session, lot.seller_id, None)},
        f"{epcis_events.PREFIX}:note": news.reason,
    }
    kept, _ = epcis.record_event(session, lot.seller_id, event)
    epcis.publish_events(session, lot.seller_id, [kept.event_hash])
