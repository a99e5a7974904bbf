"""Who scanned, without knowing who: a device is told apart for one day, and never again."""

import hashlib
import re
from functools import lru_cache

SALT_BYTES = 32
_MACHINES = re.compile(
    r"bot|crawl|spider|preview|facebookexternalhit|monitor|curl|python", re.IGNORECASE
)


def device(salt: bytes, address: str, agent: str) -> str:
    """32 hex digits. The salt is one day's and random: with it gone, nobody can try addresses out
    until one fits, and yesterday's device cannot be linked to today's.

    Nothing is remembered here: a cache would keep addresses and salts beyond their day.
    """
    text = f"{address}\n{agent}".encode()
    return hashlib.blake2b(text, key=salt, digest_size=16).hexdigest()


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


def unit_code(serial: str) -> str:
    """How a packet's own code is kept, so that no serial is ever taken for a lot's code.

    >>> unit_code("K7Q4M9MXDT")
    'U/K7Q4M9MXDT'
    """
    return f"U/{serial}"
