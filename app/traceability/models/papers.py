"""Certificates and reports, and who stands behind them."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import text_enum
from app.core.ids import new_id


class Assurance(StrEnum):
    """Who stands behind a document: said by the seller, seen by us, or checked at its issuer."""

    SELF_DECLARED = "self_declared"
    UPLOADED = "uploaded"
    CHECKED = "checked"


class StandardCertificate(SQLModel, table=True):
    """VietGAP, organic, HACCP and the like, of a seller or of one of its growing areas."""

    __tablename__ = "standard_certificate"
    __table_args__ = (UniqueConstraint("seller_id", "scheme", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seller_id: UUID = Field(foreign_key="seller.id")
    growing_area_id: UUID | None = Field(default=None, foreign_key="growing_area.id", index=True)
    scheme: str = Field(max_length=60)
    number: str = Field(max_length=60)
    issuer: str = Field(max_length=160)
    valid_from: date
    valid_to: date
    assurance: Assurance = Field(default=Assurance.UPLOADED, sa_type=text_enum(Assurance))


class LabReport(SQLModel, table=True):
    __tablename__ = "test_report"
    __table_args__ = (UniqueConstraint("lot_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    lot_id: UUID = Field(foreign_key="lot.id")
    number: str = Field(max_length=60)
    laboratory: str = Field(max_length=160)
    reported_on: date
    result: str = Field(max_length=300)
    result_en: str = Field(default="", max_length=300)
    passed: bool
    assurance: Assurance = Field(default=Assurance.UPLOADED, sa_type=text_enum(Assurance))
