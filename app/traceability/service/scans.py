"""Scans, written behind the pages in batches (see `core.write_behind`).

The writing shares its core with the pages, so a row costs a few microseconds here: what does not
change between two rows is remembered, and a batch is one block of `COPY`. Counts that are kept of
scans are in `service.scan_counts`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY, VARCHAR
from sqlmodel import Session, col

from app.core import page_cache
from app.core.days import day_in_vietnam, today
from app.traceability.models import Lot, LotStatus
from app.traceability.queries.options import DEVICES_PER_PACK
from app.traceability.queries.origin import PUBLIC, alerts_of
from app.traceability.rules import Verdict, scans
from app.traceability.rules.verdicts import LotState, judge
from app.traceability.service import partitions, scan_counts
from app.traceability.service.opened import Counted, Opened
from app.traceability.service.salts import salts_of

COPY = "COPY scan (at, code, lot_id, verdict, device, language) FROM STDIN"
NULL = r"\N"
HOUR = 3600


def write_scans(session: Session, batch: Sequence[Opened]) -> None:
    """Keeps the batch, folds it into the counts, and renews pages whose verdict changed.

    Lots are locked in the order of their ids, so two processes never wait for each other in turn.
    """
    by_people = [opened for opened in batch if scans.is_person(opened.agent)]
    if not by_people:
        return
    on_days = {_day_of(opened) for opened in by_people}
    partitions.make(session, on_days)
    salts = salts_of(session, on_days)
    lots = {lot.code: lot for lot in _locked_lots(session, {o.lot or o.code for o in by_people})}
    limit = DEVICES_PER_PACK.get(session)
    verdicts = {code: _verdict(lot, limit) for code, lot in lots.items()}
    counted = [_counted(opened, lots, salts, verdicts) for opened in by_people]
    opening = [each for each in counted if not each.opened.province]
    if opening:
        _copy(session, _lines(opening))
        more = scan_counts.fold(session, [each for each in opening if each.lot])
        _renew(session, lots.values(), more, limit)
    scan_counts.place(session, [each for each in counted if each.opened.province])


def _locked_lots(session: Session, codes: Iterable[str]) -> Sequence[Row[Any]]:
    return session.connection().execute(_LOCKED, {"codes": list(codes)}).all()


_LOCKED = (
    select(  # type: ignore[call-overload]
        Lot.id,
        Lot.code,
        Lot.status,
        Lot.expires_on,
        Lot.packs,
        Lot.devices,
        Lot.held_reason,
        alerts_of(Lot.code).label("alerts"),
    )
    .where(
        col(Lot.code) == any_(bindparam("codes", type_=ARRAY(VARCHAR))),
        col(Lot.status).in_(PUBLIC),
    )
    .order_by(col(Lot.id))
    .with_for_update(key_share=True, of=Lot)
)


def _counted(
    opened: Opened,
    lots: Mapping[str, Row[Any]],
    salts: Mapping[date, bytes],
    verdicts: Mapping[str, Verdict],
) -> Counted:
    day = _day_of(opened)
    device = scans.device(salts[day], opened.address, opened.agent)
    named = opened.lot or opened.code
    return Counted(opened, lots.get(named), device, day, verdicts.get(named, Verdict.UNKNOWN))


def _day_of(opened: Opened) -> date:
    return _day(int(opened.at) // HOUR)


@lru_cache(maxsize=8)
def _day(hour: int) -> date:
    """Of an hour since the epoch, since Vietnam is whole hours away from UTC."""
    return day_in_vietnam(datetime.fromtimestamp(hour * HOUR, UTC))


def _verdict(lot: Row[Any], limit: int, more_devices: int = 0) -> Verdict:
    """Of the lot's page, after that many more devices."""
    state = LotState(
        lot.status is LotStatus.RECALLED,
        lot.expires_on,
        lot.packs,
        lot.devices + more_devices,
        lot.alerts or (),
        held=bool(lot.held_reason),
    )
    return judge(state, today(), limit).verdict


def _lines(counted: Sequence[Counted]) -> str:
    """The rows as `COPY` reads them; all that differs within one code is when, who, and where."""
    middles: dict[str, str] = {}
    lines = []
    for opened, lot, device, _, verdict in counted:
        code = opened.code
        middle = middles.get(code)
        if middle is None:
            middle = middles[code] = f"\t{code}\t{lot.id if lot else NULL}\t{verdict.value}\t"
        lines.append(f"{_moment(opened.at)}{middle}{device}\t{opened.language}\n")
    return "".join(lines)


def _moment(at: float) -> str:
    second, micros = divmod(round(at * 1_000_000), 1_000_000)
    return f"{_second(second)}.{micros:06}+00"


@lru_cache(maxsize=64)
def _second(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S")


def _renew(
    session: Session, lots: Iterable[Row[Any]], more: Mapping[UUID, int], limit: int
) -> None:
    """Drops the pages of lots whose verdict is another one with `more` devices."""
    for lot in lots:
        added = more.get(lot.id, 0)
        if added and _verdict(lot, limit) != _verdict(lot, limit, added):
            page_cache.touch(session, f"lot:{lot.code}")


def _copy(session: Session, lines: str) -> None:
    with session.connection().connection.cursor().copy(COPY) as copy:
        copy.write(lines)
