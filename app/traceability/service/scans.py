"""Scans, written behind the pages in batches (see `core.write_behind`).

The writing shares its core with the pages, so a row costs two or three microseconds here: what
does not change between two rows is remembered, and a batch is one block of `COPY`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, any_, bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY, VARCHAR
from sqlmodel import Session, col

from app.core import page_cache
from app.core.config import settings
from app.core.days import day_in_vietnam, today
from app.traceability.models import Lot, LotStatus
from app.traceability.queries.options import DEVICES_PER_PACK
from app.traceability.queries.origin import PUBLIC
from app.traceability.rules import Verdict, scans
from app.traceability.rules.verdicts import LotState, judge

COPY = "COPY scan (at, code, lot_id, verdict, device, language) FROM STDIN"
NULL = r"\N"
HOUR = 3600


class Opened(NamedTuple):
    """A code that somebody's browser asked for, as the page saw it; `at` in seconds of the epoch.

    The code is one by its form: it goes into `COPY` as it is.
    """

    at: float
    code: str
    address: str
    agent: str
    language: str


class Counted(NamedTuple):
    """A scan as it is kept: `lot` is None for a code that names nothing public."""

    opened: Opened
    lot: Row[Any] | None
    device: str


def write_scans(session: Session, batch: Sequence[Opened]) -> None:
    """Keeps the batch, folds it into the lots' counts, and renews pages whose verdict changed.

    Lots are locked in the order of their ids, so two processes never wait for each other in turn.
    """
    by_people = [opened for opened in batch if scans.is_person(opened.agent)]
    lots = {lot.code: lot for lot in _locked_lots(session, {o.code for o in by_people})}
    secret = settings.secret()
    counted = [Counted(o, lots.get(o.code), _device(secret, o)) for o in by_people]
    if counted:
        limit = DEVICES_PER_PACK.get(session)
        _copy(session, _lines(counted, limit))
        _fold(session, counted, limit)


def _locked_lots(session: Session, codes: Iterable[str]) -> Sequence[Row[Any]]:
    return session.connection().execute(_LOCKED, {"codes": list(codes)}).all()


_LOCKED = (
    select(  # type: ignore[call-overload]
        Lot.id, Lot.code, Lot.status, Lot.expires_on, Lot.packs, Lot.devices, Lot.held_reason
    )
    .where(
        col(Lot.code) == any_(bindparam("codes", type_=ARRAY(VARCHAR))),
        col(Lot.status).in_(PUBLIC),
    )
    .order_by(col(Lot.id))
    .with_for_update(key_share=True)
)


def _device(secret: bytes, opened: Opened) -> str:
    return scans.device(secret, _day(int(opened.at) // HOUR), opened.address, opened.agent)


@lru_cache(maxsize=8)
def _day(hour: int) -> date:
    """Of an hour since the epoch, since Vietnam is whole hours away from UTC."""
    return day_in_vietnam(datetime.fromtimestamp(hour * HOUR, UTC))


def _verdict(lot: Row[Any] | None, limit: int, more_devices: int = 0) -> Verdict:
    if lot is None:
        return Verdict.UNKNOWN
    recalled, held = lot.status is LotStatus.RECALLED, bool(lot.held_reason)
    state = LotState(recalled, lot.expires_on, lot.packs, lot.devices + more_devices, held)
    return judge(state, today(), limit).verdict


def _lines(counted: Sequence[Counted], limit: int) -> str:
    """The rows as `COPY` reads them; all that differs within one code is when, who, and where."""
    middles: dict[str, str] = {}
    lines = []
    for (at, code, _, _, language), lot, device in counted:
        middle = middles.get(code)
        if middle is None:
            middle = middles[code] = (
                f"\t{code}\t{lot.id if lot else NULL}\t{_verdict(lot, limit).value}\t"
            )
        lines.append(f"{_moment(at)}{middle}{device}\t{language}\n")
    return "".join(lines)


def _moment(at: float) -> str:
    second, micros = divmod(round(at * 1_000_000), 1_000_000)
    return f"{_second(second)}.{micros:06}+00"


@lru_cache(maxsize=64)
def _second(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S")


def _copy(session: Session, lines: str) -> None:
    with session.connection().connection.cursor().copy(COPY) as copy:
        copy.write(lines)


def _fold(session: Session, counted: Sequence[Counted], limit: int) -> None:
    lots = {o.code: lot for o, lot, _ in counted if lot}
    if not lots:
        return
    opened = Counter(o.code for o, lot, _ in counted if lot)
    fresh = _new_devices(session, lots, {(o.code, device) for o, lot, device in counted if lot})
    given = {
        "lots": _joined(lot.id for lot in lots.values()),
        "opened": _joined(opened[code] for code in lots),
        "fresh": _joined(fresh[lot.id] for lot in lots.values()),
    }
    session.connection().execute(_COUNT, given)
    for code, lot in lots.items():
        more = fresh[lot.id]
        if more and _verdict(lot, limit) != _verdict(lot, limit, more):
            page_cache.touch(session, f"lot:{code}")


# Values go as one text: a VALUES list of a thousand would be compiled anew for every batch, and an
# array of a thousand ids costs more to write down than all the rest.
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
    INSERT INTO scan_device (lot_id, device)
    SELECT * FROM unnest(
        CAST(string_to_array(:lots, ',') AS uuid[]), string_to_array(:devices, ',')
    )
    ON CONFLICT DO NOTHING RETURNING lot_id
""")


def _new_devices(
    session: Session, lots: Mapping[str, Row[Any]], seen: set[tuple[str, str]]
) -> Counter[UUID]:
    """How many of these devices open each lot, by its id, for the first time on their day."""
    ids = {code: str(lot.id) for code, lot in lots.items()}
    given = {"lots": ",".join([ids[code] for code, _ in seen]),
             "devices": ",".join([device for _, device in seen])}  # fmt: skip
    return Counter(session.connection().execute(_SEEN, given).scalars())


def _joined(values: Iterable[object]) -> str:
    return ",".join(map(str, values))
