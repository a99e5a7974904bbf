"""What became of codes once they were out."""

from datetime import datetime
from uuid import UUID

from sqlmodel import BigInteger, Field, SQLModel

from app.core.db import UtcDateTime, text_enum
from app.traceability.rules import Verdict


class Scan(SQLModel, table=True):
    """A code that was opened. No address is kept, only a daily-salted hash of it."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    code: str = Field(max_length=40)
    lot_id: UUID | None = Field(default=None, foreign_key="lot.id", index=True)
    verdict: Verdict = Field(sa_type=text_enum(Verdict))
    device: str = Field(default="", max_length=32)
    language: str = Field(default="vi", max_length=2)


class ScanDevice(SQLModel, table=True):
    """A device that opened a lot's page on one day: what keeps `Lot.devices` exact."""

    __tablename__ = "scan_device"

    lot_id: UUID = Field(foreign_key="lot.id", primary_key=True)
    device: str = Field(max_length=32, primary_key=True)
