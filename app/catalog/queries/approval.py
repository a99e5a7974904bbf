"""What waits for an operator, and how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal, or_, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.catalog.models import Product, ProductRevision, ProductStatus, RevisionStatus
from app.catalog.queries.conditions import P

R = ProductRevision.__table__.c  # type: ignore[attr-defined]  # SQLModel's table, for Core
PAGE = 50


@dataclass(frozen=True)
class Waiting:
    """One line of the approval queue; `revised` says that the old text is on sale meanwhile."""

    slug: str
    name: str
    seller_name: str
    cover: str
    submitted_at: datetime
    revised: bool


def approval_queue(session: Session, limit: int = 100) -> Sequence[Waiting]:
    """New products and revisions, the longest waiting first."""
    shown = (P.slug, P.name, P.seller_name, P.cover)
    new = columns(*shown, P.submitted_at, literal(value=False)).where(
        P.status == ProductStatus.PENDING
    )
    revised = (
        columns(*shown, R.submitted_at, literal(value=True))
        .join(ProductRevision, R.product_id == P.id)
        .where(R.status == RevisionStatus.PENDING)
    )
    both = union_all(new, revised).order_by("submitted_at").limit(limit)
    return [Waiting(*row) for row in session.connection().execute(both)]


def found_products(session: Session, text: str, limit: int = PAGE) -> Sequence[Product]:
    """Products on sale or taken down whose name or maker holds `text`; for the operator."""
    like = f"%{text.replace('%', '').replace('_', '')}%"
    statement = select(Product).where(
        or_(col(Product.name).ilike(like), col(Product.seller_name).ilike(like)),
        col(Product.published_at).is_not(None),
    )
    return session.exec(statement.order_by(Product.name).limit(limit)).all()
