"""Roles and sessions."""

from app.identity.rules.roles import GRANTED, OPERATORS, STAFF, Permission, Role, may
from app.identity.rules.sessions import (
    IDLE,
    SEEN_EVERY,
    SIGN_IN_WINDOW,
    STAFF_SHIFT,
    TEMPORARY,
    TRIES_PER_ADDRESS,
    TRIES_PER_PHONE,
    device_name,
    first_expiry,
    minutes,
    next_expiry,
    safe_path,
    wait,
    weak_password,
)

__all__ = [
    "GRANTED",
    "IDLE",
    "OPERATORS",
    "SEEN_EVERY",
    "SIGN_IN_WINDOW",
    "STAFF",
    "STAFF_SHIFT",
    "TEMPORARY",
    "TRIES_PER_ADDRESS",
    "TRIES_PER_PHONE",
    "Permission",
    "Role",
    "device_name",
    "first_expiry",
    "may",
    "minutes",
    "next_expiry",
    "safe_path",
    "wait",
    "weak_password",
]
