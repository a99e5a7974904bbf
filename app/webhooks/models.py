"""Endpoints of sellers' systems, events told to them, and every try to tell."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.core.db import UtcDateTime, text_enum, utc_now
from app.core.ids import new_id


class WebhookEndpoint(SQLModel, table=True):
    """Where a seller's system listens; named in addresses by `code`."""

    __tablename__ = "webhook_endpoint"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seller_id: UUID = Field(foreign_key="seller.id", index=True)
    code: str = Field(max_length=10, unique=True)
    url: str = Field(max_length=500)
    description: str = Field(default="", max_length=120)
    types: list[str] = Field(default_factory=list, sa_type=JSONB)  # empty: everything
    secret: str = Field(sa_type=Text)  # sealed
    old_secret: str = Field(default="", sa_type=Text)  # sealed; signs too until it ends
    old_secret_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    disabled_reason: str = Field(default="", max_length=200)
    failing_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    resting_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)  # a worker calls it


class WebhookEvent(SQLModel, table=True):
    """Something that happened to a seller's row; `body` is the exact text that is sent."""

    __tablename__ = "webhook_event"

    id: str = Field(max_length=40, primary_key=True)  # "evt_…", sent as webhook-id
    seller_id: UUID = Field(foreign_key="seller.id", index=True)
    kind: str = Field(max_length=40)
    body: str = Field(sa_type=Text)
    occurred_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime, index=True)


class DeliveryState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"  # ten tries, or the endpoint is gone


class WebhookDelivery(SQLModel, table=True):
    """One event on its way to one endpoint."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("endpoint_id", "event_id"),
        Index(
            "ix_webhook_delivery_waiting",
            "endpoint_id",
            "next_try_at",
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    endpoint_id: UUID = Field(foreign_key="webhook_endpoint.id")
    event_id: str = Field(foreign_key="webhook_event.id", max_length=40, index=True)
    state: DeliveryState = Field(default=DeliveryState.WAITING, sa_type=text_enum(DeliveryState))
    tries: int = 0
    next_try_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    status: int | None = None  # of the last answer
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class WebhookTry(SQLModel, table=True):
    """One call: what came back, or why nothing did."""

    __tablename__ = "webhook_try"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    delivery_id: UUID = Field(foreign_key="webhook_delivery.id", index=True)
    at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    status: int | None = None
    milliseconds: int = 0
    error: str = Field(default="", max_length=200)
    answer: str = Field(default="", max_length=1000)  # the beginning of the body
