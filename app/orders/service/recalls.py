"""Buyers of a recalled lot are found and told, once each, by whatever way they left us."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from app.core import jobs
from app.core.config import settings
from app.core.db import utc_now
from app.core.i18n import localised_path
from app.core.ids import new_id
from app.core.phones import spoken
from app.notifications import service as notifications
from app.notifications.service import Notice
from app.orders.models import OPERATOR_PHONE, OrderGroup, RecallNotice
from app.orders.queries import recalls as queries
from app.orders.service.letters import way_to
from app.sellers.models import Seller
from app.traceability.models import Lot
from app.traceability.service.news import LotRecalled
from app.traceability.service.recalls import RecallConfirmed

TELL = "orders.tell_of_recall"
BUYER, SELLER = "lot_recalled", "lots_recalled"
"""Templates, and how the events of their messages begin."""


def recall_confirmed(session: Session, news: RecallConfirmed) -> None:
    """Its buyers are told of all its lots at once."""
    if news.lot_ids:
        _tell_later(session, str(news.recall_id), news.lot_ids)


def lot_recalled(session: Session, news: LotRecalled) -> None:
    """Of a lot that was called back by itself, as an import does; the others wait for their
    recall as a whole.
    """
    if news.recall_id is None:
        _tell_later(session, news.code, [news.lot_id])


def _tell_later(session: Session, about: str, lot_ids: Iterable[UUID]) -> None:
    ids = [str(lot_id) for lot_id in lot_ids]
    jobs.defer(session, TELL, lock=f"recall:{about}", about=about, lot_ids=ids)


@dataclass(frozen=True)
class _Lots:
    seller: Seller
    by_id: dict[UUID, Lot]
    exchange_phone: str


def tell(session: Session, about: str, lot_ids: Sequence[UUID]) -> int:
    """Writes to the buyers of these lots of one seller, and to the seller; how many orders are
    new. An order that was told of a lot hears nothing of it again, however often this runs.

    `about` names the recall in the events of the messages.
    """
    lots = session.exec(select(Lot).where(col(Lot.id).in_(lot_ids)).order_by(col(Lot.id))).all()
    seller = session.get_one(Seller, lots[0].seller_id)
    concerned = _Lots(seller, {lot.id: lot for lot in lots}, OPERATOR_PHONE.get(session))
    rows = sorted(queries.orders_with(session, lot_ids), key=lambda row: row.code)
    new = _note(session, about, rows)
    fresh = [row for row in rows if (row.lot_id, row.order_id) in new]
    groups = _groups(session, fresh)
    notices = [
        _to_buyer(about, groups[told[0].group_id], concerned, told)
        for told in (list(run) for _, run in groupby(fresh, key=lambda row: row.code))
    ]
    notifications.write(session, *notices, _to_seller(about, concerned))
    return len(notices)


def _note(session: Session, about: str, rows: Sequence[Row[Any]]) -> set[tuple[UUID, UUID]]:
    """Keeps whom we are about to tell of what; those (lot, order) pairs that are new."""
    if not rows:
        return set()
    kept = [
        {
            "id": new_id(),
            "lot_id": row.lot_id,
            "seller_order_id": row.order_id,
            "certain": row.certain,
            "packs": row.packs,
            "event": f"{BUYER}:{about}:{row.code}",
            "told_at": utc_now(),
        }
        for row in rows
    ]
    statement = insert(RecallNotice).values(kept).on_conflict_do_nothing()
    pairs = statement.returning(col(RecallNotice.lot_id), col(RecallNotice.seller_order_id))
    return {(lot_id, order_id) for lot_id, order_id in session.connection().execute(pairs).all()}


def _groups(session: Session, rows: Sequence[Row[Any]]) -> dict[UUID, OrderGroup]:
    wanted = {row.group_id for row in rows}
    statement = select(OrderGroup).where(col(OrderGroup.id).in_(wanted))
    return {group.id: group for group in session.exec(statement).all()}


def _to_buyer(about: str, group: OrderGroup, lots: _Lots, rows: Sequence[Row[Any]]) -> Notice:
    """One message an order, in its language, about all its lots."""
    told = [_told(lots.by_id[row.lot_id], row, group.language) for row in rows]
    context = {
        "buyer": {"name": group.buyer_name},
        "code": rows[0].code,
        "lots": told,
        "certain": any(row.certain for row in rows),
        "reason": _reason(lots.by_id[rows[0].lot_id], group.language),
        "seller": lots.seller.name,
        "seller_phone": spoken(lots.seller.phone),
        "exchange_phone": lots.exchange_phone,
        "link": told[0]["link"],
    }
    channel, recipient = way_to(group.email, group.phone)
    event = f"{BUYER}:{about}:{rows[0].code}"
    return Notice(event, recipient, channel, BUYER, context, group.language)


def _told(lot: Lot, row: Row[Any], language: str) -> dict[str, Any]:
    return {
        "number": lot.lot_number,
        "name": row.product_name,
        "variant": row.variant_name,
        "packs": row.packs,
        "certain": row.certain,
        "link": settings.code_url + localised_path(f"/Q/{lot.code}", language),
    }


def _reason(lot: Lot, language: str) -> str:
    in_english = lot.recall_reason_en if language == "en" else ""
    return (in_english or lot.recall_reason).strip().rstrip(".")


def _to_seller(about: str, lots: _Lots) -> Notice:
    first = next(iter(lots.by_id.values()))
    desk = f"{settings.base_url.rstrip('/')}/ban-hang/lo/{first.code}/thu-hoi"
    context = {
        "numbers": [lot.lot_number for lot in lots.by_id.values()],
        "reason": _reason(first, "vi"),
        "exchange_phone": lots.exchange_phone,
        "link": desk,
    }
    channel, recipient = way_to(lots.seller.email, lots.seller.phone)
    return Notice(f"{SELLER}:{about}", recipient, channel, SELLER, context)
