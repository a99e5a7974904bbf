"""Reads of the workshop's book: what there is, where it came from, where it went."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session, col, func, select

from app.core.errors import NotFound
from app.traceability.models import (
    CapturedEvent,
    ErrorDeclaration,
    Flow,
    JourneyEvent,
    Lot,
    Material,
    TrackingEvent,
)
from app.traceability.rules.materials import EventKind, MaterialKind

PAGE = 40
MONTH = timedelta(days=30)


def own_material(session: Session, seller_id: UUID, code: str) -> Material:
    """Raises NotFound for another seller's: it does not exist here."""
    statement = select(Material).where(Material.seller_id == seller_id, Material.code == code)
    material = session.exec(statement).first()
    if material is None:
        raise NotFound
    return material


def own_event(session: Session, seller_id: UUID, code: str) -> JourneyEvent:
    """Raises NotFound for another seller's: it does not exist here."""
    statement = select(JourneyEvent).where(
        JourneyEvent.seller_id == seller_id, JourneyEvent.code == code
    )
    event = session.exec(statement).first()
    if event is None:
        raise NotFound
    return event


def usable(session: Session, seller_id: UUID, kind: MaterialKind) -> Sequence[Material]:
    """What may still go into something, the oldest first."""
    statement = (
        select(Material)
        .where(
            Material.seller_id == seller_id,
            Material.kind == kind,
            col(Material.used_grams) < col(Material.grams),
            Material.held_reason == "",
        )
        .order_by(col(Material.made_at), col(Material.id))
        .limit(200)
    )
    return session.exec(statement).all()


def in_hand(session: Session, seller_id: UUID) -> dict[MaterialKind, tuple[int, int]]:
    """How many materials of each kind are left, and their grams together."""
    left = col(Material.grams) - col(Material.used_grams)
    statement = (
        select(Material.kind, func.count(), func.coalesce(func.sum(left), 0))
        .where(Material.seller_id == seller_id, left > 0)
        .group_by(col(Material.kind))
    )
    found = session.exec(statement).all()
    return {MaterialKind(kind): (count, int(grams)) for kind, count, grams in found}


def book(session: Session, seller_id: UUID, before: datetime | None = None) -> list[Any]:
    """One more than a page of events with whether each was declared an error, latest first."""
    statement = (
        select(JourneyEvent, ErrorDeclaration)
        .outerjoin(ErrorDeclaration, col(ErrorDeclaration.event_id) == JourneyEvent.id)
        .where(JourneyEvent.seller_id == seller_id)
        .order_by(col(JourneyEvent.recorded_at).desc(), col(JourneyEvent.id).desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        statement = statement.where(col(JourneyEvent.recorded_at) < before)
    return list(session.exec(statement).all())


def flows_of(session: Session, event_ids: Sequence[UUID]) -> list[Row[Any]]:
    """What these events took and made, with the names of the materials."""
    statement = (
        select(  # type: ignore[call-overload]
            Flow.event_id, Flow.made, Flow.grams, Material.code, Material.number, Material.kind
        )
        .join(Material, col(Material.id) == Flow.material_id)
        .where(col(Flow.event_id).in_(event_ids))
        .order_by(col(Flow.id))
    )
    return list(session.exec(statement).all())


def leaf_by_farmer(session: Session, seller_id: UUID, at: datetime) -> dict[str, int]:
    """Grams of leaf of each named household in the thirty days before `at` (R9)."""
    statement = (
        select(Material.farmer, func.sum(Material.grams))
        .where(
            Material.seller_id == seller_id,
            Material.kind == MaterialKind.LEAF,
            col(Material.made_at).between(at - MONTH, at),
            Material.farmer != "",
        )
        .group_by(col(Material.farmer))
    )
    return {farmer: int(grams) for farmer, grams in session.exec(statement).all()}


_HOLDS = (
    "SELECT f.event_id, f.material_id, f.made, f.grams FROM material_flow f"
    " WHERE NOT EXISTS (SELECT FROM error_declaration d WHERE d.event_id = f.event_id)"
)
_IDS = bindparam("ids", type_=ARRAY(Uuid))
_UP = text(f"""
    WITH RECURSIVE held AS NOT MATERIALIZED ({_HOLDS}), behind (material_id, event_id) AS (
        SELECT m, e.event_id FROM unnest(:ids) m
        LEFT JOIN held e ON e.material_id = m AND e.made
        UNION
        SELECT input.material_id, made.event_id FROM behind
        JOIN held input ON input.event_id = behind.event_id AND NOT input.made
        LEFT JOIN held made ON made.material_id = input.material_id AND made.made
    ) SELECT material_id, event_id FROM behind
""").bindparams(_IDS)  # noqa: S608  # our own words
_DOWN = text(f"""
    WITH RECURSIVE held AS NOT MATERIALIZED ({_HOLDS}), ahead (material_id) AS (
        SELECT m FROM unnest(:ids) m
        UNION
        SELECT made.material_id FROM ahead
        JOIN held input ON input.material_id = ahead.material_id AND NOT input.made
        JOIN held made ON made.event_id = input.event_id AND made.made
    ) SELECT material_id FROM ahead
""").bindparams(_IDS)  # noqa: S608  # our own words
_LOTS = text("""
    SELECT DISTINCT e.lot_id FROM material_flow f JOIN journey_event e ON e.id = f.event_id
    WHERE f.material_id = ANY(:ids) AND NOT f.made AND e.lot_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM error_declaration d WHERE d.event_id = e.id)
""").bindparams(_IDS)


def upstream(session: Session, material_ids: Sequence[UUID]) -> list[UUID]:
    """These materials and all that went into them, through records that hold."""
    rows = session.connection().execute(_UP, {"ids": list(material_ids)}).all()
    return list({row.material_id for row in rows})


def events_behind(session: Session, material_ids: Sequence[UUID]) -> list[JourneyEvent]:
    """The records that made these materials and all that went into them, earliest first."""
    rows = session.connection().execute(_UP, {"ids": list(material_ids)}).all()
    codes = select(Material.code).where(col(Material.id).in_({row.material_id for row in rows}))
    receipts = (JourneyEvent.kind == EventKind.RECEIPT) & col(JourneyEvent.facts)[
        "material"
    ].astext.in_(codes)
    statement = (
        select(JourneyEvent)
        .outerjoin(ErrorDeclaration, col(ErrorDeclaration.event_id) == JourneyEvent.id)
        .where(
            col(JourneyEvent.id).in_({row.event_id for row in rows if row.event_id}) | receipts,
            col(ErrorDeclaration.id).is_(None),
        )
        .order_by(col(JourneyEvent.event_time), col(JourneyEvent.id))
    )
    return list(session.exec(statement).all())


def downstream(session: Session, material_ids: Sequence[UUID]) -> list[UUID]:
    """These materials and all that came of them, through records that hold."""
    rows = session.connection().execute(_DOWN, {"ids": list(material_ids)}).all()
    return [row.material_id for row in rows]


def lots_of(session: Session, material_ids: Sequence[UUID]) -> list[Lot]:
    """Lots that were packed out of these materials, in the order of their ids."""
    rows = session.connection().execute(_LOTS, {"ids": list(material_ids)}).all()
    wanted = [row.lot_id for row in rows]
    statement = select(Lot).where(col(Lot.id).in_(wanted)).order_by(col(Lot.id))
    return list(session.exec(statement).all())


def areas_behind(session: Session, material_ids: Sequence[UUID]) -> set[UUID]:
    """Growing areas that all the leaf came from."""
    statement = select(Material.growing_area_id).where(
        col(Material.id).in_(upstream(session, material_ids)),
        col(Material.growing_area_id).is_not(None),
    )
    return {area for area in session.exec(statement).all() if area}


def materials_of_lot(session: Session, lot_id: UUID) -> list[UUID]:
    """What went into a packed lot."""
    statement = (
        select(Flow.material_id)
        .join(JourneyEvent, col(JourneyEvent.id) == Flow.event_id)
        .outerjoin(ErrorDeclaration, col(ErrorDeclaration.event_id) == JourneyEvent.id)
        .where(
            JourneyEvent.lot_id == lot_id,
            JourneyEvent.kind == EventKind.PACK,
            ~col(Flow.made),
            col(ErrorDeclaration.id).is_(None),
        )
    )
    return list(session.exec(statement).all())


def hashes_of_lot(session: Session, code: str) -> list[str]:
    """Of the events of everything that made a lot, its own steps and records among them.

    Deliveries stay out: whom a seller delivers to is the seller's business.
    """
    lot_id = session.exec(select(Lot.id).where(Lot.code == code)).one()
    behind = events_behind(session, materials_of_lot(session, lot_id))
    own = select(JourneyEvent.id).where(
        JourneyEvent.lot_id == lot_id, JourneyEvent.kind != EventKind.SHIP
    )
    steps = select(TrackingEvent.id).where(TrackingEvent.lot_id == lot_id)
    ids = [event.id for event in behind]
    statement = select(CapturedEvent.event_hash).where(
        col(CapturedEvent.subject_id).in_(ids)
        | col(CapturedEvent.subject_id).in_(own)
        | col(CapturedEvent.subject_id).in_(steps)
    )
    return list(session.exec(statement).all())


def received_before(session: Session, code: str) -> bool:
    """Whether the workshop's scale has seen this harvest lot, by a record that holds."""
    statement = (
        select(JourneyEvent.id)
        .outerjoin(ErrorDeclaration, col(ErrorDeclaration.event_id) == JourneyEvent.id)
        .where(
            JourneyEvent.kind == EventKind.RECEIPT,
            col(JourneyEvent.facts)["material"].astext == code,
            col(ErrorDeclaration.id).is_(None),
        )
    )
    return session.exec(statement).first() is not None


def picked_between(session: Session, area_id: UUID, since: date, until: date) -> bool:
    """Whether leaf of a garden was picked on one of these days."""
    statement = select(Material.id).where(
        Material.growing_area_id == area_id,
        Material.kind == MaterialKind.LEAF,
        col(Material.picked_from).between(since, until),
        Material.grams > 0,
    )
    return session.exec(statement).first() is not None
