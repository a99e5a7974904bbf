"""What shows that a record is true: photographs, and laboratories' papers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import UtcDateTime, utc_now
from app.core.ids import new_id


class EventPhoto(SQLModel, table=True):
    """A photograph of what a record tells; rows are only ever added (held by a trigger)."""

    __tablename__ = "event_photo"
    __table_args__ = (UniqueConstraint("event_id", "content_hash"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    event_id: UUID = Field(foreign_key="journey_event.id")
    content_hash: str = Field(max_length=64)  # SHA-256 of a medium
    added_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    added_by: UUID | None = None


class LabPaper(SQLModel, table=True):
    """A laboratory's paper; its file lies sealed in the private store. Rows are only ever added.

    A record of a test names it by its digest, so that it cannot be exchanged for another.
    """

    __tablename__ = "lab_paper"
    __table_args__ = (UniqueConstraint("seller_id", "digest"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    code: str = Field(max_length=10, unique=True)
    seller_id: UUID = Field(foreign_key="seller.id")
    digest: str = Field(max_length=64)  # SHA-256 of the file as it is kept, before sealing
    file_key: str = Field(max_length=80)
    media_type: str = Field(max_length=40)
    size: int  # bytes, before sealing
    added_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    added_by: UUID | None = None
