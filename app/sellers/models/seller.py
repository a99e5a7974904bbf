"""Producers who sell, and the people who work for them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.core.db import UtcDateTime, text_enum, utc_now
from app.core.ids import new_id
from app.sellers.rules import (
    SellerKind,
    SellerStatus,
)


class Seller(SQLModel, table=True):
    __table_args__ = (
        Index(
            "ix_seller_phone_open",
            "phone",
            unique=True,
            postgresql_where=text("status <> 'closed'"),
        ),
        Index(
            "ix_seller_tax_code_sent",
            "tax_code",
            unique=True,
            postgresql_where=text("status NOT IN ('draft', 'closed')"),
        ),
        Index(
            "ix_seller_submitted",
            "submitted_at",
            postgresql_where=text("status = 'submitted'"),
        ),
        CheckConstraint("num_nulls(away_from, away_until) IN (0, 2)", name="away_has_two_days"),
        CheckConstraint("away_until >= away_from", name="away_ends_after_it_begins"),
    )
    """A draft keeps nobody else from a tax code, and a closed seller from nothing."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: SellerKind = Field(sa_type=text_enum(SellerKind))
    status: SellerStatus = Field(default=SellerStatus.DRAFT, sa_type=text_enum(SellerStatus))
    slug: str = Field(max_length=120, unique=True)
    name: str = Field(max_length=160)  # as shoppers know it
    legal_name: str = Field(max_length=200)  # as registered
    tax_code: str | None = Field(default=None, max_length=14)
    licence_no: str = Field(default="", max_length=60)
    licence_issued_on: date | None = None
    licence_issuer: str = Field(default="", max_length=160)
    phone: str = Field(max_length=16)  # E.164
    phone_verified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    email: str = Field(default="", max_length=200)
    zalo: str = Field(default="", max_length=16)  # E.164; empty: none
    representative: str = Field(default="", max_length=120)
    province_code: str = Field(max_length=2)
    ward_code: str = Field(max_length=5, index=True)
    street: str = Field(max_length=200)
    founded_on: date | None = None
    households: int = 0  # member households of a cooperative
    quote: str = Field(default="", max_length=300)  # a maker's own words
    quote_en: str = Field(default="", max_length=300)
    quote_by: str = Field(default="", max_length=120)
    story: str = Field(default="", max_length=4000)
    story_en: str = Field(default="", max_length=4000)
    portrait: str = Field(default="", max_length=64)  # content hash of a medium
    listens: bool = False  # a system of its own hears news: see `webhooks`
    logo: str = Field(default="", max_length=64)
    away_from: date | None = None  # the first and the last day without new orders
    away_until: date | None = None
    away_note: str = Field(default="", max_length=300)
    is_sample: bool = False  # shown with a mark: invented data
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    approved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """For the first time: whoever never was has nothing public."""
    decision_reason: str = Field(default="", max_length=1000)
    """Why it needs changes, is suspended or closed; empty for everybody else."""
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class SellerIdentity(SQLModel, table=True):
    """Who answers for a seller, by the number on their card: sealed, in a table of its own, and
    every look at it is recorded (Law 91/2025/QH15 on personal data).
    """

    __tablename__ = "seller_identity"

    seller_id: UUID = Field(foreign_key="seller.id", primary_key=True)
    number: str = Field(max_length=200)  # `core/sealing`
    mark: str = Field(max_length=64, index=True)  # keyed hash: the same person, without the number
    ending: str = Field(max_length=3)
    born_on: date


class ChangeStatus(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class SellerChange(SQLModel, table=True):
    """What an approved seller wants to be registered as; the old facts hold until then."""

    __tablename__ = "seller_change"
    __table_args__ = (
        Index(
            "ix_seller_change_pending",
            "seller_id",
            unique=True,
            postgresql_where=text("status = 'pending'"),
        ),
        Index("ix_seller_change_status_submitted_at", "status", "submitted_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seller_id: UUID = Field(foreign_key="seller.id", index=True)
    status: ChangeStatus = Field(default=ChangeStatus.PENDING, sa_type=text_enum(ChangeStatus))
    facts: dict[str, Any] = Field(sa_type=JSONB)  # `rules.Registration`
    person: dict[str, Any] | None = Field(default=None, sa_type=JSONB)  # of `SellerIdentity`
    submitted_by: UUID | None = None
    submitted_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decision_reason: str = Field(default="", max_length=1000)


class SellerSlug(SQLModel, table=True):
    """An address that a seller once had; it redirects for ever."""

    __tablename__ = "seller_slug"

    slug: str = Field(max_length=120, primary_key=True)
    seller_id: UUID = Field(foreign_key="seller.id", index=True)


class MemberRole(StrEnum):
    OWNER = "owner"
    STAFF = "staff"


class SellerMember(SQLModel, table=True):
    __tablename__ = "seller_member"

    seller_id: UUID = Field(foreign_key="seller.id", primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.id", primary_key=True, index=True)
    role: MemberRole = Field(sa_type=text_enum(MemberRole))
    invited_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    """The owner who called them in; nobody for whoever opened it, or was let in by the platform."""
