"""Reads of the OCOP register."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.ocop.models import Certificate


def latest_certificate(session: Session, product_id: UUID) -> Certificate | None:
    """The one that counts for a product: the latest issued of those not revoked.

    It may have expired: whoever shows it compares `expires_on` with the day.
    """
    statement = (
        select(Certificate)
        .where(Certificate.product_id == product_id, col(Certificate.revoked_on).is_(None))
        .order_by(col(Certificate.issued_on).desc(), col(Certificate.id).desc())
    )
    return session.exec(statement).first()


def latest_certificates(session: Session, product_ids: Iterable[UUID]) -> dict[UUID, Certificate]:
    """The same for many products; those without one are left out."""
    statement = (
        select(Certificate)
        .where(col(Certificate.product_id).in_(product_ids), col(Certificate.revoked_on).is_(None))
        .order_by(col(Certificate.issued_on), col(Certificate.id))
    )
    return {row.product_id: row for row in session.exec(statement).all()}


def certificates(session: Session, product_id: UUID) -> Sequence[Certificate]:
    """All that a product ever had, the latest first."""
    statement = select(Certificate).where(Certificate.product_id == product_id)
    return session.exec(statement.order_by(col(Certificate.issued_on).desc())).all()
