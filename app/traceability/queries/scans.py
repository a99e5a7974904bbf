"""What the desks show of scans: counts that are kept for ever, and what was unusual.

Nothing here reads the raw scans but the last of one code, for an operator.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func
from sqlmodel import Session, col, select

from app.catalog.models import Product
from app.core import days
from app.core.errors import NotFound
from app.sellers.models import Seller
from app.traceability.models import (
    AlertState,
    Lot,
    Scan,
    ScanAlert,
    ScanCode,
    ScanDay,
    ScanPlace,
)
from app.traceability.rules.patterns import AlertKind

MOST_LOTS, PAGE, LATEST = 20, 30, 50


@dataclass(frozen=True)
class Day:
    """`first` is how many codes were checked for the first time."""

    day: date
    scans: int = 0
    devices: int = 0
    first: int = 0


def by_day(session: Session, seller_id: UUID, count: int) -> list[Day]:
    """The last `count` days of a seller's lots, today last; days without a scan among them."""
    since = days.today() - timedelta(count - 1)
    counted = (
        select(col(ScanDay.day), func.sum(ScanDay.scans), func.sum(ScanDay.devices))
        .join(Lot, col(Lot.id) == ScanDay.lot_id)
        .where(Lot.seller_id == seller_id, ScanDay.day >= since)
        .group_by(col(ScanDay.day))
    )
    scans = {day: (opened, devices) for day, opened, devices in session.exec(counted)}
    first = _first_checks(session, seller_id, since)
    return [
        Day(day, *scans.get(day, (0, 0)), first=first.get(day, 0))
        for day in (since + timedelta(n) for n in range(count))
    ]


def _first_checks(session: Session, seller_id: UUID, since: date) -> Mapping[date, int]:
    day = func.date(func.timezone("Asia/Ho_Chi_Minh", ScanCode.first_at))
    statement = (
        select(day, func.count())
        .join(Lot, col(Lot.id) == ScanCode.lot_id)
        .where(Lot.seller_id == seller_id, ScanCode.first_at >= days.start_of_day(since))
        .group_by(day)
    )
    return dict(session.exec(statement).all())


def by_province(session: Session, seller_id: UUID, count: int) -> Sequence[tuple[str, int]]:
    """Scans of the last `count` days whose readers said where they are: the most first."""
    scans = func.sum(ScanPlace.scans)
    statement = (
        select(ScanPlace.province, scans)
        .join(Lot, col(Lot.id) == ScanPlace.lot_id)
        .where(Lot.seller_id == seller_id, ScanPlace.day > days.today() - timedelta(count))
        .group_by(col(ScanPlace.province))
        .order_by(scans.desc(), col(ScanPlace.province))
    )
    return session.exec(statement).all()


def by_lot(session: Session, seller_id: UUID, count: int) -> Sequence[Row[Any]]:
    """The lots most scanned in the last `count` days."""
    scans = func.sum(ScanDay.scans).label("scans")
    statement = (
        select(  # type: ignore[call-overload]
            Lot.code,
            Lot.lot_number,
            col(Product.name).label("product_name"),
            scans,
            func.sum(ScanDay.devices).label("devices"),
        )
        .join(ScanDay, col(ScanDay.lot_id) == Lot.id)
        .join(Product, col(Product.id) == Lot.product_id)
        .where(Lot.seller_id == seller_id, ScanDay.day > days.today() - timedelta(count))
        .group_by(Lot.id, Product.name)
        .order_by(scans.desc(), Lot.code)
        .limit(MOST_LOTS)
    )
    return session.connection().execute(statement).all()


def alerts_of(session: Session, seller_id: UUID) -> Sequence[Row[Any]]:
    """A seller's alerts, those that are not closed first, then the latest."""
    statement = (
        _alerts()
        .where(ScanAlert.seller_id == seller_id)
        .order_by(col(ScanAlert.closed_at).is_not(None), col(ScanAlert.found_at).desc())
        .limit(PAGE)
    )
    return session.connection().execute(statement).all()


def any_alerts(
    session: Session, *, state: AlertState | None, kind: AlertKind | None, wanted: str = ""
) -> Sequence[Row[Any]]:
    """For an operator: the oldest open ones first; `wanted` is a code or a part of a seller's name.

    Without a `state` those that are not closed.
    """
    is_state = ScanAlert.state == state if state else ScanAlert.state != AlertState.CLOSED
    statement = _alerts().where(is_state)
    if kind:
        statement = statement.where(ScanAlert.kind == kind)
    if wanted:
        named = col(Seller.name).icontains(wanted.strip(), autoescape=True)
        code = wanted.strip().upper().replace("-", "").replace(" ", "")
        statement = statement.where(named | (col(ScanAlert.code) == code) | (Lot.code == code))
    newest = state is AlertState.CLOSED
    order = col(ScanAlert.found_at)
    ordered = statement.order_by(order.desc() if newest else order).limit(PAGE)
    return session.connection().execute(ordered).all()


def _alerts() -> Any:
    return (
        select(  # type: ignore[call-overload]
            *ScanAlert.__table__.c,  # type: ignore[attr-defined]
            col(Lot.code).label("lot_code"),
            Lot.lot_number,
            col(Product.name).label("product_name"),
            col(Seller.name).label("seller_name"),
        )
        .join(Lot, col(Lot.id) == ScanAlert.lot_id)
        .join(Product, col(Product.id) == Lot.product_id)
        .join(Seller, col(Seller.id) == ScanAlert.seller_id)
    )


def shown_alert(session: Session, alert_id: UUID) -> Row[Any]:
    """With the lot and the seller around it. Raises NotFound."""
    found = session.connection().execute(_alerts().where(ScanAlert.id == alert_id)).first()
    if found is None:
        raise NotFound
    return found


def alert(session: Session, alert_id: UUID, seller_id: UUID | None = None) -> ScanAlert:
    """Raises NotFound for none, and for one of another seller than `seller_id`."""
    found = session.get(ScanAlert, alert_id)
    if found is None or seller_id not in {None, found.seller_id}:
        raise NotFound
    return found


def latest_scans(session: Session, code: str) -> Sequence[Row[Any]]:
    """The last scans of a code, as long as raw scans are kept."""
    statement = (
        select(Scan.at, Scan.device, Scan.province)
        .where(Scan.code == code)
        .order_by(col(Scan.at).desc())
        .limit(LATEST)
    )
    return session.connection().execute(statement).all()
