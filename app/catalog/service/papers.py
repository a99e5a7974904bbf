"""Goods leave the shop while a food-safety paper that they need has run out (Decree 15/2018,
articles 4 and 11): nobody has to notice it, and a new paper brings them back.
"""

from uuid import UUID

from sqlmodel import Session, col, select

from app.catalog.models import Product
from app.catalog.queries import papers
from app.catalog.service.bulk import together
from app.catalog.service.listing import relist, take
from app.identity.service import audit
from app.sellers.service.news import PaperAccepted


def settle(session: Session, product_id: UUID) -> bool:
    """Whether that changed anything; again changes nothing."""
    product, _ = take(session, product_id)
    lapsed = papers.lapsed(session, product)
    if lapsed is product.papers_lapsed:
        return False
    product.papers_lapsed = lapsed
    action = "product.lapse_papers" if lapsed else "product.renew_papers"
    audit(session, None, action, product)
    relist(session, product.id)
    return True


def settle_seller(session: Session, event: PaperAccepted) -> None:
    """What a new paper brings back is back at once."""
    held_back = select(Product.id).where(
        Product.seller_id == event.seller_id, col(Product.papers_lapsed)
    )
    product_ids = session.exec(held_back).all()
    with together(session, product_ids):
        for product_id in product_ids:
            settle(session, product_id)
