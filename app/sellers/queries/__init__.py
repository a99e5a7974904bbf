"""Reads of sellers and the people who work for them."""

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
    "member_by_phone",
    "members",
    "membership",
    "seller_by_key",
    "seller_by_old_slug",
    "seller_by_slug",
    "sellers",
    "status_counts",
    "suspended_for",
]
