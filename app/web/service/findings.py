"""Words on sale, looked through again when a rule comes; settled by who had no hand in them."""

from uuid import UUID

from sqlmodel import Session

from app.catalog.models import Product
from app.catalog.queries.words import words_on_sale
from app.moderation import queries as moderation
from app.moderation.models import ClaimFinding, FoundIn
from app.moderation.service import keep_findings, settle_finding
from app.sellers.queries import words_on_show
from app.sellers.service.duties import refuse_helper

READS = {FoundIn.PRODUCT: words_on_sale, FoundIn.SHOP: words_on_show}
AT_A_TIME = 200


def look_through(session: Session, rule_id: UUID, kind: FoundIn, after: UUID | None) -> UUID | None:
    """The next of what is on sale behind `after`: the last of them, None when none are left."""
    claims = moderation.claims_to_look_for(session, rule_id)
    if not claims:
        return None
    some = READS[kind](session, after, AT_A_TIME)
    keep_findings(session, kind, some, claims)
    return max(some, default=None)


def settle(session: Session, actor_id: UUID, finding_id: UUID) -> None:
    """The words may stay as they are; again changes nothing. Raises NotFound, OwnWork."""
    finding = session.get(ClaimFinding, finding_id)
    seller_id = _seller_of(session, finding) if finding else None
    if finding and seller_id:
        refuse_helper(session, actor_id, seller_id, finding.subject_id)
    settle_finding(session, actor_id, finding_id)


def _seller_of(session: Session, finding: ClaimFinding) -> UUID | None:
    if finding.kind is FoundIn.SHOP:
        return finding.subject_id
    product = session.get(Product, finding.subject_id)
    return product.seller_id if product else None
