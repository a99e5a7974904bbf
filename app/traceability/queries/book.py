"""What the pages of the workshop's book show; a seller's own alone.

Every page asks a fixed number of statements, however long the book is.
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.core.errors import NotFound
from app.traceability.models import (
    Asked,
    BalanceReview,
    Correction,
    ErrorDeclaration,
    EventPhoto,
    Flow,
    GrowingArea,
    JourneyEvent,
    Lot,
    Material,
)
from app.traceability.rules.materials import EventKind

PAGE = 20
MOST_EVENTS = 200


def entries(session: Session, seller_id: UUID, before: str = "") -> Sequence[Row[Any]]:
    """One more than a page of records with all that a line tells, the latest first.

    `before` is the code of a record: what was recorded before it.
    """
    statement = _entries().where(col(JourneyEvent.seller_id) == seller_id).limit(PAGE + 1)
    if before:
        earlier = aliased(JourneyEvent)
        since = select(earlier.recorded_at, earlier.id).where(
            earlier.code == before, earlier.seller_id == seller_id
        )
        place = tuple_(col(JourneyEvent.recorded_at), col(JourneyEvent.id))
        statement = statement.where(place < since.scalar_subquery())
    return session.connection().execute(statement).all()


def entries_of(session: Session, event_ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """These records, by when they happened, the latest first."""
    statement = _entries().where(col(JourneyEvent.id).in_(event_ids)).order_by(None)
    ordered = statement.order_by(col(JourneyEvent.event_time).desc(), col(JourneyEvent.id).desc())
    return session.connection().execute(ordered).all()


def _entries() -> Any:
    leaf = aliased(Material)
    waits = (
        select(Correction.code)
        .where(Correction.event_id == JourneyEvent.id, Correction.state == Asked.PENDING)
        .correlate(JourneyEvent)
        .scalar_subquery()
    )
    return (
        select(  # type: ignore[call-overload]
            JourneyEvent.id,
            JourneyEvent.code,
            JourneyEvent.kind,
            JourneyEvent.event_time,
            JourneyEvent.recorded_at,
            JourneyEvent.facts,
            JourneyEvent.findings,
            JourneyEvent.corrects_id,
            col(ErrorDeclaration.reason).label("error"),
            col(GrowingArea.name).label("area"),
            col(Lot.lot_number).label("lot_number"),
            col(leaf.number).label("leaf"),
            waits.label("waits"),
        )
        .outerjoin(ErrorDeclaration, col(ErrorDeclaration.event_id) == JourneyEvent.id)
        .outerjoin(GrowingArea, col(GrowingArea.id) == JourneyEvent.growing_area_id)
        .outerjoin(Lot, col(Lot.id) == JourneyEvent.lot_id)
        .outerjoin(leaf, col(leaf.code) == col(JourneyEvent.facts)["material"].astext)
        .order_by(col(JourneyEvent.recorded_at).desc(), col(JourneyEvent.id).desc())
    )


def waiting_corrections(
    session: Session, seller_id: UUID
) -> Sequence[tuple[Correction, EventKind]]:
    """Those that wait for a second person, the longest first."""
    statement = (
        select(Correction, JourneyEvent.kind)
        .join(JourneyEvent, col(JourneyEvent.id) == Correction.event_id)
        .where(Correction.seller_id == seller_id, Correction.state == Asked.PENDING)
        .order_by(col(Correction.asked_at))
        .limit(PAGE)
    )
    return [(correction, EventKind(kind)) for correction, kind in session.exec(statement).all()]


def own_correction(session: Session, seller_id: UUID, code: str) -> Correction:
    """Raises NotFound for another seller's: it does not exist here."""
    statement = select(Correction).where(Correction.seller_id == seller_id, Correction.code == code)
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found


def latest_reviews(session: Session, seller_id: UUID) -> Sequence[BalanceReview]:
    """What was asked of the exchange last: waiting ones first."""
    statement = (
        select(BalanceReview)
        .where(BalanceReview.seller_id == seller_id)
        .order_by((col(BalanceReview.state) != Asked.PENDING), col(BalanceReview.asked_at).desc())
        .limit(5)
    )
    return session.exec(statement).all()


def own_review(session: Session, seller_id: UUID, code: str) -> BalanceReview:
    """Raises NotFound for another seller's: it does not exist here."""
    statement = select(BalanceReview).where(
        BalanceReview.seller_id == seller_id, BalanceReview.code == code
    )
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found


def event_of(session: Session, row: BalanceReview | Correction) -> JourneyEvent | None:
    """The record that came of a question, once it was agreed to."""
    named = (
        JourneyEvent.client_id == row.id
        if isinstance(row, Correction)
        else JourneyEvent.review_id == row.id
    )
    statement = select(JourneyEvent).where(JourneyEvent.seller_id == row.seller_id, named)
    return session.exec(statement).first()


def corrective_of(session: Session, event_id: UUID) -> JourneyEvent | None:
    """What holds instead of a record that was declared an error."""
    statement = select(JourneyEvent).where(JourneyEvent.corrects_id == event_id)
    return session.exec(statement).first()


def error_of(session: Session, event_id: UUID) -> ErrorDeclaration | None:
    statement = select(ErrorDeclaration).where(ErrorDeclaration.event_id == event_id)
    return session.exec(statement).first()


def flows_with_materials(session: Session, event_id: UUID) -> list[tuple[Flow, Material]]:
    statement = (
        select(Flow, Material)
        .join(Material, col(Material.id) == Flow.material_id)
        .where(Flow.event_id == event_id)
        .order_by(col(Flow.made), col(Flow.id))
    )
    return [(flow, material) for flow, material in session.exec(statement).all()]


def photos_of(session: Session, event_id: UUID) -> Sequence[EventPhoto]:
    """The first one first."""
    statement = select(EventPhoto).where(EventPhoto.event_id == event_id)
    return session.exec(statement.order_by(col(EventPhoto.id))).all()


def events_about(session: Session, material: Material) -> Sequence[UUID]:
    """Records that made this material, took of it, or weighed it in."""
    flows = select(Flow.event_id).where(Flow.material_id == material.id)
    receipts = select(JourneyEvent.id).where(
        JourneyEvent.kind == EventKind.RECEIPT,
        col(JourneyEvent.facts)["material"].astext == material.code,
    )
    found = flows.union(receipts)
    return list(session.connection().execute(found.limit(MOST_EVENTS)).scalars())


def events_of_lot(session: Session, lot_id: UUID) -> Sequence[UUID]:
    """Records of the packed lot itself: packing, tests, shipping."""
    statement = select(JourneyEvent.id).where(JourneyEvent.lot_id == lot_id)
    return session.exec(statement.limit(MOST_EVENTS)).all()
