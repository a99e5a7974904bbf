"""Private papers of sellers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.core.db import UtcDateTime, text_enum, utc_now
from app.core.ids import new_id
from app.sellers.rules import (
    DocumentKind,
    DocumentStatus,
)


class SellerDocument(SQLModel, table=True):
    """A private paper; its file lies sealed in the private store and is never replaced in place."""

    __tablename__ = "seller_document"
    __table_args__ = (
        UniqueConstraint("seller_id", "form_key"),
        CheckConstraint("expires_on >= issued_on", name="ends_after_it_began"),
        Index(
            "ix_seller_document_waiting",
            "submitted_at",
            postgresql_where=text("status = 'waiting'"),
        ),
        Index(
            "ix_seller_document_expiring",
            "expires_on",
            postgresql_where=text("status = 'accepted' AND expires_on IS NOT NULL"),
        ),
        Index(
            "ix_seller_document_replacement",
            "replaces_id",
            unique=True,
            postgresql_where=text("status = 'waiting'"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    code: str = Field(max_length=10, unique=True)
    seller_id: UUID = Field(foreign_key="seller.id", index=True)
    form_key: str = Field(max_length=40)  # of the form that sent it: a second click adds nothing
    kind: DocumentKind = Field(sa_type=text_enum(DocumentKind))
    number: str = Field(default="", max_length=60)  # empty where it is sealed
    sealed_number: str = Field(default="", max_length=400)  # of a personal identity card
    issuer: str = Field(max_length=160)
    issued_on: date
    expires_on: date | None = None  # the last day on which it counts
    product_id: UUID | None = Field(default=None, foreign_key="product.id", index=True)
    file_key: str = Field(max_length=80)
    file_name: str = Field(max_length=160)
    media_type: str = Field(max_length=40)
    size: int  # bytes, before sealing
    status: DocumentStatus = Field(
        default=DocumentStatus.WAITING, sa_type=text_enum(DocumentStatus)
    )
    reason: str = Field(default="", max_length=1000)  # why it was refused
    submitted_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    submitted_by: UUID | None = None
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    replaces_id: UUID | None = Field(default=None, foreign_key="seller_document.id")
