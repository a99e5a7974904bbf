"""Codes of single packets: a random serial, and a tag that only we can make.

A unit code is 26 characters of Crockford's base 32: ten of a serial of 50 random bits, sixteen of
HMAC-SHA-256 over it, truncated to 80 bits (RFC 2104, section 5). So an invented code is known for
one without a look-up; a copied one is not: that is what counting checks is for.
"""

import base64
import hmac
import secrets
from collections.abc import Collection

from app.core.ids import ALPHABET, normalise_code

SERIAL_BITS, SERIAL_LENGTH = 50, 10
CODE_LENGTH = 26
PIN_LENGTH = 6
"""Characters of a scratch PIN: 30 bits."""
_TAG_BYTES = 10
_PIN_BYTES = 16
_OURS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET.encode())
_THEIRS = str.maketrans(ALPHABET, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def serial_text(serial: int) -> str:
    """
    >>> serial_text(0), serial_text(2**50 - 1), serial_text(33)
    ('0000000000', 'ZZZZZZZZZZ', '0000000011')
    """
    return _base32((serial << 30).to_bytes(10, "big"))[:SERIAL_LENGTH]


def serial_number(text: str) -> int:
    """The other way round. Raises ValueError.

    >>> serial_number("0000000011")
    33
    """
    if len(text) != SERIAL_LENGTH or not set(text) <= set(ALPHABET):
        raise ValueError(text)
    padded = text.translate(_THEIRS) + "AAAAAA"
    return int.from_bytes(base64.b32decode(padded), "big") >> 30


def typed_serial(typed: str) -> int | None:
    """A serial that somebody read off a label, or out of a whole unit code or its address.

    >>> typed_serial("00000 00o11"), typed_serial("HTTPS://TN.VN/U/0000000011" + "Z" * 16)
    (33, 33)
    """
    code = normalise_code(typed.rpartition("/")[2])
    try:
        return serial_number(code[:SERIAL_LENGTH])
    except ValueError:
        return None


def unit_code(key: bytes, serial: int) -> str:
    """Serial and tag at once: 130 bits, filled up to whole groups of base 32."""
    tag = int.from_bytes(_tag(key, serial), "big")
    return _base32((serial << 110 | tag << 30).to_bytes(20, "big"))[:CODE_LENGTH]


def serial_of(key: bytes, code: str) -> int | None:
    """The serial of a normalised unit code whose tag is right, in constant time; else None."""
    try:
        serial = serial_number(code[:SERIAL_LENGTH])
    except ValueError:
        return None
    right = unit_code(key, serial).encode()
    return serial if hmac.compare_digest(right, code.encode()) else None


def new_serials(count: int, taken: Collection[int] = ()) -> list[int]:
    """`count` different random ones, none of `taken`."""
    found: dict[int, None] = {}
    while len(found) < count:
        serial = secrets.randbits(SERIAL_BITS)
        if serial not in taken:
            found[serial] = None
    return list(found)


def new_pin() -> str:
    return _base32(secrets.token_bytes(5))[:PIN_LENGTH]


def pin_hash(key: bytes, serial: int, pin: str) -> bytes:
    """What we keep of a PIN: bound to its serial, useless without the key."""
    return hmac.digest(key, serial.to_bytes(7, "big") + pin.encode(), "sha256")[:_PIN_BYTES]


def print_pin(pin: str) -> str:
    """
    >>> print_pin("K7Q4M9")
    'K7Q-4M9'
    """
    return f"{pin[:3]}-{pin[3:]}" if pin else ""


def unit_payload(base: str, code: str) -> str:
    """What the symbol says, in capitals: QR packs those tighter."""
    return unit_prefix(base) + code


def unit_prefix(base: str) -> str:
    return f"{base.rstrip('/')}/U/".upper()


def unit_link(base: str, gtin: str, lot_number: str, serial: int) -> str:
    """With a GTIN: GS1 application identifiers 01, 10 and 21 (URI Syntax 1.6.0).

    >>> unit_link("https://tn.vn", "08931234567897", "TC-1", 33)
    'HTTPS://TN.VN/01/08931234567897/10/TC-1/21/0000000011'
    """
    return link_prefix(base, gtin, lot_number) + serial_text(serial)


def link_prefix(base: str, gtin: str, lot_number: str) -> str:
    return f"{base.rstrip('/')}/01/{gtin}/10/{lot_number}/21/".upper()


def _tag(key: bytes, serial: int) -> bytes:
    return hmac.digest(key, serial.to_bytes(7, "big"), "sha256")[:_TAG_BYTES]


def _base32(content: bytes) -> str:
    return base64.b32encode(content).translate(_OURS).decode()
