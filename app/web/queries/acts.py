"""What officers did in a seller's name, as the seller reads it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.catalog.models import Product, Variant
from app.core.db import any_columns
from app.identity import queries as identity
from app.identity.models import AuditEntry
from app.identity.rules import action_words
from app.orders.models import SellerOrder
from app.traceability.models import GrowingArea, Lot
from app.web.rules import acts

PAGE = 30


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that somebody did: `what` in words, `about` which product, lot or order."""

    id: UUID
    at: datetime
    who: str
    what: str
    about: str
    reason: str


def assisted_acts(
    session: Session, seller_id: UUID, before: UUID | None = None
) -> tuple[Sequence[Act], UUID | None]:
    """The latest first, and where the next page begins. Three statements, however many acts."""
    statement = select(AuditEntry).where(AuditEntry.assisted_for == seller_id)
    if before is not None:
        statement = statement.where(col(AuditEntry.id) < before)
    found = session.exec(statement.order_by(col(AuditEntry.id).desc()).limit(PAGE + 1)).all()
    shown = found[:PAGE]
    names = identity.user_names(session, {entry.actor_id for entry in shown if entry.actor_id})
    about = _names(session, {entry.subject_id for entry in shown})
    listed = [_act(entry, names, about) for entry in shown]
    return listed, shown[-1].id if len(found) > PAGE else None


def _act(entry: AuditEntry, names: dict[UUID, str], about: dict[UUID, str]) -> Act:
    path = str((entry.after or {}).get("path", ""))
    named = about.get(entry.subject_id, "") or (acts.part(path) if path else "")
    who = names.get(entry.actor_id, "") if entry.actor_id else ""
    return Act(entry.id, entry.at, who, action_words(entry.action), named, entry.reason)


def _names(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    """What the seller calls these rows."""
    rows = session.connection().execute(_named(list(ids)))
    return {row.id: row.name for row in rows}


def _named(ids: list[UUID]) -> CompoundSelect[Any]:
    named = (
        (Product, Product.name),
        (Variant, Variant.name),
        (Lot, Lot.lot_number),
        (GrowingArea, GrowingArea.name),
        (SellerOrder, SellerOrder.code),
    )
    return union_all(
        *(
            columns(*any_columns(table.id, col(name).label("name"))).where(col(table.id).in_(ids))
            for table, name in named
        )
    )
