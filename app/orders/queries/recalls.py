"""Orders with packets of a recalled lot, and what became of the word to their buyers."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session, col, select

from app.identity.models import User
from app.notifications.models import MessageStatus
from app.traceability.models import Lot, Recall

_ORDERS = text("""
    SELECT lot.id AS lot_id, o.id AS order_id, o.code, o.group_id, o.state, o.placed_at,
        bool_or(l.lot_id IS NOT NULL) AS certain, sum(l.quantity)::int AS packs,
        min(l.product_name) AS product_name, min(l.variant_name) AS variant_name,
        n.told_at, m.channel, m.status, m.sent_at, m.error
    FROM lot
    JOIN order_line l ON l.lot_id = lot.id OR (l.lot_id IS NULL AND l.variant_id = lot.variant_id)
    JOIN seller_order o ON o.id = l.seller_order_id
    LEFT JOIN recall_notice n ON n.lot_id = lot.id AND n.seller_order_id = o.id
    LEFT JOIN message m ON m.event = n.event
    WHERE lot.id = ANY(:ids) AND (o.state <> 'cancelled' OR n.id IS NOT NULL)
    AND (l.lot_id IS NOT NULL OR (
        o.placed_at >= lot.published_at AND o.placed_at <= coalesce(lot.recalled_at, now())
    ))
    GROUP BY lot.id, o.id, n.id, m.id
    ORDER BY lot.packed_on, lot.id, o.placed_at, o.id
""").bindparams(bindparam("ids", type_=ARRAY(Uuid)))


@dataclass(frozen=True)
class Told:
    """How far the word of one lot has come; `found` orders are those that are not cancelled, and
    cancelled ones whose buyers had been told before.
    """

    lot: Lot
    found: int
    certain: int  # have packets of the lot for sure
    told: int  # a message was written
    sent: int
    failed: int


def orders_with(session: Session, lot_ids: Iterable[UUID]) -> Sequence[Row[Any]]:
    """An order a lot, earliest first: what was ordered, and what became of the message.

    `certain` says that a line names the lot; otherwise a packet of it may have been sent, as the
    order was placed while the lot was public and nobody wrote down which lot went out.
    """
    return session.connection().execute(_ORDERS, {"ids": list(lot_ids)}).all()


def tally(lots: Sequence[Lot], rows: Sequence[Row[Any]]) -> list[Told]:
    """Of each lot, in the order of `lots`."""
    found = Counter(row.lot_id for row in rows)
    certain = Counter(row.lot_id for row in rows if row.certain)
    told = Counter(row.lot_id for row in rows if row.told_at)
    sent = Counter(row.lot_id for row in rows if row.status == MessageStatus.SENT)
    failed = Counter(row.lot_id for row in rows if row.status == MessageStatus.FAILED)
    return [
        Told(lot, found[lot.id], certain[lot.id], told[lot.id], sent[lot.id], failed[lot.id])
        for lot in lots
    ]


def names(session: Session, recall: Recall) -> dict[UUID, str]:
    """Of who asked and who answered."""
    ids = [one for one in (recall.asked_by, recall.answered_by) if one]
    return dict(session.exec(select(User.id, User.name).where(col(User.id).in_(ids))).all())
