"""A product's text as its seller's form shows it: what is kept, what is still being typed, what
is missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from app.catalog.models import (
    Category,
    Product,
    ProductDraft,
    ProductImage,
    ProductRevision,
    Variant,
)
from app.catalog.queries import desk, papers
from app.catalog.queries.words import own_words
from app.catalog.rules import papers as paper_rules
from app.catalog.rules.checklist import IN_THE_WORKS, NO_PICTURE, Facts, Gap, gaps
from app.catalog.rules.content import Content
from app.catalog.rules.forms import flat, name_of
from app.core.days import today
from app.moderation import queries as moderation
from app.moderation.rules.findings import looked_through
from app.sellers.models import Seller, SellerStatus


@dataclass(frozen=True)
class Text:
    """`stored` is what was saved or sent, `draft` what is typed over it; both as the form's fields.

    `name` changes whenever somebody saves another text.
    """

    stored: dict[str, str]
    draft: ProductDraft | None

    @property
    def typed(self) -> dict[str, str]:
        return self.draft.typed if self.draft else self.stored

    @property
    def name(self) -> str:
        return name_of(self.typed)

    @property
    def overtaken(self) -> bool:
        """Somebody saved another text after the draft was begun."""
        return self.draft is not None and self.draft.begun_on != name_of(self.stored)


def text_of(session: Session, product: Product) -> Text:
    last = desk.last_revision(session, product.id)
    stored = flat(desk.written(product, last))
    return Text(stored, session.get(ProductDraft, product.id))


def group_of(session: Session, category_id: UUID) -> str:
    """The slug of a category's group; of none there, nothing."""
    category = session.get(Category, category_id)
    if category is None:
        return ""
    parent = session.get(Category, category.parent_id) if category.parent_id else None
    return (parent or category).slug


def product_gaps(
    session: Session, product: Product, content: Content | None = None
) -> Sequence[Gap]:
    """What is missing before the product, or another text of it, can be sent."""
    return gaps(facts(session, product, content))


def facts(session: Session, product: Product, content: Content | None = None) -> Facts:
    content = content or Content.model_validate(product)
    names = select(Variant.name, Variant.name_en).where(Variant.product_id == product.id)
    offered = session.exec(names.where(col(Variant.active))).all()
    images = select(func.count()).where(ProductImage.product_id == product.id, ProductImage.live)
    seller = session.get_one(Seller, product.seller_id)
    kinds, known = papers.papers_needed(session, product), papers.papers_of(session, product)
    return Facts(
        content=content,
        group=group_of(session, content.category_id),
        active_variants=len(offered),
        images=session.exec(images).one(),
        seller_approved=seller.status is SellerStatus.APPROVED,
        papers=list(paper_rules.faults(kinds, known, today())),
        findings=looked_through(own_words(content, offered), moderation.claims(session)),
    )


def revision_gaps(session: Session, product: Product, revision: ProductRevision) -> Sequence[Gap]:
    """What keeps a change of a product on sale from being approved: its own text, and papers that
    ran out, or no picture to show. Papers that were never asked for do not hold it up.
    """
    found = product_gaps(session, product, Content.model_validate(revision.content))
    missing = set(paper_rules.MISSING.values())
    kept = [gap for gap in found if gap.part in {"content", "papers"} and gap.said not in missing]
    return kept + _picture_gaps(session, product, revision)


def _picture_gaps(session: Session, product: Product, revision: ProductRevision) -> list[Gap]:
    """Of a product that has a picture now: its change may not take the last one away."""
    shown = desk.images_of(session, product.id, revision)
    if not product.cover or any(image.ready for image in shown):
        return []
    return [Gap("images", "photo", IN_THE_WORKS if shown else NO_PICTURE)]
