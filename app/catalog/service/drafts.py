"""What a seller is typing: kept as it was typed, and out of sight of everybody else.

A draft, or a product that came back, takes what is typed at once: nobody looks at it yet. What an
operator or shoppers look at stays as it is, and the typing is a row of its own, until it is sent.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session

from app.catalog.models import Product, ProductDraft, ProductStatus
from app.catalog.queries import writing
from app.catalog.rules.content import Content
from app.catalog.rules.forms import as_typed, name_of
from app.catalog.service.content import Stale, edit, refuse_archived
from app.catalog.service.listing import take
from app.core.db import utc_now

UNSEEN = {ProductStatus.DRAFT, ProductStatus.REJECTED}


def autosave(  # noqa: PLR0913  # a text, as typed and as understood
    session: Session,
    actor_id: UUID,
    product_id: UUID,
    typed: Mapping[str, str],
    content: Content | None,
    *,
    edition: str,
    compared: str = "",
) -> None:
    """`content` is None while something typed cannot be understood. Never sends, never publishes.

    Raises Stale when somebody else saved another text, and Conflict for what was put away.
    """
    product, _ = take(session, product_id)
    if content is not None and product.status in UNSEEN:
        edit(session, actor_id, product_id, content, edition=edition)
    else:
        keep_draft(session, actor_id, product_id, typed, edition=edition, compared=compared)


def keep_draft(  # noqa: PLR0913  # a text and what it was compared with
    session: Session,
    actor_id: UUID,
    product_id: UUID,
    typed: Mapping[str, str],
    *,
    edition: str,
    compared: str = "",
) -> None:
    """`compared` names the stored text that the seller has seen beside this one.

    Raises Stale, Conflict. The same text again changes nothing, and what is typed back to how it
    is stored needs no row.
    """
    product, _ = take(session, product_id)
    refuse_archived(product)
    text, said = writing.text_of(session, product), as_typed(typed)
    if edition != text.name and said != text.typed:
        raise Stale
    if said == text.stored:
        drop_draft(session, product_id)
    elif said != text.typed or compared:
        draft = _keep(session, actor_id, product, said, name_of(text.stored))
        draft.begun_on = compared or draft.begun_on


def _keep(
    session: Session, actor_id: UUID, product: Product, typed: dict[str, str], begun_on: str
) -> ProductDraft:
    draft = session.get(ProductDraft, product.id)
    if draft is None:
        draft = ProductDraft(product_id=product.id, typed=typed, begun_on=begun_on)
    draft.typed, draft.saved_by, draft.saved_at = typed, actor_id, utc_now()
    session.add(draft)
    session.flush()  # the next text of this request is compared with it
    return draft


def drop_draft(session: Session, product_id: UUID) -> None:
    """What was typed and not sent is forgotten; again changes nothing."""
    draft = session.get(ProductDraft, product_id)
    if draft is not None:
        session.delete(draft)
        session.flush()
