"""Reads of accounts, their factors and sessions, and of the audit log."""

from app.identity.queries.accounts import (
    open_session,
    open_sessions,
    user_by_phone,
    user_names,
)
from app.identity.queries.audit import audit_trail, latest_entries
from app.identity.queries.factors import Factors, factors, passkeys
from app.identity.queries.staff import PAGE as ACCOUNTS_SHOWN
from app.identity.queries.staff import accounts, user_by_code

__all__ = [
    "ACCOUNTS_SHOWN",
    "Factors",
    "accounts",
    "audit_trail",
    "factors",
    "latest_entries",
    "open_session",
    "open_sessions",
    "passkeys",
    "user_by_code",
    "user_by_phone",
    "user_names",
]
