"""Messages: one row for each event, recipient and channel, whatever becomes of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.core.db import UtcDateTime, text_enum, utc_now
from app.core.ids import new_id


class Channel(StrEnum):
    EMAIL = "email"
    SMS = "sms"
    ZALO = "zalo"
    LOG = "log"


class MessageStatus(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"  # given up, with the reason


class Message(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("event", "recipient", "channel"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    event: str = Field(max_length=120)  # "order_placed:TN7K2…": what happened, to what
    recipient: str = Field(max_length=200)  # address or E.164
    channel: Channel = Field(sa_type=text_enum(Channel))
    template: str = Field(max_length=60)
    language: str = Field(default="vi", max_length=2)
    context: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    status: MessageStatus = Field(
        default=MessageStatus.QUEUED, sa_type=text_enum(MessageStatus), index=True
    )
    attempts: int = 0
    error: str = Field(default="", max_length=500)
    queued_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
