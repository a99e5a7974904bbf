"""What a growing area's page shows beside the area itself."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.traceability.models import GrowingArea, StandardCertificate


def certificates_of(session: Session, area: GrowingArea) -> Sequence[StandardCertificate]:
    """Papers of this garden, and those of its owner that cover every garden; the latest first."""
    statement = (
        select(StandardCertificate)
        .where(
            StandardCertificate.seller_id == area.seller_id,
            col(StandardCertificate.growing_area_id).is_(None)
            | (StandardCertificate.growing_area_id == area.id),
        )
        .order_by(col(StandardCertificate.valid_to).desc())
    )
    return session.exec(statement).all()
