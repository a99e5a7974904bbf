"""Scans, written behind the pages in batches: 100 events or 250 ms (see `core.write_behind`)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
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


class Opened(NamedTuple):
    """A code that somebody's browser asked for, as the page saw it."""

    at: datetime
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
    counted = [Counted(o, lots.get(o.code), _device(o)) for o in by_people]
    if counted:
        limit = DEVICES_PER_PACK.get(session)
        _copy(session, counted, limit)
        _fold(session, counted, limit)


def _locked_lots(session: Session, codes: Iterable[str]) -> Sequence[Row[Any]]:
    columns = (Lot.id, Lot.code, Lot.status, Lot.expires_on, Lot.packs, Lot.devices)
    wanted = bindparam("codes", list(codes), ARRAY(VARCHAR))
    statement = (
        select(*columns)  # type: ignore[call-overload]
        .where(
            col(Lot.code) == any_(wanted),
            col(Lot.status).in_(PUBLIC),
        )
        .order_by(col(Lot.id))
        .with_for_update(key_share=True)
    )
    return session.connection().execute(statement).all()


def _device(opened: Opened) -> str:
    day = day_in_vietnam(opened.at)
    return scans.device(settings.secret(), day, opened.address, opened.agent)


def _verdict(lot: Row[Any] | None, limit: int, more_devices: int = 0) -> Verdict:
    if lot is None:
        return Verdict.UNKNOWN
    state = LotState(
        lot.status is LotStatus.RECALLED, lot.expires_on, lot.packs, lot.devices + more_devices
    )
    return judge(state, today(), limit).verdict


def _copy(session: Session, counted: Sequence[Counted], limit: int) -> None:
    cursor = session.connection().connection.cursor()
    with cursor.copy(COPY) as copy:
        for opened, lot, device in counted:
            verdict = _verdict(lot, limit)
            lot_id = lot.id if lot else None
            copy.write_row((opened.at, opened.code, lot_id, verdict.value, device, opened.language))


def _fold(session: Session, counted: Sequence[Counted], limit: int) -> None:
    lots = {lot.id: lot for _, lot, _ in counted if lot}
    if not lots:
        return
    opened = Counter(lot.id for _, lot, _ in counted if lot)
    fresh = _new_devices(session, {(lot.id, device) for _, lot, device in counted if lot})
    ids = sorted(lots)
    more = [opened[lot_id] for lot_id in ids], [fresh[lot_id] for lot_id in ids]
    session.connection().execute(_COUNT, {"lots": ids, "opened": more[0], "fresh": more[1]})
    for lot_id, lot in lots.items():
        if _verdict(lot, limit) != _verdict(lot, limit, fresh[lot_id]):
            page_cache.touch(session, f"lot:{lot.code}")


# Arrays keep each statement the same for any number of rows: a VALUES list of a thousand would be
# compiled anew for every batch, which took twenty times as long as the writing.
_COUNT = text("""
    UPDATE lot SET scans = lot.scans + new.opened, devices = lot.devices + new.fresh
    FROM unnest(CAST(:lots AS uuid[]), CAST(:opened AS int[]), CAST(:fresh AS int[]))
        AS new (lot_id, opened, fresh)
    WHERE lot.id = new.lot_id
""")
_SEEN = text("""
    INSERT INTO scan_device (lot_id, device)
    SELECT * FROM unnest(CAST(:lots AS uuid[]), CAST(:devices AS text[]))
    ON CONFLICT DO NOTHING RETURNING lot_id
""")


def _new_devices(session: Session, seen: set[tuple[UUID, str]]) -> Counter[UUID]:
    """How many of these devices open each lot for the first time on their day."""
    rows = sorted(seen)
    given = {"lots": [lot for lot, _ in rows], "devices": [device for _, device in rows]}
    return Counter(session.connection().execute(_SEEN, given).scalars())
