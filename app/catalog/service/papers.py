"""Food-safety papers of a product: their numbers and days, as its seller declares them."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from sqlmodel import Session, select

from app.catalog.models import PaperKind, ProductPaper
from app.catalog.service.content import refuse_archived
from app.catalog.service.listing import take
from app.catalog.service.products import assign
from app.core.days import today
from app.core.db import utc_now
from app.core.i18n import gettext, mark
from app.identity.service import audit


class PaperIn(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    number: Annotated[str, Field(min_length=2, max_length=60)]
    issuer: Annotated[str, Field(min_length=2, max_length=160)]
    issued_on: date
    expires_on: date | None = None

    @field_validator("issued_on")
    @classmethod
    def issued_already(cls, day: date) -> date:
        if day > today():
            raise ValueError(mark("Ngày cấp không thể ở sau hôm nay."))
        return day

    @field_validator("expires_on")
    @classmethod
    def still_holds(cls, day: date | None, info: ValidationInfo) -> date | None:
        if day is not None and day < today():
            said = gettext(mark("Giấy này hết hạn từ {day}, mời khai giấy còn hiệu lực."))
            raise ValueError(said.format(day=f"{day:%d/%m/%Y}"))
        if day is not None and day <= info.data.get("issued_on", date.min):
            raise ValueError(mark("Ngày hết hạn phải sau ngày cấp."))
        return day


class CertificateIn(PaperIn):
    """A certificate of a place always runs out (Decree 15/2018 with Law 55/2010: 3 years)."""

    expires_on: date


FORMS: dict[PaperKind, type[PaperIn]] = {
    PaperKind.SELF_DECLARATION: PaperIn,
    PaperKind.FOOD_SAFETY: CertificateIn,
}


def save_paper(
    session: Session, actor_id: UUID, product_id: UUID, kind: PaperKind, given: PaperIn
) -> ProductPaper:
    """In the place of the one there was; the same again changes nothing. What it replaces stays in
    the record. Raises NotFound, and Conflict for what was put away.
    """
    product, _ = take(session, product_id)
    refuse_archived(product)
    paper = _paper(session, product_id, kind)
    before = _said(paper) if paper else None
    if paper is None:
        paper = ProductPaper(product_id=product_id, kind=kind, **given.model_dump())
    elif not assign(paper, given.model_dump()):
        return paper
    paper.saved_at = utc_now()
    product.version += 1  # an operator decides about what was looked at
    session.add(paper)
    session.flush()  # the record names it by its id
    audit(session, actor_id, "product_paper.save", paper, before=before, after=_said(paper))
    return paper


def _paper(session: Session, product_id: UUID, kind: PaperKind) -> ProductPaper | None:
    statement = select(ProductPaper).where(
        ProductPaper.product_id == product_id, ProductPaper.kind == kind
    )
    return session.exec(statement).first()


def _said(paper: ProductPaper) -> dict[str, Any]:
    return {"kind": paper.kind} | PaperIn.model_construct(
        **{name: getattr(paper, name) for name in PaperIn.model_fields}
    ).model_dump(mode="json")
