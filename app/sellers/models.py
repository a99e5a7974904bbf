"""Producers who sell, and the people who work for them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.core.db import UtcDateTime, text_enum, utc_now
from app.core.ids import new_id


class SellerKind(StrEnum):
    ENTERPRISE = "enterprise"
    COOPERATIVE = "cooperative"
    HOUSEHOLD_BUSINESS = "household_business"
    FARM_HOUSEHOLD = "farm_household"


class SellerStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    NEEDS_CHANGES = "needs_changes"
    APPROVED = "approved"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Seller(SQLModel, table=True):
    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: SellerKind = Field(sa_type=text_enum(SellerKind))
    status: SellerStatus = Field(default=SellerStatus.DRAFT, sa_type=text_enum(SellerStatus))
    slug: str = Field(max_length=120, unique=True)
    name: str = Field(max_length=160)  # as shoppers know it
    legal_name: str = Field(max_length=200)  # as registered
    tax_code: str | None = Field(default=None, max_length=14, unique=True)
    phone: str = Field(max_length=16, unique=True)  # E.164
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
    is_sample: bool = False  # shown with a mark: invented data
    approved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


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
