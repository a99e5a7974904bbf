"""What a seller writes about a product: at once on a draft, by revision on what is approved."""

from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.catalog.models import Product, ProductDraft, ProductRevision, ProductStatus
from app.catalog.queries import desk, writing
from app.catalog.rules.content import Content
from app.catalog.rules.forms import flat, texts
from app.catalog.service.claims import refuse_claims
from app.catalog.service.listing import relist, take
from app.catalog.service.products import apply_content, withdraw_pending
from app.core.db import utc_now
from app.core.errors import Conflict
from app.core.i18n import mark
from app.identity.service import record

SEEN = {ProductStatus.PENDING, ProductStatus.APPROVED}


class Stale(Conflict):
    """Somebody else saved another text since this form was opened."""


def edit(
    session: Session, actor_id: UUID, product_id: UUID, content: Content, *, edition: str
) -> ProductRevision | None:
    """Saves a seller's text; the revision when it has to wait for approval.

    `edition` says which text was looked at: that of `desk.edition`, or the name of the form's
    text (`writing.Text`). Raises Stale, Forbidden for words that may not be sent, and Conflict
    for a product that was put away.
    """
    product, _ = take(session, product_id)
    refuse_archived(product)
    pending = desk.pending_revision(session, product.id)
    typed = _is_forms(session, product, content, edition, pending)
    if product.status in SEEN:
        refuse_claims(session, texts(content))
    if typed:
        _forget_typing(session, product)
    if product.status is not ProductStatus.APPROVED:
        before = Content.model_validate(product)
        if apply_content(session, product, content, moving=product.published_at is not None):
            _note_edit(session, product, before, content)
            relist(session, product.id)
        return None
    if pending is None and content == Content.model_validate(product):
        return None
    return revise(session, actor_id, product, content=content)


def _is_forms(
    session: Session,
    product: Product,
    content: Content,
    edition: str,
    pending: ProductRevision | None,
) -> bool:
    """Whether the text of the form was looked at, so that its typing is what was sent.

    A text that is there already is no conflict: its answer was lost, or the click was double.
    Raises Stale.
    """
    if edition == desk.edition(product, pending):
        return False
    text = writing.text_of(session, product)
    if edition != text.name and flat(content) != text.typed:
        raise Stale
    return True


def _forget_typing(session: Session, product: Product) -> None:
    draft = session.get(ProductDraft, product.id)
    if draft is not None:
        session.delete(draft)
        session.flush()


def _note_edit(session: Session, product: Product, before: Content, after: Content) -> None:
    """Of what an operator is looking at; a draft's text is recorded when it is sent."""
    if product.status is ProductStatus.PENDING:
        old, new = (text.model_dump(mode="json") for text in (before, after))
        record(session, "product.edit", product, before=old, after=new)


def refuse_archived(product: Product) -> None:
    if product.status is ProductStatus.ARCHIVED:
        raise Conflict(mark("Sản phẩm này đã cất đi nên không sửa được nữa."))


def revise(
    session: Session,
    actor_id: UUID,
    product: Product,
    *,
    content: Content | None = None,
    images: list[str] | None = None,
) -> ProductRevision:
    """The pending revision with this text or these pictures; what is not given stays.

    The product must be held by `take`, so that there is one pending revision at most.
    """
    revision = desk.pending_revision(session, product.id) or _begun(session, product)
    if content is not None:
        before, revision.content = revision.content, content.model_dump(mode="json")
        record(session, "product.revise", product, before=before, after=revision.content)
    if images is not None:
        revision.images = images
    revision.version += 1
    revision.submitted_by, revision.submitted_at = actor_id, utc_now()
    session.add(revision)
    session.flush()  # the queue reads it
    return revision


def _begun(session: Session, product: Product) -> ProductRevision:
    shown = [str(image.id) for image in desk.images_of(session, product.id)]
    content: dict[str, Any] = Content.model_validate(product).model_dump(mode="json")
    return ProductRevision(product_id=product.id, content=content, images=shown, version=0)


def withdraw(session: Session, product_id: UUID) -> None:
    """The seller takes a pending change back; the product stays as it is."""
    product, _ = take(session, product_id)
    if withdraw_pending(session, product):
        record(session, "product.withdraw", product)
