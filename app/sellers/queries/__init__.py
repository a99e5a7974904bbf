"""Reads of sellers, their papers and shops, and the people who work for them."""

from app.sellers.queries.bank import Bank, account_number, bank_account, banks
from app.sellers.queries.documents import (
    document_by_code,
    document_by_form,
    document_of,
    documents,
    documents_waiting,
    has_viewed,
    number_of,
    paper_keys,
    views,
    waiting_documents,
    waiting_replacement,
)
from app.sellers.queries.households import (
    HOUSEHOLDS_PAGE,
    counts_households,
    household,
    household_codes,
    household_counts,
    households,
)
from app.sellers.queries.members import (
    chosen_of,
    member_by_phone,
    members,
    membership,
    memberships,
)
from app.sellers.queries.sellers import (
    PAGE,
    seller_by_key,
    seller_by_old_slug,
    seller_by_slug,
    sellers,
    status_counts,
    suspended_for,
)
from app.sellers.queries.shop import hours, pictures

__all__ = [
    "HOUSEHOLDS_PAGE",
    "PAGE",
    "Bank",
    "account_number",
    "bank_account",
    "banks",
    "chosen_of",
    "counts_households",
    "document_by_code",
    "document_by_form",
    "document_of",
    "documents",
    "documents_waiting",
    "has_viewed",
    "hours",
    "household",
    "household_codes",
    "household_counts",
    "households",
    "member_by_phone",
    "members",
    "membership",
    "memberships",
    "number_of",
    "paper_keys",
    "pictures",
    "seller_by_key",
    "seller_by_old_slug",
    "seller_by_slug",
    "sellers",
    "status_counts",
    "suspended_for",
    "views",
    "waiting_documents",
    "waiting_replacement",
]
