"""Leaf and loose tea, what was recorded of them, and what went from one into the other."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import BigInteger, Field, SQLModel

from app.core.db import UtcDateTime, text_enum, utc_now
from app.core.ids import new_id
from app.traceability.rules.materials import ErrorReason, EventKind, MaterialKind


class Material(SQLModel, table=True):
    """A harvest lot, or the loose tea of a batch or a blend; weights are grams.

    `grams` and `used_grams` follow from the flows of events that hold, and are recomputed with
    every record: that no more is used than there is, the database holds too (R1). Only what is on
    hold may be short, which is why it is on hold.
    """

    __table_args__ = (
        UniqueConstraint("seller_id", "number"),
        CheckConstraint("grams >= 0 AND used_grams >= 0", name="grams"),
        CheckConstraint("used_grams <= grams OR held_reason <> ''", name="balance"),
        Index("ix_material_seller_id_kind_made_at", "seller_id", "kind", "made_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    code: str = Field(max_length=10, unique=True)  # names it in events, never in print
    seller_id: UUID = Field(foreign_key="seller.id")
    number: str = Field(max_length=20)  # as the workshop calls it
    kind: MaterialKind = Field(sa_type=text_enum(MaterialKind))
    grade: str = Field(default="", max_length=40)
    picking_standard: str = Field(default="", max_length=40)
    growing_area_id: UUID | None = Field(default=None, foreign_key="growing_area.id", index=True)
    farmer: str = Field(default="", max_length=120)
    grams: int = Field(sa_type=BigInteger)
    used_grams: int = Field(default=0, sa_type=BigInteger)
    fresh_grams: int = Field(default=0, sa_type=BigInteger)  # of leaf behind `grams`
    picked_from: date  # the earliest harvest in it
    made_at: datetime = Field(sa_type=UtcDateTime)
    shares: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)  # grams by claim
    held_reason: str = Field(default="", max_length=300)

    @property
    def left(self) -> int:
        return self.grams - self.used_grams


class JourneyEvent(SQLModel, table=True):
    """One page of the workshop's book; rows are only ever added (held by a trigger)."""

    __tablename__ = "journey_event"
    __table_args__ = (
        UniqueConstraint("seller_id", "client_id"),
        Index("ix_journey_event_seller_id_recorded_at", "seller_id", "recorded_at"),
        Index("ix_journey_event_growing_area_id_event_time", "growing_area_id", "event_time"),
        Index(
            "ix_journey_event_receipt_of",
            text("(facts ->> 'material')"),
            postgresql_where=text("kind = 'receipt'"),
        ),
        Index(
            "ix_journey_event_corrects_id",
            "corrects_id",
            postgresql_where=text("corrects_id IS NOT NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    code: str = Field(max_length=10, unique=True)
    seller_id: UUID = Field(foreign_key="seller.id")
    client_id: UUID  # of the form that was sent: the same form twice is one event
    kind: EventKind = Field(sa_type=text_enum(EventKind))
    growing_area_id: UUID | None = Field(default=None, foreign_key="growing_area.id")
    lot_id: UUID | None = Field(default=None, foreign_key="lot.id", index=True)
    event_time: datetime = Field(sa_type=UtcDateTime)
    event_end: datetime | None = Field(default=None, sa_type=UtcDateTime)
    time_zone_offset: str = Field(default="+07:00", max_length=6)  # as observed
    recorded_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    device_time: datetime | None = Field(default=None, sa_type=UtcDateTime)
    recorded_by: UUID | None = None
    facts: dict[str, Any] = Field(sa_type=JSONB)  # what was typed, as its form reads it
    findings: list[Any] = Field(default_factory=list, sa_type=JSONB)
    review_id: UUID | None = Field(default=None, foreign_key="balance_review.id")
    corrects_id: UUID | None = Field(default=None, foreign_key="journey_event.id")


class Flow(SQLModel, table=True):
    """Grams of a material that an event took (`out` false) or made; rows are only ever added."""

    __tablename__ = "material_flow"
    __table_args__ = (
        CheckConstraint("grams > 0", name="grams"),
        Index("ix_material_flow_material_id_made", "material_id", "made"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    event_id: UUID = Field(foreign_key="journey_event.id", index=True)
    material_id: UUID = Field(foreign_key="material.id")
    made: bool
    grams: int = Field(sa_type=BigInteger)


class ErrorDeclaration(SQLModel, table=True):
    """An event that does not hold (EPCIS 2.0, 7.4.1.2); rows are only ever added.

    What holds instead, if anything does, is the event that has it as `corrects_id`.
    """

    __tablename__ = "error_declaration"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    event_id: UUID = Field(foreign_key="journey_event.id", unique=True)
    reason: ErrorReason = Field(sa_type=text_enum(ErrorReason))
    note: str = Field(max_length=300)
    declared_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    declared_by: UUID | None = None
    approved_by: UUID | None = None


class Asked(StrEnum):
    """What somebody asked a second person, and what became of it."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


class BalanceReview(SQLModel, table=True):
    """A record that the rules would not take by themselves, for a reviewer of the exchange."""

    __tablename__ = "balance_review"
    __table_args__ = (
        UniqueConstraint("seller_id", "client_id"),
        Index("ix_balance_review_state_asked_at", "state", "asked_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    code: str = Field(max_length=10, unique=True)
    seller_id: UUID = Field(foreign_key="seller.id")
    client_id: UUID
    kind: EventKind = Field(sa_type=text_enum(EventKind))
    facts: dict[str, Any] = Field(sa_type=JSONB)
    findings: list[Any] = Field(sa_type=JSONB)
    reason: str = Field(max_length=300)
    state: Asked = Field(default=Asked.PENDING, sa_type=text_enum(Asked))
    asked_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    asked_by: UUID | None = None
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_by: UUID | None = None
    answer: str = Field(default="", max_length=300)


class Correction(SQLModel, table=True):
    """A correction that waits for a second person: of old records, and of what is public."""

    __tablename__ = "correction"
    __table_args__ = (
        Index(
            "ix_correction_waiting",
            "event_id",
            unique=True,
            postgresql_where=text("state = 'pending'"),
        ),
        Index("ix_correction_state_asked_at", "state", "asked_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    code: str = Field(max_length=10, unique=True)
    seller_id: UUID = Field(foreign_key="seller.id")
    event_id: UUID = Field(foreign_key="journey_event.id")
    reason: ErrorReason = Field(sa_type=text_enum(ErrorReason))
    note: str = Field(max_length=300)
    facts: dict[str, Any] | None = Field(default=None, sa_type=JSONB)  # what holds instead
    state: Asked = Field(default=Asked.PENDING, sa_type=text_enum(Asked))
    asked_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    asked_by: UUID | None = None
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_by: UUID | None = None
    answer: str = Field(default="", max_length=300)


class CapturedEvent(SQLModel, table=True):
    """Under which hash a record, or a step of a lot's journey, stands among the EPCIS events.

    Rows are only ever added; the event itself is the repository's.
    """

    __tablename__ = "captured_event"

    subject_id: UUID = Field(primary_key=True)  # of a journey_event or a tracking_event
    seller_id: UUID = Field(foreign_key="seller.id")
    event_hash: str = Field(max_length=100, index=True)


class MaterialAlias(SQLModel, table=True):
    """What a seller's own system calls a material, in the events that it sends."""

    __tablename__ = "material_alias"
    __table_args__ = (UniqueConstraint("seller_id", "uri"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seller_id: UUID = Field(foreign_key="seller.id")
    uri: str = Field(max_length=500)
    material_id: UUID = Field(foreign_key="material.id", index=True)
