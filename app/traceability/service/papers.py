"""Documents about a lot or its seller, and who stands behind them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from sqlmodel import Session, select

from app.core.i18n import mark
from app.core.page_cache import touch
from app.identity.service import audit
from app.traceability.models import Assurance, LabReport, Lot, LotStatus, StandardCertificate
from app.traceability.service.claims import OF_REPORT, refuse_claims
from app.traceability.service.saving import assign, in_turn


class ReportIn(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    number: Annotated[str, Field(min_length=1, max_length=60)]
    laboratory: Annotated[str, Field(min_length=1, max_length=160)]
    reported_on: date
    result: Annotated[str, Field(min_length=1, max_length=300)]
    result_en: Annotated[str, Field(max_length=300)] = ""
    passed: bool = True
    assurance: Assurance = Assurance.UPLOADED


class CertificateIn(BaseModel):
    """VietGAP, organic, HACCP…: of the whole seller, or of one of its areas."""

    model_config = ConfigDict(from_attributes=True)

    scheme: Annotated[str, Field(min_length=1, max_length=60)]
    number: Annotated[str, Field(min_length=1, max_length=60)]
    issuer: Annotated[str, Field(min_length=1, max_length=160)]
    valid_from: date
    valid_to: date
    growing_area_id: UUID | None = None
    assurance: Assurance = Assurance.UPLOADED

    @field_validator("valid_to")
    @classmethod
    def ends_after_it_begins(cls, day: date, info: ValidationInfo) -> date:
        if day < info.data.get("valid_from", day):
            raise ValueError(mark("Ngày hết hạn phải sau ngày cấp."))
        return day


def save_report(
    session: Session, lot: Lot, given: ReportIn, actor: UUID | None = None
) -> tuple[LabReport, bool]:
    """The lot's test report of that number, and whether anything changed. Raises Forbidden."""
    in_turn(session, lot.seller_id)
    report = session.exec(
        select(LabReport).where(LabReport.lot_id == lot.id, LabReport.number == given.number)
    ).first()
    is_new = report is None
    report = report or LabReport(lot_id=lot.id, **given.model_dump())
    if not (assign(report, given.model_dump()) or is_new):
        return report, False
    refuse_claims(session, given, OF_REPORT)
    session.add(report)
    audit(session, actor, "test_report.save", report, after=given.model_dump(mode="json"))
    if lot.status is not LotStatus.DRAFT:
        touch(session, f"lot:{lot.code}")
    return report, True


def save_certificate(
    session: Session, seller_id: UUID, given: CertificateIn, actor: UUID | None = None
) -> tuple[StandardCertificate, bool]:
    """The seller's certificate of that scheme and number, and whether anything changed."""
    in_turn(session, seller_id)
    certificate = session.exec(
        select(StandardCertificate).where(
            StandardCertificate.seller_id == seller_id,
            StandardCertificate.scheme == given.scheme,
            StandardCertificate.number == given.number,
        )
    ).first()
    is_new = certificate is None
    certificate = certificate or StandardCertificate(seller_id=seller_id, **given.model_dump())
    if not (assign(certificate, given.model_dump()) or is_new):
        return certificate, False
    session.add(certificate)
    audit(session, actor, "certificate.save", certificate, after=given.model_dump(mode="json"))
    touch(session, f"seller:{seller_id}")
    return certificate, True
