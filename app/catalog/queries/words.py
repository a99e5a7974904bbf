"""What sellers say of their products in their own words, as rules of words look through it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.catalog.models import Product, ProductStatus, Variant
from app.catalog.rules.content import Content
from app.catalog.rules.forms import texts


def own_words(content: Content, packings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Texts by field; `packings` are (name, English name)."""
    return texts(content) | {"variant": ". ".join(" ".join(pair) for pair in packings)}


def words_on_sale(
    session: Session, after: UUID | None, limit: int
) -> Mapping[UUID, Mapping[str, str]]:
    """Of so many approved products behind `after`, by their ids."""
    statement = select(Product).where(Product.status == ProductStatus.APPROVED)
    if after is not None:
        statement = statement.where(col(Product.id) > after)
    return _said(session, session.exec(statement.order_by(col(Product.id)).limit(limit)).all())


def words_of(session: Session, product_ids: Collection[UUID]) -> Mapping[UUID, Mapping[str, str]]:
    """Of those of these products that are approved, by their ids."""
    approved = Product.status == ProductStatus.APPROVED
    statement = select(Product).where(approved, col(Product.id).in_(product_ids))
    return _said(session, session.exec(statement).all())


def _said(session: Session, products: Sequence[Product]) -> Mapping[UUID, Mapping[str, str]]:
    packed = _packings(session, [product.id for product in products])
    return {one.id: own_words(Content.model_validate(one), packed[one.id]) for one in products}


def _packings(session: Session, product_ids: list[UUID]) -> Mapping[UUID, list[tuple[str, str]]]:
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    statement = select(Variant.product_id, Variant.name, Variant.name_en)
    of_these = statement.where(col(Variant.product_id).in_(product_ids), col(Variant.active))
    for product_id, name, name_en in session.exec(of_these.order_by(col(Variant.id))):
        found[product_id].append((name, name_en))
    return found
