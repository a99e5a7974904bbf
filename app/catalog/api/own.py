"""A seller's own product, found, held and shown: where operations on products begin and end."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from app.catalog.api.schemas import ContentIn, ProductOut, content_out
from app.catalog.models import Category, Product
from app.catalog.queries import desk, writing
from app.catalog.rules.content import Content
from app.catalog.service.listing import take
from app.core.errors import Invalid, NotFound
from app.core.i18n import gettext, mark
from app.tokens.queries import Caller


def product_of(session: Session, caller: Caller, slug: str) -> Product:
    """Raises NotFound, also for another seller's."""
    product = desk.owned_product(session, caller.seller.id, slug)
    if product is None:
        raise NotFound
    return product


def held(session: Session, caller: Caller, slug: str) -> Product:
    """The same, locked until the transaction ends, so that a condition stays true."""
    product, _ = take(session, product_of(session, caller, slug).id)
    return product


def shown(session: Session, product: Product) -> ProductOut:
    last = desk.last_revision(session, product.id)
    content = desk.written(product, last)
    category = session.get_one(Category, content.category_id)
    facts: dict[str, Any] = product.model_dump(include=set(ProductOut.model_fields))
    waits = last is not None and last.status == "pending"
    return ProductOut(**facts, waits=waits, content=content_out(content, category.slug))


def content_of(session: Session, given: ContentIn) -> Content:
    """Without what the category's trade is not asked. Raises Invalid for a category that no product
    may stand in.
    """
    fields = given.model_dump(exclude={"category"})
    said = Content(category_id=_leaf(session, given.category), **fields)
    return said.of_trade(writing.group_of(session, said.category_id))


def _leaf(session: Session, slug: str) -> UUID:
    category = session.exec(select(Category).where(Category.slug == slug)).first()
    groups = desk.category_choices(session) if category else ()
    offered = {category_id for group in groups for category_id, _ in group.choices}
    if category is None or category.id not in offered:
        raise Invalid(fields={"category": gettext(mark("Mời chọn một mục trong danh sách."))})
    return category.id
