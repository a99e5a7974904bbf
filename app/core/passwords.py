"""Passwords: hashed with Argon2id, a few at a time, and as slowly for nobody as for somebody."""

from functools import cache
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError

AT_ONCE = BoundedSemaphore(2)
"""Each hash takes 64 MiB for its time: more at once would starve the pages beside it."""

_hasher = PasswordHash.recommended()


def hashed(password: str) -> str:
    with AT_ONCE:
        return _hasher.hash(password)


def verified(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Whether `password` is right, and a new hash to store when the parameters have grown.

    No stored hash (an unknown account) costs the same time and is never right.
    """
    known = stored or _nobody()
    with AT_ONCE:
        try:
            right, renewed = _hasher.verify_and_update(password, known)
        except UnknownHashError:
            return False, None
    return (right, renewed) if stored else (False, None)


@cache
def _nobody() -> str:
    return hashed("no account has this password")
