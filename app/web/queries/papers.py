"""What papers and products have to do with each other."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.catalog.models import Product, ProductStatus

MOST_CHOICES = 500


def product_choices(session: Session, seller_id: UUID) -> list[tuple[str, str]]:
    """The products that a paper may be about, as slug and name."""
    statement = (
        select(Product.slug, Product.name)
        .where(Product.seller_id == seller_id, Product.status != ProductStatus.ARCHIVED)
        .order_by(col(Product.name), col(Product.slug))
        .limit(MOST_CHOICES)
    )
    return [(slug, name) for slug, name in session.exec(statement)]


def product_names(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Names by id; papers about no product are left out."""
    wanted: Sequence[UUID] = [one for one in ids if one is not None]
    if not wanted:
        return {}
    statement = select(Product.id, Product.name).where(col(Product.id).in_(wanted))
    return dict(session.exec(statement).all())
