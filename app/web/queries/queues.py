"""What waits for an operator, queue by queue: how many, and since when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import literal, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col, func

from app.catalog.models import Product, ProductRevision, ProductStatus, RevisionStatus
from app.complaints.models import Ticket
from app.complaints.rules import State
from app.core.desks import Waiting
from app.orders.queries import calls
from app.sellers import queries as sellers
from app.sellers.models import Seller, SellerDocument, SellerStatus
from app.sellers.rules import DocumentStatus
from app.transparency.queries import audits
from app.web.queries import findings as found


def queues(session: Session, now: datetime) -> Mapping[str, Waiting]:
    """By name: sellers, products, revisions, documents, reports, words, self_audit, calls. Two
    statements, however long.
    """
    rows = session.connection().execute(_COUNTS)
    found = {name: Waiting(count, oldest) for name, count, oldest in rows}
    silent = calls.tally(session, now)
    return found | {"calls": Waiting(silent.now, silent.oldest)}


def words_waiting(session: Session) -> Waiting:
    """Words on sale that a rule minds."""
    _, count, oldest = session.connection().execute(_WORDS).one()
    return Waiting(count, oldest)


def on_sale(session: Session) -> tuple[int, int]:
    """How many products and how many sellers shoppers may buy from."""
    products = columns(func.count()).where(col(Product.listed)).scalar_subquery()
    approved = col(Seller.status) == SellerStatus.APPROVED
    makers = columns(func.count()).where(approved).scalar_subquery()
    listed, selling = session.connection().execute(columns(products, makers)).one()
    return listed, selling


def _queue(name: str, since: Any, *which: Any) -> Any:
    return columns(literal(name), func.count(), func.min(since)).where(*which)


_WORDS = _queue("words", found.waiting().c.found_at)
_COUNTS = union_all(
    _queue("sellers", sellers.waiting_since().c.submitted_at),
    _queue("products", Product.submitted_at, col(Product.status) == ProductStatus.PENDING),
    _queue(
        "revisions",
        ProductRevision.submitted_at,
        col(ProductRevision.status) == RevisionStatus.PENDING,
    ),
    _queue(
        "documents",
        SellerDocument.submitted_at,
        col(SellerDocument.status) == DocumentStatus.WAITING,
    ),
    _queue("reports", Ticket.created_at, col(Ticket.state) != State.CLOSED),
    _WORDS,
    _queue("self_audit", audits.open_findings().c.seen_since),
)
