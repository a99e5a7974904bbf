"""Rules of words and sentences of reasons: rows that operators keep, ended instead of deleted."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.core.days import today
from app.core.db import UtcDateTime, text_enum, utc_now
from app.core.ids import new_id
from app.moderation.rules.claims import Severity


class ClaimRule(SQLModel, table=True):
    """A word or phrase that a text of goods may not hold, or is looked at for."""

    __tablename__ = "claim_rule"
    __table_args__ = (
        Index(
            "ix_claim_rule_phrase",
            "folded",
            "exact",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    phrase: str = Field(max_length=120)
    folded: str = Field(max_length=120)  # one open rule a phrase
    exact: bool = False  # minds accents
    severity: Severity = Field(sa_type=text_enum(Severity))
    note: str = Field(default="", max_length=300)  # what a seller reads
    source: str = Field(default="", max_length=200)  # the law's article
    valid_from: date = Field(default_factory=today)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_by: UUID | None = None
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class Topic(StrEnum):
    """What is being decided when a reason is given."""

    PRODUCT = "product"
    SELLER = "seller"
    DOCUMENT = "document"


class ReasonTemplate(SQLModel, table=True):
    """A sentence that officers have to say often."""

    __tablename__ = "reason_template"
    __table_args__ = (
        Index(
            "ix_reason_template_said",
            "topic",
            "said",
            unique=True,
            postgresql_where=text("retired_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    topic: Topic = Field(sa_type=text_enum(Topic))
    said: str = Field(max_length=300)
    position: int = 0
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_by: UUID | None = None
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
