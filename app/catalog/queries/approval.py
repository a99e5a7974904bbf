"""What waits for an operator, and how long."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import literal, or_, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from app.catalog.models import Product, ProductRevision, ProductStatus, RevisionStatus
from app.catalog.queries.conditions import P
from app.catalog.rules.queue import LATE, REVISED, Wanted
from app.core.db import utc_now

R = ProductRevision.__table__.c  # type: ignore[attr-defined]  # SQLModel's table, for Core
PAGE = 50
EVERYTHING = Wanted()


@dataclass(frozen=True)
class Waiting:
    """One line of the approval queue; `revised` says that the old text is on sale meanwhile."""

    slug: str
    name: str
    seller_name: str
    seller_slug: str
    cover: str
    version: int
    submitted_at: datetime
    revised: bool
    revision: int

    @property
    def edition(self) -> str:
        """As `desk.edition`: which text a decision is about."""
        return f"{self.version}.{self.revision}"


def approval_queue(
    session: Session, wanted: Wanted = EVERYTHING, limit: int = 100
) -> Sequence[Waiting]:
    """New products and revisions, the longest waiting first."""
    waiting = _waiting()
    statement = columns(waiting).where(*_narrowed(waiting, wanted))
    ordered = statement.order_by(waiting.c.submitted_at, waiting.c.slug).limit(limit)
    return [Waiting(*row) for row in session.connection().execute(ordered)]


@dataclass(frozen=True)
class Counts:
    """Of everything that waits, whatever is shown."""

    new: int
    revised: int
    late: int
    sellers: Sequence[tuple[str, str, int]]
    """(slug, name, how many), the most first."""


def queue_counts(session: Session) -> Counts:
    waiting = _waiting()
    new, revised = (func.count().filter(waiting.c.revised == kind) for kind in (False, True))
    late = func.count().filter(waiting.c.submitted_at < utc_now() - LATE)
    by_seller = columns(waiting.c.seller_slug, waiting.c.seller_name, new, revised, late)
    grouped = by_seller.group_by(waiting.c.seller_slug, waiting.c.seller_name)
    rows = session.connection().execute(grouped).all()
    sellers = sorted(((r[0], r[1], r[2] + r[3]) for r in rows), key=lambda one: (-one[2], one[1]))
    total = [sum(row[n] for row in rows) for n in (2, 3, 4)]
    return Counts(total[0], total[1], total[2], sellers)


def _waiting() -> Any:
    shown = (P.slug, P.name, P.seller_name, P.seller_slug, P.cover, P.version)
    new = columns(
        *shown,
        P.submitted_at.label("submitted_at"),
        literal(value=False).label("revised"),
        literal(0).label("revision"),
    ).where(P.status == ProductStatus.PENDING)
    revised = (
        columns(*shown, R.submitted_at, literal(value=True), R.version)
        .join(ProductRevision, R.product_id == P.id)
        .where(R.status == RevisionStatus.PENDING)
    )
    return union_all(new, revised).subquery("waiting")


def _narrowed(waiting: Any, wanted: Wanted) -> Iterator[Any]:
    if wanted.kind:
        yield waiting.c.revised == (wanted.kind == REVISED)
    if wanted.seller:
        yield waiting.c.seller_slug == wanted.seller
    if wanted.late:
        yield waiting.c.submitted_at < utc_now() - LATE


def found_products(session: Session, text: str, limit: int = PAGE) -> Sequence[Product]:
    """Products on sale or taken down whose name or maker holds `text`; for the operator."""
    like = f"%{text.replace('%', '').replace('_', '')}%"
    statement = select(Product).where(
        or_(col(Product.name).ilike(like), col(Product.seller_name).ilike(like)),
        col(Product.published_at).is_not(None),
    )
    return session.exec(statement.order_by(Product.name).limit(limit)).all()
