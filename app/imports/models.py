"""Files that were handed in, tried, and perhaps written."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.core.db import UtcDateTime, text_enum, utc_now
from app.core.ids import new_id


class ImportStatus(StrEnum):
    CHECKING = "checking"  # a job tries it
    REFUSED = "refused"  # has faults; nothing can be written
    READY = "ready"  # tried without a fault, waits for somebody to confirm
    WRITING = "writing"  # confirmed; a job writes it
    DONE = "done"


class ImportRun(SQLModel, table=True):
    """One file; `report` is what trying or writing it found, see `rules.reports`."""

    __tablename__ = "import_run"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    file_name: str = Field(max_length=200)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))  # emptied once written
    status: ImportStatus = Field(default=ImportStatus.CHECKING, sa_type=text_enum(ImportStatus))
    rows: int = 0
    report: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    created_by: UUID = Field(foreign_key="user_account.id")
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime, index=True)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
