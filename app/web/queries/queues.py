"""What waits for an operator, queue by queue: how many, and since when."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CompoundSelect, DateTime, cast, exists, literal, union_all
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func

from app.catalog.models import Product, ProductRevision, ProductStatus, RevisionStatus
from app.core.days import day_in_vietnam
from app.core.desks import Waiting
from app.ocop.models import Certificate
from app.orders.queries import calls
from app.sellers.models import Seller, SellerStatus

SOON = timedelta(days=90)
"""How long before its end a certificate is looked at."""


def queues(session: Session, now: datetime) -> Mapping[str, Waiting]:
    """By name: sellers, products, revisions, certificates (since: the first to end), calls.

    Two statements, however long the queues are.
    """
    rows = session.connection().execute(_counts(day_in_vietnam(now)))
    found = {name: Waiting(count, oldest) for name, count, oldest in rows}
    silent = calls.tally(session, now)
    return found | {"calls": Waiting(silent.now, silent.oldest)}


def on_sale(session: Session) -> tuple[int, int]:
    """How many products and how many sellers shoppers may buy from."""
    products = columns(func.count()).where(col(Product.listed)).scalar_subquery()
    approved = col(Seller.status) == SellerStatus.APPROVED
    sellers = columns(func.count()).where(approved).scalar_subquery()
    listed, selling = session.connection().execute(columns(products, sellers)).one()
    return listed, selling


def _counts(today: date) -> CompoundSelect[Any]:
    return union_all(
        _queue("sellers", Seller.updated_at, col(Seller.status) == SellerStatus.SUBMITTED),
        _queue("products", Product.submitted_at, col(Product.status) == ProductStatus.PENDING),
        _queue(
            "revisions",
            ProductRevision.submitted_at,
            col(ProductRevision.status) == RevisionStatus.PENDING,
        ),
        _queue(
            "certificates",
            cast(Certificate.expires_on, DateTime(timezone=True)),
            col(Certificate.revoked_on).is_(None),
            col(Certificate.expires_on).between(today, today + SOON),
            ~_renewed(),
        ),
    )


def _queue(name: str, since: Any, *which: Any) -> Any:
    return columns(literal(name), func.count(), func.min(since)).where(*which)


def _renewed() -> Any:
    """Whether the product has a certificate that lasts longer."""
    later = aliased(Certificate)
    return exists().where(
        col(later.product_id) == Certificate.product_id,
        col(later.revoked_on).is_(None),
        col(later.expires_on) > Certificate.expires_on,
    )
