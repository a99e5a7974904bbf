"""What sellers and operators see of products that shoppers do not see yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from app.catalog.models import (
    Category,
    Product,
    ProductImage,
    ProductRevision,
    ProductSlug,
    ProductStatus,
    RevisionStatus,
    Variant,
)
from app.catalog.queries.conditions import P
from app.catalog.rules.content import Content
from app.core.i18n import language

V = Variant.__table__.c  # type: ignore[attr-defined]  # for Core
PAGE = 50


@dataclass(frozen=True)
class CategoryGroup:
    """Categories of one group, in the page's language: (id, name)."""

    slug: str
    name: str
    choices: Sequence[tuple[UUID, str]]


def category_choices(session: Session) -> Sequence[CategoryGroup]:
    """Where a product may stand; a group without parts is a choice itself."""
    rows = session.exec(select(Category).order_by(col(Category.position), Category.name)).all()
    english = language() == "en"
    names = {row.id: row.name_en if english else row.name for row in rows}
    slugs = {row.id: row.slug for row in rows}
    parts: dict[UUID, list[tuple[UUID, str]]] = {r.id: [] for r in rows if r.parent_id is None}
    for row in rows:
        if row.parent_id is not None:
            parts[row.parent_id].append((row.id, names[row.id]))
    return [
        CategoryGroup(slugs[key], names[key], own or [(key, names[key])])
        for key, own in parts.items()
    ]


def category(session: Session, category_id: UUID) -> Category | None:
    """One that goods may stand in: no group that has parts."""
    found = session.get(Category, category_id)
    parts = select(Category.id).where(Category.parent_id == category_id)
    return None if found is None or session.exec(parts).first() else found


def seller_products(
    session: Session,
    seller_id: UUID,
    status: ProductStatus | None,
    before: UUID | None,
    text: str = "",
) -> Sequence[Any]:
    """The newest first, `PAGE` of them and one more, which tells that there are others; those
    whose name, or the SKU of a variant, holds `text`.
    """
    statement = columns(
        P.id,
        P.slug,
        P.name,
        P.status,
        P.paused,
        P.papers_lapsed,
        P.listed,
        P.cover,
        P.price,
        P.in_stock,
        P.decision_reason,
        _pending(P.id).label("revised"),
        _stock(P.id).label("stock"),
    ).where(P.seller_id == seller_id)
    if status is not None:
        statement = statement.where(P.status == status)
    if before is not None:
        statement = statement.where(P.id < before)
    if text:
        statement = statement.where(_holds(text))
    newest = statement.order_by(P.id.desc()).limit(PAGE + 1)
    return session.connection().execute(newest).all()


def _holds(text: str) -> Any:
    like = f"%{text.replace('%', '').replace('_', '')}%"
    other = aliased(Variant)
    skus = select(other.product_id).where(other.product_id == P.id, col(other.sku).ilike(like))
    return or_(P.name.ilike(like), skus.exists())


def seller_offers(
    session: Session, seller_id: UUID, text: str = "", page: int = 1
) -> Sequence[Any]:
    """Variants of products that are not put away, by the product's name, `PAGE` and one more."""
    statement = (
        columns(
            V.id,
            V.sku,
            V.name,
            V.price,
            V.on_hand,
            V.allocated,
            V.active,
            P.slug,
            P.name.label("product"),
            P.id.label("product_id"),
        )
        .join_from(Product, Variant, P.id == V.product_id)
        .where(P.seller_id == seller_id, P.status != ProductStatus.ARCHIVED)
    )
    if text:
        statement = statement.where(_holds(text))
    shown = statement.order_by(P.name, P.id, V.position, V.id)
    some = shown.offset((page - 1) * PAGE).limit(PAGE + 1)
    return session.connection().execute(some).all()


def _pending(product_id: Any) -> Any:
    waiting = select(ProductRevision.id).where(
        ProductRevision.product_id == product_id, ProductRevision.status == RevisionStatus.PENDING
    )
    return waiting.exists()


def _stock(product_id: Any) -> Any:
    units = func.coalesce(func.sum(Variant.on_hand - Variant.allocated), 0)
    return (
        select(units)
        .where(Variant.product_id == product_id, col(Variant.active))
        .correlate(Product)
        .scalar_subquery()
    )


def status_counts(session: Session, seller_id: UUID) -> dict[str, int]:
    statement = select(Product.status, func.count()).where(Product.seller_id == seller_id)
    rows = session.exec(statement.group_by(col(Product.status))).all()
    return {str(status): count for status, count in rows}


def owned_product(session: Session, seller_id: UUID, slug: str) -> Product | None:
    """A product of this seller, by an address that it had too: a form may be open since then.

    Anybody else's does not exist here.
    """
    once = select(ProductSlug.product_id).where(ProductSlug.slug == slug)
    here = or_(col(Product.slug) == slug, col(Product.id).in_(once))
    return session.exec(select(Product).where(here, Product.seller_id == seller_id)).first()


def product_by_slug(session: Session, slug: str) -> Product | None:
    return session.exec(select(Product).where(Product.slug == slug)).first()


def variants_of(session: Session, product_id: UUID) -> Sequence[Variant]:
    statement = select(Variant).where(Variant.product_id == product_id)
    return session.exec(
        statement.order_by(col(Variant.active).desc(), col(Variant.position), col(Variant.id))
    ).all()


def pending_revision(session: Session, product_id: UUID) -> ProductRevision | None:
    statement = select(ProductRevision).where(
        ProductRevision.product_id == product_id, ProductRevision.status == RevisionStatus.PENDING
    )
    return session.exec(statement).first()


def last_revision(session: Session, product_id: UUID) -> ProductRevision | None:
    """Whatever became of it; its reason explains a refusal."""
    statement = select(ProductRevision).where(ProductRevision.product_id == product_id)
    return session.exec(statement.order_by(col(ProductRevision.submitted_at).desc())).first()


def written(product: Product, revision: ProductRevision | None) -> Content:
    """What the seller's form starts from: the pending or refused text, else the product's own."""
    if revision and revision.status in {RevisionStatus.PENDING, RevisionStatus.REJECTED}:
        return Content.model_validate(revision.content)
    return Content.model_validate(product)


def edition(product: Product, revision: ProductRevision | None) -> str:
    """Which text a form shows; it changes whenever somebody saves another one."""
    pending = revision if revision and revision.status is RevisionStatus.PENDING else None
    return f"{product.version}.{pending.version if pending else 0}"


def images_of(
    session: Session, product_id: UUID, revision: ProductRevision | None = None
) -> Sequence[ProductImage]:
    """In their order: as shown, or as a revision wants them."""
    rows = session.exec(select(ProductImage).where(ProductImage.product_id == product_id)).all()
    if revision is None:
        live = [row for row in rows if row.live]
        return sorted(live, key=lambda row: (row.position, row.id))
    by_id = {str(row.id): row for row in rows}
    return [by_id[image_id] for image_id in revision.images if image_id in by_id]


def low_stock(session: Session, seller_id: UUID, below: int = 5, limit: int = 5) -> Sequence[Any]:
    """Variants on sale of which fewer than `below` units are free, the fewest first."""
    free = V.on_hand - V.allocated
    statement = (
        columns(P.slug, P.name, V.name.label("variant"), free.label("free"))
        .join_from(Product, Variant, P.id == V.product_id)
        .where(P.seller_id == seller_id, P.listed, V.active, free < below)
        .order_by(free, P.name)
        .limit(limit)
    )
    return session.connection().execute(statement).all()
