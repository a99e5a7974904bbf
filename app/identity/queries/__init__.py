"""Reads of accounts, their factors and sessions, and of the audit log."""

from app.identity.queries.accounts import (
    open_session,
    open_sessions,
    user_by_phone,
    user_names,
)
from app.identity.queries.audit import audit_trail, has_assisted
from app.identity.queries.factors import Factors, factors, passkeys

__all__ = [
    "Factors",
    "audit_trail",
    "factors",
    "has_assisted",
    "open_session",
    "open_sessions",
    "passkeys",
    "user_by_phone",
    "user_names",
]
