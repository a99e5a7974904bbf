"""Reads of accounts, their factors and sessions, and of the audit log."""

from app.identity.queries.accounts import (
    open_session,
    open_sessions,
    user_by_phone,
    user_names,
)
from app.identity.queries.audit import (
    Wanted,
    audit_trail,
    entries,
    entry,
    entry_count,
    has_assisted,
    latest_entries,
    log_page,
)
from app.identity.queries.factors import Factors, factors, passkeys
from app.identity.queries.links import link_of, linked_account, links_of
from app.identity.queries.staff import PAGE as ACCOUNTS_SHOWN
from app.identity.queries.staff import accounts, people_named, user_by_code

__all__ = [
    "ACCOUNTS_SHOWN",
    "Factors",
    "Wanted",
    "accounts",
    "audit_trail",
    "entries",
    "entry",
    "entry_count",
    "factors",
    "has_assisted",
    "latest_entries",
    "link_of",
    "linked_account",
    "links_of",
    "log_page",
    "open_session",
    "open_sessions",
    "passkeys",
    "people_named",
    "user_by_code",
    "user_by_phone",
    "user_names",
]
