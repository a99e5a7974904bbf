"""Row ids, and the codes that people read, type and print."""

from collections.abc import Callable
from secrets import choice
from uuid import UUID

import uuid_utils.compat
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: digits and capitals without I, L, O and U."""

_TYPED = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})


def new_id() -> UUID:
    """A UUIDv7: rows sort by the time they were made, in whichever process."""
    return uuid_utils.compat.uuid7()


def new_code(length: int, pick: Callable[[str], str] = choice) -> str:
    """`length` characters: random ones, and the ISO 7064 (hybrid 33, 32) check character.

    Unguessable: nine random characters are 45 bits. Uniqueness is the column's business.
    """
    body = "".join(pick(ALPHABET) for _ in range(length - 1))
    return body + mod_37_36.calc_check_digit(body, ALPHABET)


def normalise_code(typed: str) -> str:
    """What somebody typed, as we store it: capitals, no spaces or hyphens, O as 0, I and L as 1.

    >>> normalise_code("k7q4m 9mxdi")
    'K7Q4M9MXD1'
    """
    return typed.upper().translate(_TYPED)


def is_code(code: str, length: int) -> bool:
    """Whether a normalised `code` has the right length, alphabet and check character."""
    if len(code) != length or not set(code) <= set(ALPHABET):
        return False
    try:
        mod_37_36.validate(code, ALPHABET)
    except ValidationError:
        return False
    return True


def print_code(code: str) -> str:
    """A lot code in two halves, as it stands on a label.

    >>> print_code("K7Q4M9MXDT")
    'K7Q4M-9MXDT'
    """
    return f"{code[:5]}-{code[5:]}"
