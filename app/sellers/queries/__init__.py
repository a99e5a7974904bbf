"""Reads of sellers and the people who work for them."""

from app.sellers.queries.assistance import (
    consent_by_code,
    consents,
    officers_of,
    open_help,
    questions,
    reachable_seller,
    reachable_sellers,
)
from app.sellers.queries.members import member_by_phone, members, membership
from app.sellers.queries.sellers import (
    PAGE,
    seller_by_key,
    seller_by_old_slug,
    seller_by_slug,
    sellers,
    status_counts,
    suspended_for,
)

__all__ = [
    "PAGE",
    "consent_by_code",
    "consents",
    "member_by_phone",
    "members",
    "membership",
    "officers_of",
    "open_help",
    "questions",
    "reachable_seller",
    "reachable_sellers",
    "seller_by_key",
    "seller_by_old_slug",
    "seller_by_slug",
    "sellers",
    "status_counts",
    "suspended_for",
]
