"""One import under way: where it writes, for whom, and what it has found out."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.catalog.models import Product, ProductRevision, RevisionStatus, Variant
from app.catalog.service.claims import note_claims
from app.catalog.service.listing import Held
from app.core.i18n import mark
from app.core.text import fold
from app.imports import queries
from app.imports.rules import LOTS, STEPS, Row, Rows
from app.imports.rules.known import Known
from app.imports.rules.naming import known_as
from app.imports.rules.progress import Progress, silent
from app.imports.rules.reports import Report
from app.imports.service.pictures import Pictures
from app.imports.service.records import Changes
from app.sellers.models import Seller
from app.traceability.models import GrowingArea, Lot, TrackingEvent

EventKey = tuple[UUID, str, datetime]


class CellRefused(Exception):
    """A cell is wrong in a way that only writing shows."""

    def __init__(self, column: str, reason: str, **gaps: Any) -> None:
        super().__init__(reason)
        self.column, self.reason, self.gaps = column, reason, gaps


@dataclass
class Import:
    """Rows find here what was there before them and what earlier rows brought."""

    session: Session
    pictures: Pictures
    actor_id: UUID | None = None
    seller: Seller | None = None
    """Whose own import it is; an operator's is for everybody."""
    only: Collection[str] = ()
    """The sheets that may be brought; all where none is named."""
    sample: bool = False
    """Invented rows: their steps count as recorded when they are said to have happened."""
    progress: Progress = silent
    report: Report = field(default_factory=Report)
    known: Known = field(init=False)
    changes: Changes = field(default_factory=Changes)
    variants: dict[tuple[UUID, str], Variant] = field(default_factory=dict)
    products: dict[tuple[UUID, str], Product] = field(default_factory=dict)
    """Products that this import brings, by seller and main SKU: their packings follow."""
    revisions: dict[UUID, ProductRevision] = field(default_factory=dict)
    worded: set[UUID] = field(default_factory=set)
    """Products whose words an operator's import brings: nobody approves those."""
    positions: Counter[UUID] = field(default_factory=Counter)
    areas: dict[tuple[UUID, str], GrowingArea] = field(default_factory=dict)
    lots: dict[tuple[UUID, str], Lot] = field(default_factory=dict)
    events: dict[EventKey, TrackingEvent] = field(default_factory=dict)
    _sellers: dict[str, UUID] = field(default_factory=dict)
    _held: Held = field(default_factory=Held)

    def __post_init__(self) -> None:
        self._wards = queries.ward_codes()
        self._categories = queries.categories(self.session)
        self._groups = queries.category_groups(self.session.connection())

    def begin(self, held: Held, rows: Rows) -> None:
        """Reads what the rows name, once, instead of row by row."""
        self._held = held
        for product, variants in held.rows.values():
            self.positions[product.id] = len(variants)
            self.variants |= {(one.seller_id, one.sku): one for one in variants}
        self.revisions = _pending(self.session, held)
        sellers = {self.known.sellers[self.known.owners[key]] for key in _owners(rows, self.known)}
        self.areas = _areas(self.session, sellers)
        self.lots = _lots(self.session, sellers, _numbers(rows))
        self.events = _events(self.session, self.lots) if rows.get(STEPS) else {}

    def record(self) -> None:
        """One entry of the audit for each product that changed; invented ones leave none."""
        if not self.sample:
            self.changes.record(self.session, self.actor_id)

    def note_words(self) -> None:
        """What rules only want looked at waits for an officer; invented words do not."""
        if not self.sample:
            note_claims(self.session, self.worded)

    def seller_id(self, row: Row) -> UUID:
        key = row["seller"]
        if key in self.known.owners:
            return self.known.sellers[self.known.owners[key]]
        if key not in self._sellers:
            raise CellRefused("seller", mark("Chưa có đơn vị này."))
        return self._sellers[key]

    def add_seller(self, seller: Seller) -> None:
        self._sellers |= {key: seller.id for key in (seller.tax_code, seller.phone) if key}

    def product(self, seller_id: UUID, sku: str) -> Product | None:
        """Of this import, else of the shop."""
        if (seller_id, sku) in self.products:
            return self.products[seller_id, sku]
        variant = self.variants.get((seller_id, sku))
        return self._held.rows[variant.product_id][0] if variant else None

    def variant(self, row: Row) -> Variant:
        found = self.variants.get((self.seller_id(row), row["sku"]))
        if found is None:
            raise CellRefused("sku", mark("Chưa có quy cách {sku}."), sku=row["sku"])
        return found

    def ward_code(self, name: str) -> str:
        return self._wards[known_as(name, self._wards) or ""]

    def category_id(self, name: str) -> UUID:
        return self._categories[fold(name)]

    def group(self, category_id: UUID) -> str:
        return self._groups[category_id]

    def next_position(self, product_id: UUID) -> int:
        """New packings stand in the order of their rows, behind those that are there."""
        self.positions[product_id] += 1
        return self.positions[product_id] - 1


def _owners(rows: Rows, known: Known) -> set[str]:
    named = {row["seller"] for found in rows.values() for row in found}
    return {key for key in named if key in known.owners}


def _numbers(rows: Rows) -> set[str]:
    return {row["lot_number"] for sheet in (LOTS, STEPS) for row in rows.get(sheet, ())}


def _pending(session: Session, held: Held) -> dict[UUID, ProductRevision]:
    waiting = select(ProductRevision).where(
        col(ProductRevision.product_id).in_(held.rows),
        ProductRevision.status == RevisionStatus.PENDING,
    )
    return {row.product_id: row for row in session.exec(waiting)} if held.rows else {}


def _areas(session: Session, sellers: set[UUID]) -> dict[tuple[UUID, str], GrowingArea]:
    statement = select(GrowingArea).where(col(GrowingArea.seller_id).in_(sellers))
    return {(row.seller_id, row.name): row for row in session.exec(statement)}


def _lots(session: Session, sellers: set[UUID], numbers: set[str]) -> dict[tuple[UUID, str], Lot]:
    if not numbers:
        return {}
    statement = select(Lot).where(col(Lot.seller_id).in_(sellers), col(Lot.lot_number).in_(numbers))
    return {(row.seller_id, row.lot_number): row for row in session.exec(statement)}


def _events(session: Session, lots: dict[tuple[UUID, str], Lot]) -> dict[EventKey, TrackingEvent]:
    """The journeys of these lots as they were first told, by stage and second."""
    statement = select(TrackingEvent).where(
        col(TrackingEvent.lot_id).in_([lot.id for lot in lots.values()]),
        col(TrackingEvent.corrects_id).is_(None),
    )
    return {
        event_key(row.lot_id, row.stage, row.event_time): row for row in session.exec(statement)
    }


def event_key(lot_id: UUID, stage: str, at: datetime) -> EventKey:
    """Spreadsheets know no fraction of a second."""
    return lot_id, str(stage), at.replace(microsecond=0)
