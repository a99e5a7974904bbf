"""Who scanned, without knowing who: a device is told apart for one day, and never again."""

import hashlib
import hmac
import re
from datetime import date
from functools import lru_cache

_MACHINES = re.compile(
    r"bot|crawl|spider|preview|facebookexternalhit|monitor|curl|python", re.IGNORECASE
)


@lru_cache(maxsize=4096)
def device(secret: bytes, day: date, address: str, agent: str) -> str:
    """32 hex digits; the salt changes every day, so yesterday's cannot be linked to today's."""
    text = f"{address}\n{agent}".encode()
    return hashlib.blake2b(text, key=_salt(secret, day), digest_size=16).hexdigest()


@lru_cache(maxsize=4)
def _salt(secret: bytes, day: date) -> bytes:
    return hmac.digest(secret, b"scan:" + day.isoformat().encode(), "sha256")


@lru_cache(maxsize=4096)
def is_person(agent: str) -> bool:
    """Whether a browser asked, and not a program that looks at links.

    >>> is_person("Mozilla/5.0 (Linux; Android 14) Zalo/24"), is_person("facebookexternalhit/1.1")
    (True, False)
    """
    return bool(agent) and not _MACHINES.search(agent)


def is_looking_ahead(purpose: bytes) -> bool:
    """Whether a browser fetches a page that nobody opened yet, by what a header says it is for.

    >>> is_looking_ahead(b"prefetch;prerender"), is_looking_ahead(b"")
    (True, False)
    """
    return b"prefetch" in purpose or b"prerender" in purpose
