"""From a draft to the shop: sent by the seller, decided by an operator, recorded."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.catalog.models import Product, ProductRevision, ProductStatus, RevisionStatus
from app.catalog.queries import desk, papers, writing
from app.catalog.rules import papers as paper_rules
from app.catalog.rules.checklist import IN_THE_WORKS
from app.catalog.rules.content import Content
from app.catalog.service import images
from app.catalog.service.content import Stale
from app.catalog.service.listing import relist, take
from app.catalog.service.news import ProductDecided
from app.catalog.service.products import apply_content, settle_address, withdraw_pending
from app.core import events
from app.core.db import utc_now
from app.core.errors import Conflict, Invalid, NotFound
from app.core.i18n import gettext, mark
from app.identity.service import audit
from app.moderation.models import FoundIn
from app.moderation.service import forget_findings
from app.sellers.service.duties import refuse_helper


class Incomplete(Conflict):
    """Something that the checklist names is missing."""

    title = mark("Sản phẩm còn thiếu thông tin")


class Decided(Conflict):
    """Somebody else decided already."""

    title = mark("Việc này đã có người xử lý")


def submit(session: Session, actor_id: UUID, product_id: UUID) -> None:
    """Sends a draft, or a refused product, to the operator. Raises Incomplete."""
    product, _ = take(session, product_id)
    if product.status is ProductStatus.PENDING:
        return
    if product.status not in {ProductStatus.DRAFT, ProductStatus.REJECTED}:
        raise Conflict(mark("Sản phẩm này không cần gửi duyệt nữa."))
    missing = writing.product_gaps(session, product)
    if missing:
        raise Incomplete("; ".join(map(str, missing)))
    product.submitted_at = utc_now()
    sent = Content.model_validate(product).model_dump(mode="json")
    _move(session, actor_id, product, ProductStatus.PENDING, "product.submit", sent=sent)


def approve(session: Session, actor_id: UUID, product_id: UUID, *, edition: str) -> None:
    """Puts the product in the shop, once its papers were accepted.

    Raises Stale, Incomplete, Decided, OwnWork.
    """
    product = _decidable(session, actor_id, product_id, edition)
    found = writing.product_gaps(session, product)
    missing = [*map(str, found), *_unread(session, product, {gap.field for gap in found})]
    if not product.cover:
        missing.append(gettext(IN_THE_WORKS))
    if missing:
        raise Incomplete("; ".join(missing))
    settle_address(session, product)
    product.published_at = product.published_at or utc_now()
    product.decision_reason = ""
    _move(session, actor_id, product, ProductStatus.APPROVED, "product.approve")
    forget_findings(session, FoundIn.PRODUCT, product.id)


def _unread(session: Session, product: Product, named: set[str]) -> Sequence[str]:
    """In the page's language, the papers that nobody accepted, without those `named` already."""
    kinds = [kind for kind in papers.not_accepted(session, product) if kind not in named]
    said = gettext(paper_rules.NOT_ACCEPTED)
    return [said.format(paper=gettext(paper_rules.WORDS[kind])) for kind in kinds]


def reject(
    session: Session, actor_id: UUID, product_id: UUID, *, edition: str, reason: str
) -> None:
    """Back to the seller, who reads the reason and may send it again.

    Raises Stale, Decided, OwnWork.
    """
    product = _decidable(session, actor_id, product_id, edition)
    product.decision_reason = _reason(reason)
    _move(session, actor_id, product, ProductStatus.REJECTED, "product.reject", reason)


def _decidable(session: Session, actor_id: UUID, product_id: UUID, edition: str) -> Product:
    product, _ = take(session, product_id)
    refuse_helper(session, actor_id, product.seller_id, product.id)
    if product.status is not ProductStatus.PENDING:
        raise Decided
    if edition != desk.edition(product, None):
        raise Stale
    return product


def take_down(session: Session, actor_id: UUID, product_id: UUID, *, reason: str) -> None:
    """Out of the shop at once; the seller may mend it and send it again. Again changes nothing."""
    product, _ = take(session, product_id)
    if product.status is not ProductStatus.APPROVED:
        return
    withdraw_pending(session, product)
    product.decision_reason = _reason(reason)
    _move(session, actor_id, product, ProductStatus.REJECTED, "product.take_down", reason)


def _reason(typed: str) -> str:
    reason = typed.strip()[:1000]
    if len(reason) < 5:
        said = mark("Mời ghi lý do, để người bán biết cần sửa gì.")
        raise Invalid(fields={"reason": gettext(said)})
    return reason


def _move(  # noqa: PLR0913, PLR0917  # a decision and its record
    session: Session,
    actor_id: UUID,
    product: Product,
    status: ProductStatus,
    action: str,
    reason: str = "",
    sent: dict[str, Any] | None = None,
) -> None:
    before, product.status = product.status, status
    product.updated_at = utc_now()
    audit(
        session,
        actor_id,
        action,
        product,
        before={"status": before, "version": product.version},
        after={"status": status} | ({"content": sent} if sent else {}),
        reason=reason,
    )
    session.flush()  # the list's columns are made of it
    relist(session, product.id)
    _tell(session, product, action, reason)


def _tell(session: Session, product: Product, action: str, reason: str) -> None:
    """What the seller did itself is no news to it."""
    decision = action.removeprefix("product.")
    if decision != "submit":
        events.publish(session, ProductDecided(product.id, decision, reason.strip()))


def approve_revision(session: Session, actor_id: UUID, product_id: UUID, *, edition: str) -> None:
    """Shoppers read the new text from now on. Raises Stale, Decided, Incomplete, OwnWork."""
    product, revision = _pending(session, actor_id, product_id, edition)
    if missing := writing.revision_gaps(session, product, revision):
        raise Incomplete("; ".join(map(str, missing)))
    content = Content.model_validate(revision.content)
    before = Content.model_validate(product).model_dump(mode="json")
    images.show_only(session, product, revision.images)
    apply_content(session, product, content)
    _close(session, actor_id, product, revision, RevisionStatus.APPROVED, "", before)
    forget_findings(session, FoundIn.PRODUCT, product.id)


def reject_revision(
    session: Session, actor_id: UUID, product_id: UUID, *, edition: str, reason: str
) -> None:
    """The product stays as it is on sale. Raises Stale, Decided, OwnWork."""
    product, revision = _pending(session, actor_id, product_id, edition)
    revision.decision_reason = _reason(reason)
    _close(session, actor_id, product, revision, RevisionStatus.REJECTED, reason, None)


def _pending(
    session: Session, actor_id: UUID, product_id: UUID, edition: str
) -> tuple[Product, ProductRevision]:
    product, _ = take(session, product_id)
    refuse_helper(session, actor_id, product.seller_id, product.id)
    revision = desk.pending_revision(session, product.id)
    if product.status is not ProductStatus.APPROVED:
        raise NotFound
    if revision is None:
        raise Decided
    if edition != desk.edition(product, revision):
        raise Stale
    return product, revision


def _close(  # noqa: PLR0913, PLR0917  # a decision and its record
    session: Session,
    actor_id: UUID,
    product: Product,
    revision: ProductRevision,
    status: RevisionStatus,
    reason: str,
    before: dict[str, object] | None,
) -> None:
    revision.status, revision.decided_at = status, utc_now()
    action = "product.approve_revision" if before else "product.reject_revision"
    audit(session, actor_id, action, product, before=before, after=revision.content, reason=reason)
    session.flush()  # the list's columns are made of it
    relist(session, product.id)
    _tell(session, product, action, reason)
