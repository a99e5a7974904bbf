"""Unusual patterns of scans: found by a job, told to seller and operator, closed by hand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import Row, func, literal, or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from app.core import page_cache
from app.core.days import day_in_vietnam, start_of_day
from app.core.db import utc_now
from app.core.errors import Conflict
from app.core.events import publish
from app.core.i18n import mark
from app.core.ids import new_id
from app.identity.service import audit
from app.traceability.models import AlertState, Lot, Scan, ScanAlert, ScanCode
from app.traceability.queries.options import DEVICES_PER_PACK
from app.traceability.rules import patterns
from app.traceability.rules.patterns import WEEK, Found, LotScans, Seen

AT_ONCE = 200
"""Codes that one transaction looks at."""
MOST_OF_A_UNIT = 500
"""The latest scans of one packet that are looked at: more than any rule needs."""
QUIET = WEEK
"""A kind of alert that was closed is not raised again for the same code so soon."""


@dataclass(frozen=True)
class ScanAlertRaised:
    """News: the scans of a code are unusual; it may have been copied. `kind` is an `AlertKind`."""

    alert_id: UUID
    seller_id: UUID
    lot_id: UUID
    code: str
    kind: str


class ClosingIn(BaseModel):
    """What was found out, for whoever asks later."""

    reason: Annotated[str, Field(min_length=10, max_length=500)]


class AlreadyClosed(Conflict):
    title = mark("Cảnh báo này đã đóng")


def raise_alerts(session: Session) -> int:
    """Looks at codes scanned since the last look, as many as `AT_ONCE`; how many it looked at.

    Safe to repeat and to run twice at once: codes are locked, and an alert is unique.
    """
    rows = session.connection().execute(_UNSEEN).all()
    limit = DEVICES_PER_PACK.get(session)
    seen = _unit_scans(session, [row.scanned for row in rows if row.scanned != row.code])
    for row in rows:
        own = row.scanned == row.code
        if own:
            _raise(session, row, patterns.of_lot(_facts(session, row), limit))
        else:
            _raise(session, row, patterns.of_unit(seen[row.scanned]))
    _mark_looked_at(session, rows)
    return len(rows)


_UNSEEN = (
    select(  # type: ignore[call-overload]
        ScanCode.code.label("scanned"),  # type: ignore[attr-defined]
        ScanCode.last_at,
        Lot.id,
        Lot.code,
        Lot.seller_id,
        Lot.packs,
        Lot.devices,
        Lot.packed_on,
        Lot.expires_on,
        Lot.recalled_at,
    )
    .join(Lot, col(Lot.id) == ScanCode.lot_id)
    .where(or_(col(ScanCode.looked_at).is_(None), col(ScanCode.looked_at) < ScanCode.last_at))
    .order_by(ScanCode.last_at)
    .limit(AT_ONCE)
    .with_for_update(of=ScanCode, skip_locked=True)
)


def _facts(session: Session, lot: Row[Any]) -> LotScans:
    packed, over = start_of_day(lot.packed_on), start_of_day(lot.expires_on + timedelta(1))
    return LotScans(
        packs=lot.packs,
        devices=lot.devices,
        packed_on=lot.packed_on,
        expires_on=lot.expires_on,
        last_at=lot.last_at,
        early=_first(session, col(Scan.code) == lot.code, col(Scan.at) < packed),
        recalled=_first_since(session, lot, lot.recalled_at),
        late=_first_since(session, lot, over),
    )


def _first_since(session: Session, lot: Row[Any], moment: datetime | None) -> datetime | None:
    if moment is None or lot.last_at < moment:
        return None
    return _first(session, col(Scan.lot_id) == lot.id, col(Scan.at) >= moment)


def _first(session: Session, *where: Any) -> datetime | None:
    """Among the scans of the last 90 days: the others are gone."""
    return session.connection().execute(select(func.min(Scan.at)).where(*where)).scalar()


def _unit_scans(session: Session, codes: Sequence[str]) -> dict[str, list[Seen]]:
    """The latest scans of each packet within a week, in no order."""
    found: dict[str, list[Seen]] = defaultdict(list)
    if codes:
        given = {"codes": list(codes), "most": MOST_OF_A_UNIT, "since": utc_now() - WEEK}
        for code, at, device, province in session.connection().execute(_OF_UNITS, given):
            found[code].append(Seen(at, device, province or ""))
    return found


_OF_UNITS = text("""
    SELECT wanted.code, latest.at, latest.device, latest.province
    FROM unnest(CAST(:codes AS text[])) AS wanted (code), LATERAL (
        SELECT at, device, province FROM scan
        WHERE scan.code = wanted.code AND at >= :since ORDER BY at DESC LIMIT :most
    ) AS latest
""")


def _raise(session: Session, lot: Row[Any], found: Iterable[Found]) -> None:
    for each in found:
        if _is_known(session, lot.scanned, each):
            continue
        row = {
            "id": new_id(),
            "code": lot.scanned,
            "lot_id": lot.id,
            "seller_id": lot.seller_id,
            "kind": each.kind,
            "day": day_in_vietnam(each.since),
            "since": each.since,
            "found_at": utc_now(),
            "facts": each.facts,
            "state": AlertState.OPEN,
            "reason": "",
        }
        added = insert(ScanAlert).values(row).on_conflict_do_nothing().returning(col(ScanAlert.id))
        if session.connection().execute(added).first():
            _tell(session, lot, row)


def _is_known(session: Session, code: str, found: Found) -> bool:
    """Open still, or looked into and closed a short while ago."""
    statement = select(literal(1)).where(
        col(ScanAlert.code) == code,
        col(ScanAlert.kind) == found.kind,
        or_(col(ScanAlert.closed_at).is_(None), col(ScanAlert.closed_at) > utc_now() - QUIET),
    )
    return session.connection().execute(statement.limit(1)).first() is not None


def _tell(session: Session, lot: Row[Any], row: dict[str, Any]) -> None:
    page_cache.touch(session, f"lot:{lot.code}", f"code:{lot.scanned}")
    publish(
        session,
        ScanAlertRaised(row["id"], lot.seller_id, lot.id, lot.scanned, row["kind"].value),
    )


def _mark_looked_at(session: Session, rows: Sequence[Row[Any]]) -> None:
    if rows:
        given = {"codes": [row.scanned for row in rows]}
        session.connection().execute(_LOOKED, given)


_LOOKED = text("UPDATE scan_code SET looked_at = last_at WHERE code = ANY(:codes)")


def note_seen(session: Session, alert: ScanAlert, actor: UUID) -> bool:
    """Somebody has taken notice; whether it was new until now."""
    _lock(session, alert)
    if alert.state is not AlertState.OPEN:
        return False
    alert.state, alert.seen_by, alert.seen_at = AlertState.SEEN, actor, utc_now()
    audit(session, actor, "scan_alert.see", alert)
    return True


def close_alert(session: Session, alert: ScanAlert, given: ClosingIn, actor: UUID) -> bool:
    """The doubt goes from the code's page; whether it was open until now.

    Raises AlreadyClosed when somebody closed it with other words.
    """
    _lock(session, alert)
    if alert.state is AlertState.CLOSED:
        if alert.reason != given.reason:
            raise AlreadyClosed
        return False
    alert.state, alert.closed_by, alert.closed_at = AlertState.CLOSED, actor, utc_now()
    alert.reason = given.reason
    audit(session, actor, "scan_alert.close", alert, reason=given.reason)
    lot = session.get_one(Lot, alert.lot_id)
    page_cache.touch(session, f"lot:{lot.code}", f"code:{alert.code}")
    return True


def _lock(session: Session, alert: ScanAlert) -> None:
    session.flush()  # what this very request changed must not be read over
    session.refresh(alert, with_for_update=True)
