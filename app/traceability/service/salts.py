"""The random salt of each day's device hashes: shared by all processes, gone when its day is over.

It is derived from nothing, so that no key which lives longer could ever make it again.
"""

import secrets
from collections.abc import Collection
from datetime import date

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from app.core import days
from app.traceability.models import ScanDevice, ScanSalt
from app.traceability.rules.scans import SALT_BYTES

_KEPT = select(ScanSalt.day, ScanSalt.salt).where(  # type: ignore[call-overload]
    col(ScanSalt.day).in_(bindparam("days", expanding=True))
)


def salts_of(session: Session, wanted: Collection[date]) -> dict[date, bytes]:
    """Of a day that is over and forgotten, one that nobody keeps: its devices, written late, are
    new ones.
    """
    found = _kept(session, wanted)
    today = days.today()
    fresh = [day for day in wanted if day not in found and day >= today]
    if fresh:
        rows = [{"day": day, "salt": secrets.token_bytes(SALT_BYTES)} for day in fresh]
        session.connection().execute(insert(ScanSalt).values(rows).on_conflict_do_nothing())
        found = _kept(session, wanted)  # another process may have been first
    return {day: found.get(day) or secrets.token_bytes(SALT_BYTES) for day in wanted}


def _kept(session: Session, wanted: Collection[date]) -> dict[date, bytes]:
    rows = session.connection().execute(_KEPT, {"days": list(wanted)})
    return {row.day: row.salt for row in rows}


def forget_salts(session: Session) -> int:
    """Deletes the salts of days that are over, and what only they could match; how many salts."""
    today = days.today()
    session.connection().execute(delete(ScanDevice).where(col(ScanDevice.day) < today))
    gone = session.connection().execute(delete(ScanSalt).where(col(ScanSalt.day) < today))
    return gone.rowcount
