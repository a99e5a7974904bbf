"""What an operator sees of the workshops' books: doubts and corrections that wait."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from app.core.errors import NotFound
from app.sellers.models import Seller
from app.traceability.models import (
    Asked,
    BalanceReview,
    Correction,
    ErrorDeclaration,
    GrowingArea,
    JourneyEvent,
    LabPaper,
)

PAGE = 40
RECENT = 8


def waiting_reviews(session: Session) -> Sequence[tuple[BalanceReview, str]]:
    """Doubts that nobody has answered for, the longest waiting first, with their sellers."""
    statement = (
        select(BalanceReview, Seller.name)
        .join(Seller, col(Seller.id) == BalanceReview.seller_id)
        .where(BalanceReview.state == Asked.PENDING)
        .order_by(col(BalanceReview.asked_at))
        .limit(PAGE)
    )
    return session.exec(statement).all()


def waiting_corrections(session: Session) -> Sequence[Any]:
    """Corrections that wait for a second person, the longest first, with their sellers."""
    statement = (
        select(Correction, Seller.name, JourneyEvent.kind)
        .join(Seller, col(Seller.id) == Correction.seller_id)
        .join(JourneyEvent, col(JourneyEvent.id) == Correction.event_id)
        .where(Correction.state == Asked.PENDING)
        .order_by(col(Correction.asked_at))
        .limit(PAGE)
    )
    return session.exec(statement).all()


def counted(session: Session) -> tuple[int, datetime | None]:
    """How many doubts and corrections wait together, and since when the first of them does."""
    reviews = select(BalanceReview.asked_at).where(BalanceReview.state == Asked.PENDING)
    corrections = select(Correction.asked_at).where(Correction.state == Asked.PENDING)
    both = reviews.union_all(corrections).subquery()
    statement = select(func.count(), func.min(both.c.asked_at)).select_from(both)
    count, oldest = session.exec(statement).one()
    return int(count), oldest


def any_review(session: Session, code: str) -> tuple[BalanceReview, Seller]:
    """Raises NotFound."""
    statement = (
        select(BalanceReview, Seller)
        .join(Seller, col(Seller.id) == BalanceReview.seller_id)
        .where(BalanceReview.code == code)
    )
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found


def any_correction(session: Session, code: str) -> tuple[Correction, Seller]:
    """Raises NotFound."""
    statement = (
        select(Correction, Seller)
        .join(Seller, col(Seller.id) == Correction.seller_id)
        .where(Correction.code == code)
    )
    found = session.exec(statement).first()
    if found is None:
        raise NotFound
    return found


def any_paper(session: Session, code: str) -> LabPaper:
    """Raises NotFound."""
    found = session.exec(select(LabPaper).where(LabPaper.code == code)).first()
    if found is None:
        raise NotFound
    return found


def papers_of_lot(session: Session, lot_id: UUID) -> Sequence[LabPaper]:
    """Papers of the tests of a lot that hold, the latest first."""
    statement = (
        select(LabPaper)
        .join(JourneyEvent, col(JourneyEvent.facts)["paper"].astext == LabPaper.digest)
        .outerjoin(ErrorDeclaration, col(ErrorDeclaration.event_id) == JourneyEvent.id)
        .where(
            JourneyEvent.lot_id == lot_id,
            LabPaper.seller_id == JourneyEvent.seller_id,
            col(ErrorDeclaration.id).is_(None),
        )
        .order_by(col(LabPaper.added_at).desc())
    )
    return session.exec(statement).all()


def recent_events(session: Session, seller_id: UUID) -> list[UUID]:
    """The seller's latest records, whatever they are."""
    statement = (
        select(JourneyEvent.id)
        .where(JourneyEvent.seller_id == seller_id)
        .order_by(col(JourneyEvent.recorded_at).desc(), col(JourneyEvent.id).desc())
        .limit(RECENT)
    )
    return list(session.exec(statement).all())


def garden_of(session: Session, review: BalanceReview) -> GrowingArea | None:
    """The garden that the doubted record is about, if it is about one of the seller's."""
    named = review.facts.get("growing_area_id")
    area = session.get(GrowingArea, UUID(named)) if named else None
    return area if area and area.seller_id == review.seller_id else None
