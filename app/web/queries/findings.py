"""What rules of words found on sale, and nobody has looked at yet."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Subquery, literal, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.catalog.models import Product, ProductStatus
from app.moderation.models import ClaimFinding, ClaimRule, FoundIn
from app.moderation.rules.claims import Severity
from app.sellers.models import Seller
from app.sellers.rules import DECIDED

PAGE = 100
F = ClaimFinding.__table__.c  # type: ignore[attr-defined]  # SQLModel's tables, for Core
R = ClaimRule.__table__.c  # type: ignore[attr-defined]


def findings(session: Session) -> Sequence[Row[Any]]:
    """(id, kind, name, slug, seller, phrase, severity, note, source, places, found_at): the first
    `PAGE`, what forbids before what warns, the oldest first.
    """
    found = waiting()
    order = (found.c.severity != Severity.BLOCK, found.c.found_at, found.c.id)
    return session.connection().execute(columns(found).order_by(*order).limit(PAGE)).all()


def waiting() -> Subquery:
    """One row for each rule and product, or shop, that is still on sale."""
    product = _found(FoundIn.PRODUCT, Product.name, Product.slug, Product.seller_name)
    shop = _found(FoundIn.SHOP, Seller.name, Seller.slug, literal(""))
    return union_all(
        product.join(Product, col(Product.id) == ClaimFinding.subject_id).where(
            col(Product.status) == ProductStatus.APPROVED
        ),
        shop.join(Seller, col(Seller.id) == ClaimFinding.subject_id).where(
            col(Seller.status).in_(DECIDED)
        ),
    ).subquery("found")


def _found(kind: FoundIn, name: Any, slug: Any, seller: Any) -> Any:
    named = (name.label("name"), slug.label("slug"), seller.label("seller"))
    rows = columns(
        F.id, F.kind, *named, R.phrase, R.severity, R.note, R.source, F.places, F.found_at
    )
    return (
        rows.select_from(ClaimFinding)
        .join(ClaimRule, R.id == F.rule_id)
        .where(F.kind == kind, F.settled_at.is_(None), R.ended_at.is_(None))
    )
