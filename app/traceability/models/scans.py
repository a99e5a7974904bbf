"""What became of codes once they were out."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Sequence, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.core.db import UtcDateTime, text_enum, utc_now
from app.core.ids import new_id
from app.traceability.rules import Verdict
from app.traceability.rules.patterns import AlertKind

_IDS = Sequence("scan_id_seq", metadata=SQLModel.metadata)


class Scan(SQLModel, table=True):
    """A code that was opened. No address is kept, only a hash of it that one day's salt made.

    One partition a day of Vietnam, dropped whole after 90 days (see `service.partitions`). No
    foreign key: to drop a partition that has one locks the lots, which are never deleted anyway.
    """

    __table_args__ = (
        Index("ix_scan_code_at", "code", "at"),
        Index("ix_scan_lot_id_at", "lot_id", "at"),
        {"postgresql_partition_by": "RANGE (at)"},
    )

    at: datetime = Field(sa_type=UtcDateTime, primary_key=True)
    id: int | None = Field(
        default=None,
        sa_column=Column(BigInteger, _IDS, primary_key=True, server_default=_IDS.next_value()),
    )
    code: str = Field(max_length=40)
    lot_id: UUID | None = None
    verdict: Verdict = Field(sa_type=text_enum(Verdict))
    device: str = Field(default="", max_length=32)
    language: str = Field(default="vi", max_length=2)
    province: str | None = Field(default=None, max_length=2)  # told by the reader, else nothing


class ScanSalt(SQLModel, table=True):
    """The random key of one day's device hashes, deleted when the day is over.

    Unlogged: it stands in no write-ahead log and no physical backup that would outlive it.
    """

    __tablename__ = "scan_salt"
    __table_args__ = {"prefixes": ["UNLOGGED"]}  # SQLAlchemy's own form

    day: date = Field(primary_key=True)
    salt: bytes


class ScanDevice(SQLModel, table=True):
    """A device that opened a lot's page today: what keeps `Lot.devices` exact.

    Yesterday's rows can meet no scan again and are deleted with the salt.
    """

    __tablename__ = "scan_device"

    lot_id: UUID = Field(foreign_key="lot.id", primary_key=True)
    device: str = Field(max_length=32, primary_key=True)
    day: date = Field(sa_column_kwargs={"server_default": text("CURRENT_DATE")})


class ScanCode(SQLModel, table=True):
    """A code of ours that somebody opened: of a lot (10 characters) or of one packet (`U/…`)."""

    __tablename__ = "scan_code"
    __table_args__ = (
        Index("ix_scan_code_lot_id", "lot_id"),
        Index(
            "ix_scan_code_unseen",
            "last_at",
            postgresql_where=text("looked_at IS NULL OR looked_at < last_at"),
        ),
    )

    code: str = Field(max_length=40, primary_key=True)
    lot_id: UUID = Field(foreign_key="lot.id")
    first_at: datetime = Field(sa_type=UtcDateTime)
    last_at: datetime = Field(sa_type=UtcDateTime)
    scans: int
    looked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """The newest scan that was looked at for unusual patterns."""


class ScanDay(SQLModel, table=True):
    """Kept for ever: how often a lot was scanned on a day, and by how many devices new that day."""

    __tablename__ = "scan_day"

    lot_id: UUID = Field(foreign_key="lot.id", primary_key=True)
    day: date = Field(primary_key=True)
    verdict: Verdict = Field(sa_type=text_enum(Verdict), primary_key=True)
    scans: int
    devices: int


class ScanPlace(SQLModel, table=True):
    """Kept for ever: scans of a lot on a day whose readers said which province they are in."""

    __tablename__ = "scan_place"

    lot_id: UUID = Field(foreign_key="lot.id", primary_key=True)
    day: date = Field(primary_key=True)
    province: str = Field(max_length=2, primary_key=True)
    scans: int


class AlertState(StrEnum):
    OPEN = "open"
    SEEN = "seen"
    CLOSED = "closed"


class ScanAlert(SQLModel, table=True):
    """An unusual pattern of a code's scans; at most one a kind and day, however often found."""

    __tablename__ = "scan_alert"
    __table_args__ = (
        UniqueConstraint("code", "kind", "day"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        Index("ix_scan_alert_lot_id_state", "lot_id", "state"),
        Index("ix_scan_alert_state_found_at", "state", "found_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    code: str = Field(max_length=40)
    lot_id: UUID = Field(foreign_key="lot.id")
    seller_id: UUID = Field(foreign_key="seller.id", index=True)
    kind: AlertKind = Field(sa_type=text_enum(AlertKind))
    day: date
    since: datetime = Field(sa_type=UtcDateTime)
    found_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    facts: dict[str, Any] = Field(sa_type=JSONB)
    state: AlertState = Field(default=AlertState.OPEN, sa_type=text_enum(AlertState))
    seen_by: UUID | None = None
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_by: UUID | None = None
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str = Field(default="", max_length=500)
