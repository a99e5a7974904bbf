"""Reads of the OCOP register."""

from collections.abc import Sequence
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


def certificates(session: Session, product_id: UUID) -> Sequence[Certificate]:
    """All that a product ever had, the latest first."""
    statement = select(Certificate).where(Certificate.product_id == product_id)
    return session.exec(statement.order_by(col(Certificate.issued_on).desc())).all()
