"""Certificates are set by the operator or an import, never by a seller."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlmodel import Session, select

from app.core import events
from app.core.i18n import mark
from app.identity.rules.records import only_changes
from app.identity.service import audit
from app.ocop.models import Certificate

MONTHS = 36  # Decision 919/QĐ-TTg


@dataclass(frozen=True)
class CertificateChanged:
    product_id: UUID


class CertificateIn(BaseModel):
    """`expires_on` follows from `issued_on` when it is not said."""

    model_config = ConfigDict(from_attributes=True)

    product_id: UUID
    decision_no: Annotated[str, Field(min_length=2, max_length=60)]
    issuer: Annotated[str, Field(min_length=2, max_length=160)]
    stars: Annotated[int, Field(ge=3, le=5)]
    issued_on: date
    expires_on: date | None = None
    revoked_on: date | None = None

    @model_validator(mode="after")
    def ends_after_it_began(self) -> "CertificateIn":
        if self.expires_on is not None and self.expires_on < self.issued_on:
            raise ValueError(mark("Ngày hết hạn phải sau ngày cấp."))
        return self


def last_day(issued_on: date) -> date:
    """The last day of 36 months from issue.

    >>> last_day(date(2024, 2, 29)), last_day(date(2023, 3, 1))
    (datetime.date(2027, 2, 28), datetime.date(2026, 3, 1))
    """
    year = issued_on.year + MONTHS // 12
    return date(year, issued_on.month, min(issued_on.day, monthrange(year, issued_on.month)[1]))


def save_certificate(
    session: Session, given: CertificateIn, *, actor_id: UUID | None = None
) -> tuple[Certificate, bool]:
    """The certificate of this product by this decision, and whether anything changed."""
    fields = given.model_dump() | {"expires_on": given.expires_on or last_day(given.issued_on)}
    statement = select(Certificate).where(
        Certificate.product_id == given.product_id, Certificate.decision_no == given.decision_no
    )
    certificate = session.exec(statement).first() or Certificate(**fields)
    is_new = certificate not in session
    changed = {name for name, value in fields.items() if getattr(certificate, name) != value}
    if not is_new and not changed:
        return certificate, False
    before = None if is_new else certificate.model_dump(mode="json", exclude={"id"})
    for name in changed:
        setattr(certificate, name, fields[name])
    session.add(certificate)
    _record(session, actor_id, "certificate.save", certificate, before)
    return certificate, True


def revoke_certificate(
    session: Session, actor_id: UUID | None, certificate: Certificate, *, on: date, reason: str
) -> None:
    """From `on` the badge is gone; the row stays as history. Revoking again changes nothing."""
    if certificate.revoked_on is not None:
        return
    before = certificate.model_dump(mode="json", exclude={"id"})
    certificate.revoked_on = on
    _record(session, actor_id, "certificate.revoke", certificate, before, reason)


def _record(  # noqa: PLR0913, PLR0917  # a record has its fields
    session: Session,
    actor_id: UUID | None,
    action: str,
    certificate: Certificate,
    before: dict[str, Any] | None,
    reason: str = "",
) -> None:
    session.flush()  # listeners read it
    after = certificate.model_dump(mode="json", exclude={"id"})
    old, new = only_changes(before or {}, after)
    audit(session, actor_id, action, certificate, before=old or None, after=new, reason=reason)
    events.publish(session, CertificateChanged(certificate.product_id))
