"""How long a session lasts, how often one may try, and where sign-in may lead."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from app.identity.rules.roles import STAFF, Role

IDLE = timedelta(days=30)
STAFF_SHIFT = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=10)
"""How exactly `seen_at` is kept: a write on every page would cost more than it tells."""

TEMPORARY = timedelta(days=7)
"""How long a password that was read out may wait for its owner."""

SIGN_IN_WINDOW = timedelta(minutes=15)
TRIES_PER_PHONE = 8
TRIES_PER_ADDRESS = 60  # an office or a whole commune may share one address


def first_expiry(role: Role, now: datetime) -> datetime:
    return now + (STAFF_SHIFT if role in STAFF else IDLE)


def next_expiry(role: Role, expires_at: datetime, now: datetime) -> datetime:
    """Shoppers and sellers stay signed in while they come back; staff sign in for each shift."""
    return expires_at if role in STAFF else now + IDLE


def safe_path(wanted: str, otherwise: str) -> str:
    r"""`wanted` when it is a page of ours; a link must not lead a fresh sign-in elsewhere.

    >>> safe_path("/ban-hang?a=1", "/"), safe_path("//evil.example", "/"), safe_path("/\\e", "/")
    ('/ban-hang?a=1', '/', '/')
    """
    if not wanted.startswith("/") or wanted.startswith("//"):
        return otherwise
    if "\\" in wanted or any(ord(letter) < 32 for letter in wanted):
        return otherwise
    parts = urlsplit(wanted)
    return otherwise if parts.scheme or parts.netloc else wanted


def weak_password(password: str, *known: str) -> bool:
    """Whether it is too short, or nothing but what everybody `known` to us could guess."""
    return len(password) < 8 or password in known or len(set(password)) < 4


def wait(started_at: datetime, window: timedelta, now: datetime) -> int:
    """Whole seconds until the window that began at `started_at` is over, at least one."""
    return max(1, -int(-(started_at + window - now).total_seconds() // 1))


def minutes(seconds: int) -> int:
    """
    >>> minutes(1), minutes(60), minutes(61)
    (1, 1, 2)
    """
    return -(-seconds // 60)


_BROWSERS = (
    ("Zalo", "Zalo"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """What its owner would call it; empty when it says nothing known.

    >>> device_name("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Safari/537.36")
    'Chrome, Android'
    """
    parts = (
        next((name for sign, name in known if sign in user_agent), "")
        for known in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(part for part in parts if part)
