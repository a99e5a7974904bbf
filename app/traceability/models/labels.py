"""Labels that were printed."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.core.db import UtcDateTime, utc_now
from app.core.ids import new_id


class LabelRun(SQLModel, table=True):
    """Labels printed for a lot; a reprint is another run with its reason."""

    __tablename__ = "label_run"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    lot_id: UUID = Field(foreign_key="lot.id", index=True)
    template: str = Field(max_length=40)
    labels: int
    given_up: int = 0  # labels of earlier runs that this one replaces: spoilt, lost
    reason: str = Field(default="", max_length=300)
    printed_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    printed_by: UUID | None = None
