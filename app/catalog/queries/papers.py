"""A product's food-safety papers, among those that its seller handed in."""

from collections.abc import Sequence

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from app.catalog.models import REQUIRED_PAPERS, Product
from app.catalog.rules import papers as rules
from app.core.days import today
from app.sellers.models import SellerDocument
from app.sellers.rules import DocumentKind, DocumentStatus

COUNTING = (DocumentStatus.WAITING, DocumentStatus.ACCEPTED)


def papers_of(session: Session, product: Product) -> Sequence[SellerDocument]:
    """Of each kind the one that is worth most; what was refused or replaced is worth nothing.

    A certificate without a product is the whole workshop's; a declaration is of one product.
    """
    of_house = and_(
        col(SellerDocument.product_id).is_(None),
        col(SellerDocument.kind) == DocumentKind.FOOD_SAFETY,
    )
    statement = select(SellerDocument).where(
        SellerDocument.seller_id == product.seller_id,
        col(SellerDocument.kind).in_(rules.WORDS),
        col(SellerDocument.status).in_(COUNTING),
        or_(col(SellerDocument.product_id) == product.id, of_house),
    )
    worst_first = sorted(session.exec(statement), key=_worth)
    return list({one.kind: one for one in worst_first}.values())


def _worth(document: SellerDocument) -> tuple[bool, bool, object]:
    accepted = document.status is DocumentStatus.ACCEPTED
    return not rules.expired(document, today()), accepted, document.submitted_at


def papers_needed(session: Session, product: Product) -> Sequence[str]:
    by_category = REQUIRED_PAPERS.get(session)
    return rules.needed(product.category_slug, product.group_slug, by_category)
