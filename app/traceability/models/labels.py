"""Labels that were printed, their codes, and what they are printed on."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import BigInteger, Field, SQLModel

from app.core.db import UtcDateTime, text_enum, utc_now
from app.core.ids import new_id


class RunKind(StrEnum):
    BATCH = "batch"  # every label says the lot's code
    UNIT = "unit"  # every label has a code of its own


class LabelRun(SQLModel, table=True):
    """Labels printed for a lot; a reprint is another run with its reason. Rows are only added."""

    __tablename__ = "label_run"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    lot_id: UUID = Field(foreign_key="lot.id", index=True)
    kind: RunKind = Field(default=RunKind.BATCH, sa_type=text_enum(RunKind))
    template: str = Field(max_length=40)
    sheet: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)  # as it measured that day
    labels: int
    given_up: int = 0  # labels of earlier runs that this one replaces: spoilt, lost
    skip: int = 0  # places of the first page that stay empty
    scratch: bool = False  # each label has a PIN under a scratch field
    with_gtin: bool = False  # symbols say a GS1 Digital Link with the serial
    reason: str = Field(default="", max_length=300)
    printed_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    printed_by: UUID | None = None


class LabelVoid(SQLModel, table=True):
    """Labels of a run, from place `first` to `last` (from 1), that count no more; only added."""

    __tablename__ = "label_void"
    __table_args__ = (CheckConstraint("first >= 1 AND last >= first", name="range"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    run_id: UUID = Field(foreign_key="label_run.id", index=True)
    first: int
    last: int
    reason: str = Field(max_length=300)
    voided_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    voided_by: UUID | None = None


class LabelManifest(SQLModel, table=True):
    """What was signed about a run, as it is handed out; only added."""

    __tablename__ = "label_manifest"

    run_id: UUID = Field(foreign_key="label_run.id", primary_key=True)
    document: dict[str, Any] = Field(sa_type=JSONB)


class UnitCode(SQLModel, table=True):
    """One packet's code: its serial alone, since the tag is computed from it; only added."""

    __tablename__ = "unit_code"
    __table_args__ = (UniqueConstraint("run_id", "place"),)

    serial: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    run_id: UUID = Field(foreign_key="label_run.id")
    place: int  # in the run, from 1
    pin: bytes | None = None  # a keyed hash


class UnitCheck(SQLModel, table=True):
    """How often a unit code was opened, since when, and since when its PIN is known."""

    __tablename__ = "unit_check"

    serial: int = Field(
        primary_key=True,
        sa_type=BigInteger,
        foreign_key="unit_code.serial",
        sa_column_kwargs={"autoincrement": False},
    )
    first_at: datetime = Field(sa_type=UtcDateTime)
    scans: int
    pin_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LabelPins(SQLModel, table=True):
    """A run's PINs, sealed, until the one file that says them is made."""

    __tablename__ = "label_pins"

    run_id: UUID = Field(foreign_key="label_run.id", primary_key=True)
    sealed: bytes


class FileKind(StrEnum):
    PDF = "pdf"
    SVG = "svg"
    PNG = "png"
    CSV = "csv"


class FileStatus(StrEnum):
    MAKING = "making"
    DONE = "done"
    FAILED = "failed"
    GONE = "gone"


class LabelFile(SQLModel, table=True):
    """A file of a run to take away; its content lies sealed in the store for some days."""

    __tablename__ = "label_file"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    run_id: UUID = Field(foreign_key="label_run.id", index=True)
    kind: FileKind = Field(sa_type=text_enum(FileKind))
    printer_id: UUID | None = Field(default=None, foreign_key="label_printer.id")
    pins: bool = False
    status: FileStatus = Field(default=FileStatus.MAKING, sa_type=text_enum(FileStatus))
    done: int = 0  # labels
    size: int = Field(default=0, sa_type=BigInteger)
    parts: int = 0
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime, index=True)
    created_by: UUID | None = None


class LabelStock(SQLModel, table=True):
    """A seller's own sheet or roll; lengths are hundredths of a millimetre."""

    __tablename__ = "label_stock"
    __table_args__ = (UniqueConstraint("seller_id", "key"), UniqueConstraint("seller_id", "title"))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seller_id: UUID = Field(foreign_key="seller.id")
    key: str = Field(max_length=40)
    title: str = Field(max_length=80)
    page_width: int
    page_height: int
    columns: int
    rows: int
    label_width: int
    label_height: int
    margin_left: int
    margin_top: int
    gap_across: int
    gap_down: int
    dpi: int
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class LabelPrinter(SQLModel, table=True):
    """A seller's printer and by how much it is off, in hundredths of a millimetre."""

    __tablename__ = "label_printer"
    __table_args__ = (UniqueConstraint("seller_id", "name"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seller_id: UUID = Field(foreign_key="seller.id")
    name: str = Field(max_length=60)
    offset_x: int = 0
    offset_y: int = 0
    dpi: int = 600
    measured_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
