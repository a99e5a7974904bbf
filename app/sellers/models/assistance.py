"""Officers who act for a seller, and the consent that lets them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.core.db import UtcDateTime, text_enum, utc_now
from app.core.ids import new_id
from app.core.options import Option
from app.sellers.rules.assistance import ConsentState, ConsentWay, Times, state

CONSENT_DAYS = Option("sellers.consent_days", 90)
"""Days for which an officer may act for a seller who consented."""


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
