"""Tables of events: rows are only ever added, and a trigger holds that (`refuse_change`).

What changes about an event (that it was wrong, that everybody may read it) is a row elsewhere.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Numeric, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

from app.core.db import UtcDateTime, utc_now
from app.core.ids import new_id

BY_LETTERS = Text(collation="C")
"""Compared byte by byte, so that an index finds what begins with something."""


class EpcisEvent(SQLModel, table=True):
    """One event in canonical form (`rules.canon`), of the seller who recorded or captured it."""

    __tablename__ = "epcis_event"
    __table_args__ = (
        UniqueConstraint("seller_id", "event_hash"),  # the same event twice is one
        UniqueConstraint("seller_id", "event_id"),
        Index("ix_epcis_event_event_time", "event_time", "id"),
        Index("ix_epcis_event_recorded_at", "recorded_at", "id"),
        Index("ix_epcis_event_event_hash", "event_hash"),
        Index("ix_epcis_event_event_id", "event_id"),
        Index("ix_epcis_event_kind", "kind", "event_time"),
        Index("ix_epcis_event_biz_step", "biz_step", "event_time"),
        Index("ix_epcis_event_disposition", "disposition", "event_time"),
        Index("ix_epcis_event_read_point", "read_point", "event_time"),
        Index("ix_epcis_event_biz_location", "biz_location", "event_time"),
        Index("ix_epcis_event_transformation_id", "transformation_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seller_id: UUID = Field(foreign_key="seller.id")
    event_hash: str = Field(max_length=100)  # ni:///sha-256;…?ver=CBV2.0
    event_id: str = Field(max_length=500)  # as captured; the hash when it came without one
    kind: str = Field(max_length=24)  # ObjectEvent …
    event_time: datetime = Field(sa_type=UtcDateTime)
    recorded_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    action: str | None = Field(default=None, max_length=8)
    biz_step: str | None = Field(default=None, sa_type=BY_LETTERS)
    disposition: str | None = Field(default=None, sa_type=BY_LETTERS)
    read_point: str | None = Field(default=None, sa_type=BY_LETTERS)
    biz_location: str | None = Field(default=None, sa_type=BY_LETTERS)
    transformation_id: str | None = Field(default=None, sa_type=BY_LETTERS)
    body: dict[str, Any] = Field(sa_type=JSONB)
    prefixes: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    spelled: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)  # how identifiers came
    recorded_by: UUID | None = None


class EpcisThing(SQLModel, table=True):
    """What an event is about: instances and classes with the role that they play in it."""

    __tablename__ = "epcis_thing"
    # The role rides along, so that a lot's events are found in the index alone.
    __table_args__ = (Index("ix_epcis_thing_epc", "epc", "event_id", postgresql_include=["role"]),)

    event_id: UUID = Field(foreign_key="epcis_event.id", primary_key=True)
    place: int = Field(primary_key=True)
    role: str = Field(max_length=12)  # `rules.subjects`
    epc: str = Field(sa_type=BY_LETTERS)
    quantity: Decimal | None = Field(default=None, sa_type=Numeric)
    uom: str | None = Field(default=None, max_length=3)


class EpcisError(SQLModel, table=True):
    """An error declaration (EPCIS 2.0, 7.4.1.4): this event should not have been recorded so."""

    __tablename__ = "epcis_error"
    __table_args__ = (UniqueConstraint("event_id", "reason", "corrective_ids"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    event_id: UUID = Field(foreign_key="epcis_event.id")
    declared_at: datetime = Field(sa_type=UtcDateTime)
    reason: str = Field(max_length=300)  # did_not_occur, incorrect_data or a URI
    corrective_ids: list[str] = Field(sa_type=ARRAY(Text))
    recorded_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    recorded_by: UUID | None = None


class EpcisPublication(SQLModel, table=True):
    """That everybody may read an event: the lot which it belongs to was published."""

    __tablename__ = "epcis_publication"

    event_id: UUID = Field(foreign_key="epcis_event.id", primary_key=True)
    published_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class EpcisCapture(SQLModel, table=True):
    """What became of a document that was handed in; `errors` are problem details."""

    __tablename__ = "epcis_capture"
    __table_args__ = (Index("ix_epcis_capture_seller_id_id", "seller_id", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seller_id: UUID = Field(foreign_key="seller.id")
    behaviour: str = Field(max_length=8)  # rollback or proceed
    events: int  # in the document
    captured: int  # new ones among them
    success: bool
    errors: list[Any] = Field(default_factory=list, sa_type=JSONB)
    created_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime = Field(sa_type=UtcDateTime)


class EpcisQuery(SQLModel, table=True):
    """A seller's named query: parameters that their system asks again and again."""

    __tablename__ = "epcis_query"

    seller_id: UUID = Field(foreign_key="seller.id", primary_key=True)
    name: str = Field(max_length=64, primary_key=True)
    asked: dict[str, Any] = Field(sa_type=JSONB)
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
