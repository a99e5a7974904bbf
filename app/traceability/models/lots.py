"""Packing batches and what was told of their journeys."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.core.db import UtcDateTime, text_enum, utc_now
from app.core.ids import new_id
from app.traceability.rules import BizStep, Stage


class LotStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RECALLED = "recalled"


class Lot(SQLModel, table=True):
    """One packaging batch of one variant: GS1 application identifiers 01 (GTIN) and 10 (lot)."""

    __table_args__ = (
        UniqueConstraint("seller_id", "lot_number"),
        UniqueConstraint("gtin", "lot_number"),  # what /01/{gtin}/10/{lot} names
        CheckConstraint("packs > 0 AND net_grams > 0", name="packs"),
        Index("ix_lot_seller_id_status", "seller_id", "status"),
        Index(
            "ix_lot_of_seller",
            "seller_id",
            text("harvested_on DESC"),
            "code",
            postgresql_where=text("status IN ('published', 'recalled')"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    code: str = Field(max_length=10, unique=True)  # printed XXXXX-XXXXX
    seller_id: UUID = Field(foreign_key="seller.id")
    product_id: UUID = Field(foreign_key="product.id", index=True)
    variant_id: UUID = Field(foreign_key="variant.id", index=True)
    growing_area_id: UUID | None = Field(default=None, foreign_key="growing_area.id", index=True)
    gtin: str | None = Field(default=None, max_length=14)
    lot_number: str = Field(max_length=20)
    status: LotStatus = Field(default=LotStatus.DRAFT, sa_type=text_enum(LotStatus))
    harvested_on: date
    packed_on: date
    expires_on: date
    picking_standard: str = Field(default="", max_length=40)
    fresh_grams: int = 0  # leaf or raw material taken in
    bulk_grams: int  # finished bulk that went into the packs
    balance_note: str = Field(default="", max_length=300)  # why an unusual ratio is right
    packs: int
    net_grams: int  # of one pack
    maker: str = Field(default="", max_length=120)  # who stood at the pan
    standards: str = Field(default="", max_length=200)  # the standards applied
    shares: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)  # grams of bulk by claim
    claims: list[Any] = Field(default_factory=list, sa_type=JSONB)  # what its label says
    held_reason: str = Field(default="", max_length=300)  # why it may not be sold for now
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    recalled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    recall_reason: str = Field(default="", max_length=500)
    recall_reason_en: str = Field(default="", max_length=500)
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    scans: int = 0  # folded in from `scan` by the batch writer
    devices: int = 0


class TrackingEvent(SQLModel, table=True):
    """One step of a lot's journey; rows are only ever added (held by a trigger)."""

    __tablename__ = "tracking_event"
    __table_args__ = (
        UniqueConstraint(
            "lot_id", "stage", "event_time", "corrects_id", postgresql_nulls_not_distinct=True
        ),
        Index(
            "ix_tracking_event_corrects_id",
            "corrects_id",
            postgresql_where=text("corrects_id IS NOT NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    lot_id: UUID = Field(foreign_key="lot.id")
    stage: Stage = Field(sa_type=text_enum(Stage))
    biz_step: BizStep = Field(sa_type=text_enum(BizStep))
    event_time: datetime = Field(sa_type=UtcDateTime)
    event_end: datetime | None = Field(default=None, sa_type=UtcDateTime)
    time_zone_offset: str = Field(default="+07:00", max_length=6)  # as observed
    recorded_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    title: str = Field(max_length=120)
    title_en: str = Field(default="", max_length=120)
    note: str = Field(default="", max_length=500)
    note_en: str = Field(default="", max_length=500)
    place: str = Field(max_length=160)
    location_code: str = Field(max_length=60)  # GLN, growing-area code or our own place code
    trace_code: str = Field(max_length=60)  # of the material at this stage
    responsible: str = Field(default="", max_length=120)
    grams_in: int | None = None
    grams_out: int | None = None
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    recorded_by: UUID | None = None
    corrects_id: UUID | None = Field(default=None, foreign_key="tracking_event.id")
