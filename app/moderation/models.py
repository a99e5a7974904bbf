"""Rules of words and sentences of reasons: rows that operators keep, ended instead of deleted; and
what the rules found on sale.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
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


class FoundIn(StrEnum):
    """Whose words a rule was found in."""

    PRODUCT = "product"
    SHOP = "seller"


class ClaimFinding(SQLModel, table=True):
    """What a rule that came later found in words on sale; somebody looks at it and settles it."""

    __tablename__ = "claim_finding"
    __table_args__ = (UniqueConstraint("rule_id", "kind", "subject_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    rule_id: UUID = Field(foreign_key="claim_rule.id")
    kind: FoundIn = Field(sa_type=text_enum(FoundIn))
    subject_id: UUID = Field(index=True)  # a product's or a seller's
    places: list[Any] = Field(sa_type=JSONB)  # [field, words before, what was found, words after]
    found_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_by: UUID | None = None


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
