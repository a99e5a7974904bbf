"""The public log: what was recorded, its place in the tree, tiles, checkpoints, keys; self-audits.

Entries, leaves, checkpoints, keys and audits are append-only in the database itself, and a tile
may only grow: see the migration.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Identity, LargeBinary, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.core.db import UtcDateTime, utc_now
from app.core.ids import new_id


class LogChain(SQLModel, table=True):
    """Where a seller's chain ends; locked by whoever adds to it."""

    __tablename__ = "log_chain"

    seller_id: UUID = Field(foreign_key="seller.id", primary_key=True)
    length: int = Field(default=0, sa_type=BigInteger)
    head: bytes = Field(sa_type=LargeBinary)


class LogEntry(SQLModel, table=True):
    """An event of a seller; its position there begins with 1, and `head` is h of that position.

    `serial` is drawn under the seller's lock, so one seller's entries have it in their order.
    """

    __tablename__ = "log_entry"
    __table_args__ = (
        UniqueConstraint("seller_id", "position"),
        UniqueConstraint("event_hash", "seller_id"),
    )

    serial: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True)
    )
    seller_id: UUID = Field(foreign_key="seller.id")
    position: int = Field(sa_type=BigInteger)
    event_hash: str = Field(max_length=100)
    head: bytes = Field(sa_type=LargeBinary)
    recorded_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class LogPending(SQLModel, table=True):
    """Recorded and not yet in the tree: the sequencer's queue."""

    __tablename__ = "log_pending"

    serial: int = Field(
        sa_type=BigInteger,
        primary_key=True,
        foreign_key="log_entry.serial",
        sa_column_kwargs={"autoincrement": False},
    )


class LogLeaf(SQLModel, table=True):
    """The place of an entry in the tree, from 0."""

    __tablename__ = "log_leaf"

    place: int = Field(
        sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    serial: int = Field(sa_type=BigInteger, foreign_key="log_entry.serial", unique=True)
    leaf_hash: bytes = Field(sa_type=LargeBinary)


class LogTile(SQLModel, table=True):
    """Up to 256 hashes one after another; grows until it is full."""

    __tablename__ = "log_tile"

    level: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = Field(
        sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    hashes: bytes = Field(sa_type=LargeBinary)


class LogCheckpoint(SQLModel, table=True):
    """A signed note, word for word as it is served; `size` and `root` repeat what it says."""

    __tablename__ = "log_checkpoint"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    origin: str = Field(max_length=200)
    size: int = Field(sa_type=BigInteger, index=True)
    root: bytes = Field(sa_type=LargeBinary)
    note: str = Field(sa_type=Text)
    published_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class LogKey(SQLModel, table=True):
    """A public key that has signed a checkpoint: `name+hash+base64`."""

    __tablename__ = "log_key"

    verifier: str = Field(max_length=300, primary_key=True)
    since: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class SelfAuditRun(SQLModel, table=True):
    """One recomputation; `counts` is what each check looked at, by its name."""

    __tablename__ = "self_audit_run"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    started_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime = Field(sa_type=UtcDateTime, index=True)
    counts: dict[str, Any] = Field(sa_type=JSONB)
    findings: int


class SelfAuditFinding(SQLModel, table=True):
    """What disagrees. `seen_since` is the first run of an unbroken row of runs that found it, and
    `good_at` the last run before them.
    """

    __tablename__ = "self_audit_finding"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    run_id: UUID = Field(foreign_key="self_audit_run.id", index=True)
    check_name: str = Field(max_length=40)
    kind: str = Field(max_length=60)
    subject: str = Field(max_length=200)
    facts: dict[str, Any] = Field(sa_type=JSONB)
    seen_since: datetime = Field(sa_type=UtcDateTime)
    good_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
