"""Reads of sellers and the people who work for them."""

from app.sellers.queries.members import member_by_phone, members, membership
from app.sellers.queries.review import (
    edition,
    identity,
    is_applying,
    last_change,
    pending_change,
    registration,
    registration_gaps,
    twins,
    waiting,
    waiting_tally,
)
from app.sellers.queries.sellers import (
    PAGE,
    last_closed,
    seller_by_key,
    seller_by_old_slug,
    seller_by_slug,
    sellers,
    status_counts,
    tax_code_taken,
)

__all__ = [
    "PAGE",
    "edition",
    "identity",
    "is_applying",
    "last_change",
    "last_closed",
    "member_by_phone",
    "members",
    "membership",
    "pending_change",
    "registration",
    "registration_gaps",
    "seller_by_key",
    "seller_by_old_slug",
    "seller_by_slug",
    "sellers",
    "status_counts",
    "tax_code_taken",
    "twins",
    "waiting",
    "waiting_tally",
]
