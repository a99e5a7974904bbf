"""Papers that a row names by its number."""

from uuid import UUID

from sqlmodel import Session, select

from app.ocop.models import Certificate
from app.traceability.models import LabReport, StandardCertificate


def report(session: Session, lot_id: UUID, number: str) -> LabReport | None:
    statement = select(LabReport).where(LabReport.lot_id == lot_id, LabReport.number == number)
    return session.exec(statement).first()


def standard(
    session: Session, seller_id: UUID, scheme: str, number: str
) -> StandardCertificate | None:
    statement = select(StandardCertificate).where(
        StandardCertificate.seller_id == seller_id,
        StandardCertificate.scheme == scheme,
        StandardCertificate.number == number,
    )
    return session.exec(statement).first()


def certificate(session: Session, product_id: UUID, decision_no: str) -> Certificate | None:
    statement = select(Certificate).where(
        Certificate.product_id == product_id, Certificate.decision_no == decision_no
    )
    return session.exec(statement).first()
