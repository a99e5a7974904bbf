"""Words on sale, looked through again when a rule comes."""

from uuid import UUID

from sqlmodel import Session

from app.catalog.queries.words import words_on_sale
from app.moderation import queries as moderation
from app.moderation.models import FoundIn
from app.moderation.service import keep_findings
from app.sellers.queries import words_on_show

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
