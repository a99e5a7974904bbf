"""A product's food-safety papers, among those that its seller handed in."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, exists, or_
from sqlmodel import Session, col, select

from app.catalog.models import REQUIRED_PAPERS, Product, ProductStatus
from app.catalog.rules import papers as rules
from app.core.days import today
from app.sellers.models import SellerDocument
from app.sellers.rules import DocumentKind, DocumentStatus

COUNTING = (DocumentStatus.WAITING, DocumentStatus.ACCEPTED)


def papers_of(
    session: Session, product: Product, counting: Sequence[DocumentStatus] = COUNTING
) -> Sequence[SellerDocument]:
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
        col(SellerDocument.status).in_(counting),
        or_(col(SellerDocument.product_id) == product.id, of_house),
    )
    worst_first = sorted(session.exec(statement), key=_worth)
    return list({one.kind: one for one in worst_first}.values())


def lapsed(session: Session, product: Product) -> bool:
    """Whether a paper that it needs was accepted once, and none of that kind holds today. One that
    nobody has handed in yet is no matter of days.
    """
    accepted = papers_of(session, product, (DocumentStatus.ACCEPTED,))
    needed = papers_needed(session, product)
    return any(one.kind in needed and rules.expired(one, today()) for one in accepted)


def not_accepted(session: Session, product: Product) -> Sequence[str]:
    """The kinds that its goods need and of which no paper holds that an officer has accepted."""
    accepted = papers_of(session, product, (DocumentStatus.ACCEPTED,))
    in_force = {one.kind for one in accepted if not rules.expired(one, today())}
    return [kind for kind in papers_needed(session, product) if kind not in in_force]


def to_settle(session: Session) -> Sequence[UUID]:
    """Products that are held back, or whose seller has an accepted paper that ran out."""
    ran_out = exists().where(
        col(SellerDocument.seller_id) == Product.seller_id,
        col(SellerDocument.status) == DocumentStatus.ACCEPTED,
        col(SellerDocument.expires_on) < today(),
    )
    on_sale = and_(col(Product.status) == ProductStatus.APPROVED, ran_out)
    statement = select(Product.id).where(or_(col(Product.papers_lapsed), on_sale))
    return session.exec(statement.order_by(col(Product.id))).all()


def _worth(document: SellerDocument) -> tuple[bool, bool, object]:
    accepted = document.status is DocumentStatus.ACCEPTED
    return not rules.expired(document, today()), accepted, document.submitted_at


def papers_needed(session: Session, product: Product) -> Sequence[str]:
    by_category = REQUIRED_PAPERS.get(session)
    return rules.needed(product.category_slug, product.group_slug, by_category)
