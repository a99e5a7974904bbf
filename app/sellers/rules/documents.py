"""Kinds of private papers, and what becomes of one."""

from datetime import date
from enum import StrEnum


class DocumentKind(StrEnum):
    BUSINESS_LICENCE = "business_licence"
    PERSONAL_ID = "personal_id"
    FOOD_SAFETY = "food_safety"
    SELF_DECLARATION = "self_declaration"
    OCOP_DECISION = "ocop_decision"
    STANDARD = "standard"  # VietGAP, organic and the like
    TEST_REPORT = "test_report"
    OTHER = "other"


IDENTITY = frozenset({DocumentKind.BUSINESS_LICENCE, DocumentKind.PERSONAL_ID})
"""Who the seller is: papers for owners' eyes."""

MUST_EXPIRE = frozenset(
    {DocumentKind.FOOD_SAFETY, DocumentKind.OCOP_DECISION, DocumentKind.STANDARD}
)
"""Issued for a term: food safety three years (Decree 15/2018/NĐ-CP), OCOP 36 months."""


class DocumentStatus(StrEnum):
    """What was decided; that a paper has run out is seen on the day, not written."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REPLACED = "replaced"


class DocumentState(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    REFUSED = "refused"
    REPLACED = "replaced"


def state(status: DocumentStatus, expires_on: date | None, today: date) -> DocumentState:
    """What a paper is worth today: an accepted one runs out by itself.

    >>> state(DocumentStatus.ACCEPTED, date(2026, 1, 1), date(2026, 1, 2)).value
    'expired'
    """
    over = expires_on is not None and expires_on < today
    if status is DocumentStatus.ACCEPTED and over:
        return DocumentState.EXPIRED
    return DocumentState(status.value)
