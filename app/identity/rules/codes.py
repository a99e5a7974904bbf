"""One-time codes: six digits that show that somebody holds a phone."""

import hashlib
import hmac
from datetime import timedelta
from enum import StrEnum


class CodePurpose(StrEnum):
    """What a code is good for; one sent for this is worth nothing for that."""

    REGISTER = "register"
    RESET = "reset"
    SELLER_PHONE = "seller_phone"
    CONSENT = "consent"  # read out to an officer who may then help
    HOUSEHOLD = "household"  # read out to an officer who opens a shop for its owner


DIGITS = 6
CODE_LIFE = timedelta(minutes=5)
CODE_TRIES = 5
CODE_PAUSE = timedelta(seconds=60)
"""A second code for the same phone waits so long: the first is usually just late."""
CODE_WINDOW = timedelta(hours=1)
CODES_PER_PHONE = 5
CODES_PER_ADDRESS = 30  # an office or a whole commune may share one address


def code_hash(secret: bytes, code_id: str, digits: str) -> str:
    """Keyed, since a million plain hashes are made in a second.

    >>> code_hash(b"key", "1", "123456") == code_hash(b"key", "2", "123456")
    False
    """
    return hmac.new(secret, f"code:{code_id}:{digits}".encode(), hashlib.sha256).hexdigest()


def typed_digits(typed: str) -> str:
    """What was meant by a code that was read aloud or pasted.

    >>> typed_digits(" 123 456 "), typed_digits("123-456")
    ('123456', '123456')
    """
    return "".join(letter for letter in typed if letter in "0123456789")
