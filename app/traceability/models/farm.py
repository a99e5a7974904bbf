"""What was done in a garden between two harvests."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.core.db import UtcDateTime, text_enum
from app.core.ids import new_id
from app.traceability.rules.materials import FarmWork


class FarmLog(SQLModel, table=True):
    """One piece of work in a growing area; `closed_until` is the last day of its waiting time."""

    __tablename__ = "farm_log"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    event_id: UUID = Field(foreign_key="journey_event.id", unique=True)
    growing_area_id: UUID = Field(foreign_key="growing_area.id", index=True)
    work: FarmWork = Field(sa_type=text_enum(FarmWork))
    product: str = Field(default="", max_length=120)
    dose: str = Field(default="", max_length=80)
    at: datetime = Field(sa_type=UtcDateTime)
    closed_until: date | None = None
