"""What is kept of scans when the scans themselves are gone: by lot and day, by code, by province.

Values go as one text: a VALUES list of a thousand would be compiled anew for every batch, and an
array of a thousand ids costs more to write down than all the rest.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from app.core.days import start_of_day
from app.traceability.service.opened import Counted

_COUNT = text("""
    UPDATE lot SET scans = lot.scans + new.opened, devices = lot.devices + new.fresh
    FROM unnest(
        CAST(string_to_array(:lots, ',') AS uuid[]),
        CAST(string_to_array(:opened, ',') AS int[]),
        CAST(string_to_array(:fresh, ',') AS int[])
    ) AS new (lot_id, opened, fresh)
    WHERE lot.id = new.lot_id
""")
_SEEN = text("""
    INSERT INTO scan_device (lot_id, device, day)
    SELECT * FROM unnest(
        CAST(string_to_array(:lots, ',') AS uuid[]),
        string_to_array(:devices, ','),
        CAST(string_to_array(:days, ',') AS date[])
    )
    ON CONFLICT DO NOTHING RETURNING lot_id, day
""")
_CODES = text("""
    INSERT INTO scan_code AS kept (code, lot_id, first_at, last_at, scans)
    SELECT code, lot_id, to_timestamp(first), to_timestamp(last), scans FROM unnest(
        string_to_array(:codes, ','),
        CAST(string_to_array(:lots, ',') AS uuid[]),
        CAST(string_to_array(:firsts, ',') AS float[]),
        CAST(string_to_array(:lasts, ',') AS float[]),
        CAST(string_to_array(:scans, ',') AS int[])
    ) AS new (code, lot_id, first, last, scans)
    ON CONFLICT (code) DO UPDATE SET
        scans = kept.scans + excluded.scans,
        first_at = least(kept.first_at, excluded.first_at),
        last_at = greatest(kept.last_at, excluded.last_at)
""")
_DAYS = text("""
    INSERT INTO scan_day AS kept (lot_id, day, verdict, scans, devices)
    SELECT * FROM unnest(
        CAST(string_to_array(:lots, ',') AS uuid[]),
        CAST(string_to_array(:days, ',') AS date[]),
        string_to_array(:verdicts, ','),
        CAST(string_to_array(:scans, ',') AS int[]),
        CAST(string_to_array(:devices, ',') AS int[])
    )
    ON CONFLICT (lot_id, day, verdict) DO UPDATE SET
        scans = kept.scans + excluded.scans, devices = kept.devices + excluded.devices
""")
_PLACE = text("""
    WITH placed AS (
        UPDATE scan SET province = :province
        WHERE code = :code AND at >= :since AND at < :since + interval '1 day'
            AND device = :device AND province IS NULL AND lot_id IS NOT NULL
        RETURNING lot_id
    ), again AS (
        UPDATE scan_code SET looked_at = NULL
        WHERE code = :code AND EXISTS (SELECT FROM placed)
    )
    INSERT INTO scan_place AS kept (lot_id, day, province, scans)
    SELECT lot_id, :day, :province, count(*) FROM placed GROUP BY lot_id
    ON CONFLICT (lot_id, day, province) DO UPDATE SET scans = kept.scans + excluded.scans
""")


def fold(session: Session, counted: Sequence[Counted]) -> Mapping[UUID, int]:
    """Adds scans of public lots, which are locked, to all counts; each lot's devices that were
    new on their day.
    """
    if not counted:
        return {}
    fresh = _new_devices(session, counted)
    more: Counter[UUID] = Counter()
    for (lot_id, _), count in fresh.items():
        more[lot_id] += count
    _count_lots(session, counted, more)
    _count_codes(session, counted)
    _count_days(session, counted, fresh)
    return more


def _new_devices(session: Session, counted: Sequence[Counted]) -> Counter[tuple[UUID, date]]:
    """How many of these devices open each lot, by its id and day, for the first time that day."""
    seen = {(_lot(each).id, each.device, each.day) for each in counted}
    given = {
        "lots": _joined(lot_id for lot_id, _, _ in seen),
        "devices": _joined(device for _, device, _ in seen),
        "days": _joined(day for _, _, day in seen),
    }
    rows = session.connection().execute(_SEEN, given)
    return Counter((lot_id, day) for lot_id, day in rows)


def _count_lots(session: Session, counted: Sequence[Counted], more: Counter[UUID]) -> None:
    opened = Counter(_lot(each).id for each in counted)
    given = {
        "lots": _joined(opened),
        "opened": _joined(opened.values()),
        "fresh": _joined(more[lot_id] for lot_id in opened),
    }
    session.connection().execute(_COUNT, given)


def _count_codes(session: Session, counted: Sequence[Counted]) -> None:
    moments: dict[str, list[float]] = defaultdict(list)
    for each in counted:
        moments[each.opened.code].append(each.opened.at)
    lots = {each.opened.code: _lot(each).id for each in counted}
    given = {
        "codes": _joined(lots),
        "lots": _joined(lots.values()),
        "firsts": _joined(min(moments[code]) for code in lots),
        "lasts": _joined(max(moments[code]) for code in lots),
        "scans": _joined(len(moments[code]) for code in lots),
    }
    session.connection().execute(_CODES, given)


def _count_days(
    session: Session, counted: Sequence[Counted], fresh: Counter[tuple[UUID, date]]
) -> None:
    """In one batch a lot has one verdict."""
    opened = Counter((_lot(each).id, each.day) for each in counted)
    verdicts = {_lot(each).id: each.verdict.value for each in counted}
    given = {
        "lots": _joined(lot_id for lot_id, _ in opened),
        "days": _joined(day for _, day in opened),
        "verdicts": _joined(verdicts[lot_id] for lot_id, _ in opened),
        "scans": _joined(opened.values()),
        "devices": _joined(fresh[key] for key in opened),
    }
    session.connection().execute(_DAYS, given)


def place(session: Session, told: Iterable[Counted]) -> None:
    """Readers said which province they are in: it is kept with their scans of that code and day.

    Said again it changes nothing; said by nobody who scanned it is not kept at all.
    """
    for (code, device, day), province in sorted(
        {(t.opened.code, t.device, t.day): t.opened.province for t in told}.items()
    ):
        given = {"code": code, "device": device, "day": day, "province": province}
        session.connection().execute(_PLACE, given | {"since": start_of_day(day)})


def _lot(counted: Counted) -> Any:
    return counted.lot


def _joined(values: Iterable[object]) -> str:
    return ",".join(map(str, values))
