"""The days of `scan`: a partition each, made ahead, dropped whole when its time is over.

A day is one of Vietnam, so that a partition ends with its salt. `ATTACH` takes a lock that lets
scans be written meanwhile; `CREATE … PARTITION OF` would stop them.
"""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import text
from sqlmodel import Session

from app.core import days

RAW_DAYS = 90
"""Raw scans are kept for so many days, today not counted (traceability.md, section 5)."""
AHEAD = 7
"""Days that have a partition before anybody scans on them."""
_NAMED = "scan_%Y%m%d"
_IN_TURN = text("SELECT pg_advisory_xact_lock(7032027)")
_THERE = text(
    "SELECT CAST(CAST(inhrelid AS regclass) AS text) FROM pg_inherits "
    "WHERE inhparent = CAST('scan' AS regclass)"
)


def make_ahead(session: Session) -> int:
    """Partitions for today and the days after it; how many were lacking."""
    return make(session, [days.today() + timedelta(n) for n in range(AHEAD + 1)])


def make(session: Session, wanted: Collection[date]) -> int:
    """Partitions for these days where there are none; how many were made."""
    if not _lacking(session, wanted):
        return 0
    session.connection().execute(_IN_TURN)
    lacking = _lacking(session, wanted)  # another process may have made them meanwhile
    for day in lacking:
        _make(session, day)
    return len(lacking)


def drop_old(session: Session) -> list[date]:
    """Drops the days that are over for good; the aggregates stay. Which ones they were.

    Waits no longer than a few seconds for whoever reads an old day: the next night does it too.
    """
    session.connection().execute(text("SET LOCAL lock_timeout = '5s'"))
    session.connection().execute(_IN_TURN)
    first_kept = days.today() - timedelta(RAW_DAYS)
    over = sorted(day for day in _there(session) if day < first_kept)
    for day in over:
        session.connection().execute(text(f"DROP TABLE {day:{_NAMED}}"))
    return over


def _lacking(session: Session, wanted: Collection[date]) -> list[date]:
    there = _there(session)
    return sorted(day for day in set(wanted) if day not in there)


def _there(session: Session) -> set[date]:
    names = session.connection().execute(_THERE).scalars()
    return {date.fromisoformat(name.rpartition("_")[2]) for name in names}


def _make(session: Session, day: date) -> None:
    since, until = (days.start_of_day(each) for each in (day, day + timedelta(1)))
    session.connection().execute(
        text(f"CREATE TABLE {day:{_NAMED}} (LIKE scan INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
    )
    session.connection().execute(
        text(
            f"ALTER TABLE scan ATTACH PARTITION {day:{_NAMED}} "
            f"FOR VALUES FROM ('{since.isoformat()}') TO ('{until.isoformat()}')"
        )
    )
