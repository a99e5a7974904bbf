"""The public register of OCOP certificates (Decision 919/QĐ-TTg; 36 months from issue)."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class Certificate(SQLModel, table=True):
    __tablename__ = "ocop_certificate"
    __table_args__ = (CheckConstraint("stars BETWEEN 3 AND 5", name="stars"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    product_id: UUID = Field(foreign_key="product.id", index=True)
    decision_no: str = Field(max_length=60)
    issuer: str = Field(max_length=160)
    stars: int
    issued_on: date
    expires_on: date  # the last day on which the badge may show
    revoked_on: date | None = None
