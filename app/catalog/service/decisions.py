"""Several decisions in one go: each stands for itself, and one that fails stops no other."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from app.catalog.models import Product
from app.catalog.queries import desk, writing
from app.catalog.rules.content import Content
from app.catalog.service import approval
from app.core.errors import DomainError
from app.core.i18n import gettext, mark


@dataclass(frozen=True)
class Outcome:
    """What became of one product; without a `fault` it is approved."""

    slug: str
    name: str
    fault: str = ""


class LookFirst(DomainError):
    """Nobody approves words that are to be looked at without opening the product."""

    title = mark("Có lời cần xem lại, mời mở ra duyệt riêng.")


def approve_many(
    session: Session, actor_id: UUID, picked: Sequence[tuple[str, str]]
) -> list[Outcome]:
    """`picked` are (slug, edition). In the order of ids, so that two operators never wait for each
    other in a circle.
    """
    editions = dict(picked)
    statement = select(Product).where(col(Product.slug).in_(editions))
    products = session.exec(statement.order_by(col(Product.id))).all()
    return [_one(session, actor_id, product, editions[product.slug]) for product in products]


def _one(session: Session, actor_id: UUID, product: Product, edition: str) -> Outcome:
    slug, name, product_id = product.slug, product.name, product.id
    try:
        with session.begin_nested():
            _approve(session, actor_id, product_id, edition)
    except DomainError as refused:
        parts = [gettext(refused.title), str(refused)]
        return Outcome(slug, name, ": ".join(part for part in parts if part))
    return Outcome(session.get_one(Product, product_id).slug, name)


def _approve(session: Session, actor_id: UUID, product_id: UUID, edition: str) -> None:
    product = session.get_one(Product, product_id)
    revision = desk.pending_revision(session, product_id)
    text = Content.model_validate(revision.content if revision else product)
    if writing.facts(session, product, text).findings.hits:
        raise LookFirst
    command = approval.approve_revision if revision else approval.approve
    command(session, actor_id, product_id, edition=edition)
