"""A seller's capture jobs and named queries; another seller's do not exist."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, func, select

from app.epcis.models import EpcisCapture, EpcisQuery


def captures(
    session: Session, seller_id: UUID, before: UUID | None, limit: int
) -> Sequence[EpcisCapture]:
    """The latest first."""
    statement = select(EpcisCapture).where(EpcisCapture.seller_id == seller_id)
    if before is not None:
        statement = statement.where(col(EpcisCapture.id) < before)
    return session.exec(statement.order_by(col(EpcisCapture.id).desc()).limit(limit)).all()


def own_capture(session: Session, seller_id: UUID, capture_id: UUID) -> EpcisCapture | None:
    statement = select(EpcisCapture).where(
        EpcisCapture.seller_id == seller_id, EpcisCapture.id == capture_id
    )
    return session.exec(statement).first()


def named_queries(session: Session, seller_id: UUID) -> Sequence[EpcisQuery]:
    statement = select(EpcisQuery).where(EpcisQuery.seller_id == seller_id)
    return session.exec(statement.order_by(col(EpcisQuery.name))).all()


def named_query(session: Session, seller_id: UUID, name: str) -> EpcisQuery | None:
    return session.get(EpcisQuery, (seller_id, name))


def count_of_queries(session: Session, seller_id: UUID) -> int:
    statement = select(func.count()).where(EpcisQuery.seller_id == seller_id)
    return session.exec(statement).one()
