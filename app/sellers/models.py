"""Producers who sell, and the people who work for them."""

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.core.db import UtcDateTime, text_enum, utc_now
from app.core.ids import new_id
from app.core.options import Option
from app.sellers.rules import DocumentKind, DocumentStatus, PictureSlot
from app.sellers.rules.assistance import ConsentState, ConsentWay, Times, state

CONSENT_DAYS = Option("sellers.consent_days", 90)
"""Days for which an officer may act for a seller who consented."""


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
    __table_args__ = (
        CheckConstraint("num_nulls(away_from, away_until) IN (0, 2)", name="away_has_two_days"),
        CheckConstraint("away_until >= away_from", name="away_ends_after_it_begins"),
    )

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
    logo: str = Field(default="", max_length=64)
    away_from: date | None = None  # the first and the last day without new orders
    away_until: date | None = None
    away_note: str = Field(default="", max_length=300)
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


class Consent(SQLModel, table=True):
    """That one officer may do some of a seller's work; asked for, given, and ended."""

    __tablename__ = "seller_consent"
    __table_args__ = (
        CheckConstraint("(given_at IS NULL) = (valid_until IS NULL)", name="validity"),
        CheckConstraint("jsonb_array_length(scopes) > 0", name="scopes"),
        Index(
            "ix_seller_consent_in_force",
            "seller_id",
            "officer_id",
            unique=True,
            postgresql_where=text("given_at IS NOT NULL AND withdrawn_at IS NULL"),
        ),
        Index("ix_seller_consent_seller_id_asked_at", "seller_id", "asked_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    code: str = Field(max_length=10, unique=True)  # names it in addresses and in the log
    seller_id: UUID = Field(foreign_key="seller.id")
    officer_id: UUID = Field(foreign_key="user_account.id", index=True)
    scopes: list[str] = Field(sa_type=JSONB)  # of `Scope`
    way: ConsentWay = Field(sa_type=text_enum(ConsentWay))
    text_version: str = Field(max_length=20)
    asked_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    given_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    given_by: UUID | None = None  # whose hand recorded it: the officer's, or the seller's own
    phone: str = Field(default="", max_length=16)  # where the code went, E.164
    paper: str = Field(default="", max_length=80)  # key of the sealed photograph, in `private`
    valid_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_by: UUID | None = None

    def state(self, now: datetime) -> ConsentState:
        times = Times(self.asked_at, self.given_at, self.valid_until, self.withdrawn_at)
        return state(times, now)


class Helping(SQLModel, table=True):
    """An officer at a seller's desk, in one browser, until they stop."""

    __tablename__ = "seller_helping"
    __table_args__ = (
        Index(
            "ix_seller_helping_open",
            "session_hash",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    session_hash: str = Field(max_length=64)  # of the signed-in browser: `UserSession`
    officer_id: UUID = Field(foreign_key="user_account.id", index=True)
    seller_id: UUID = Field(foreign_key="seller.id", index=True)
    started_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SellerHours(SQLModel, table=True):
    """When a shop's door is open on one day of the week; a day without a row is a day off."""

    __tablename__ = "seller_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("opens < closes", name="opens_before_it_closes"),
    )

    seller_id: UUID = Field(foreign_key="seller.id", primary_key=True)
    weekday: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})  # Monday is 0
    opens: time
    closes: time


class SellerPicture(SQLModel, table=True):
    """The last upload for a place on the shop's page; `Seller` shows it once its sizes are made."""

    __tablename__ = "seller_picture"

    seller_id: UUID = Field(foreign_key="seller.id", primary_key=True)
    slot: PictureSlot = Field(primary_key=True, sa_type=text_enum(PictureSlot))
    content_hash: str = Field(max_length=64, index=True)
    ready: bool = False
    added_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


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


class BankAccount(SQLModel, table=True):
    """Where a seller is paid: the latest row counts, earlier ones are history."""

    __tablename__ = "seller_bank_account"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seller_id: UUID = Field(foreign_key="seller.id", index=True)
    bank_bin: str = Field(max_length=6)
    sealed_number: str = Field(max_length=400)
    tail: str = Field(max_length=4)  # the last characters, all that pages show
    holder: str = Field(max_length=120)  # capitals without accents, as banks print it
    effective_from: datetime = Field(sa_type=UtcDateTime)  # not paid into before
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    created_by: UUID


class MemberHousehold(SQLModel, table=True):
    """A household that belongs to a cooperative; one that left keeps its row and its code."""

    __tablename__ = "member_household"
    __table_args__ = (
        UniqueConstraint("seller_id", "code"),
        CheckConstraint("left_on >= joined_on", name="leaves_after_it_joined"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seller_id: UUID = Field(foreign_key="seller.id")
    code: str = Field(max_length=20)
    name: str = Field(max_length=120)
    phone: str = Field(default="", max_length=16)  # E.164; empty: not told
    ward_code: str = Field(max_length=5)
    plot: str = Field(default="", max_length=300)
    joined_on: date | None = None
    left_on: date | None = None
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
