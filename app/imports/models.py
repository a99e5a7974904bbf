"""Files that were handed in, tried, and perhaps written; files that were made to take away."""

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
    CANCELLED = "cancelled"  # by a person, before anything was written
    EXPIRED = "expired"  # nobody confirmed it in time


class ImportRun(SQLModel, table=True):
    """One file; `report` is what trying or writing it found, see `rules.reports`."""

    __tablename__ = "import_run"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seller_id: UUID | None = Field(default=None, foreign_key="seller.id", index=True)
    """Whose own file it is; None: an operator's, for everybody."""
    assisted_for: UUID | None = None  # handed in by an officer who acts for this seller
    sheets: list[str] = Field(default_factory=list, sa_type=JSONB)
    """Those that whoever handed it in may bring: an officer's consent may not reach all."""
    file_name: str = Field(max_length=200)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))  # emptied once written
    status: ImportStatus = Field(default=ImportStatus.CHECKING, sa_type=text_enum(ImportStatus))
    rows: int = 0
    report: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    created_by: UUID = Field(foreign_key="user_account.id")
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime, index=True)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ImportProgress(SQLModel, table=True):
    """How far the job of a run is: committed apart from it, so that a page can show it."""

    __tablename__ = "import_progress"

    run_id: UUID = Field(foreign_key="import_run.id", primary_key=True, ondelete="CASCADE")
    stage: str = Field(default="", max_length=20)  # `rules.progress.Stage`
    sheet: str = Field(default="", max_length=40)
    done: int = 0
    total: int = 0
    stop: bool = False  # somebody cancelled


class ExportStatus(StrEnum):
    MAKING = "making"
    DONE = "done"
    FAILED = "failed"
    GONE = "gone"  # its file was deleted


class ExportRun(SQLModel, table=True):
    """One file to take away; it lies sealed in the private store, in `parts`."""

    __tablename__ = "export_run"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seller_id: UUID | None = Field(default=None, foreign_key="seller.id", index=True)
    """Of whose desk; None: the operator's, and then its maker's alone."""
    file_name: str = Field(max_length=200)
    asked: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)  # `rules.wanted.Wanted`
    status: ExportStatus = Field(default=ExportStatus.MAKING, sa_type=text_enum(ExportStatus))
    sheet: str = Field(default="", max_length=40)  # under way
    done: int = 0
    rows: int = 0
    parts: int = 0
    size: int = 0  # bytes of the file
    created_by: UUID = Field(foreign_key="user_account.id", index=True)
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime, index=True)
    made_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
