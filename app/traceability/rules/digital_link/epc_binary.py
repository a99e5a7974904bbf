"""The binary of a radio tag in an address: `/eh…` in hexadecimal, `/ex…` in base 64.

GS1 Digital Link URI: Compression Technical Standard for EPC binary strings 1.0.0, section 4.2; the
bits are those of the EPC Tag Data Standard 2.3. Read are tags of trade items, the one key that
this resolver knows something about, and of what follows their serial number (15.3) the batch, the
variant and days, as far as nothing else comes between.
"""

import re
from collections.abc import Iterator, Sequence

from app.core.i18n import mark
from app.traceability.rules.digital_link.bits import ALPHABET, Bits, NotBinary, from_alphabet
from app.traceability.rules.digital_link.check_characters import CSET_82, check_digit
from app.traceability.rules.digital_link.syntax import BadDigitalLink, DigitalLink, of_elements

SEGMENT = re.compile(r"eh[0-9a-f]+|ex[A-Za-z0-9_-]+")
SGTIN_96, SGTIN_198, SGTIN, DSGTIN = 0x30, 0x36, {0xF7, 0xFD}, {0xFB, 0xFC}
"""Headers (table 14-1); of the last two kinds both without and with a host name of their own."""
_HOSTED = {0xFC, 0xFD}
"""A host name stands between the serial number and what follows; only the stem asked counts."""
_COMPANY_DIGITS = (12, 11, 10, 9, 8, 7, 6)
_COMPANY_BITS = (40, 37, 34, 30, 27, 24, 20)
"""By partition (table 14-2); both parts together have 13 digits and 44 bits."""
_DATED = ("11", "13", "15", "16", "17", "7006")
"""By the kind of date that stands first (14.5.3)."""
_ASCII = "".join(chr(code) if chr(code) in CSET_82 else "\0" for code in range(128))
_URN_40 = "\0ABCDEFGHIJKLMNOPQRSTUVWXYZ-.:0123456789"
_LETTERS = {
    1: ("0123456789ABCDEF", 4),
    2: ("0123456789abcdef", 4),
    3: (ALPHABET, 6),
    4: (_ASCII, 7),
}
"""Alphabets by encoding indicator (14.5.6)."""
_LONGEST_NAME = 20
_CHAIN = ("22", "10", "21")
_NAMES = {"10", "22"}


class NotATradeItem(LookupError):
    """A tag of something else: this resolver has nothing to say about it."""


def decode(segment: str, *, demonstration: bool = True) -> DigitalLink:
    """The trade item and serial number of a tag. Raises BadDigitalLink, NotATradeItem."""
    try:
        bits = _bits(segment)
        elements, attributes = _trade_item(bits)
    except NotBinary as error:
        raise BadDigitalLink(mark("Địa chỉ rút gọn trên tem không đọc được.")) from error
    return of_elements(elements, attributes, demonstration=demonstration)


def _bits(segment: str) -> Bits:
    if SEGMENT.fullmatch(segment) is None:
        raise NotBinary
    if segment.startswith("ex"):
        return from_alphabet(segment[2:])
    return Bits("".join(f"{int(half, 16):04b}" for half in segment[2:]))


def _trade_item(bits: Bits) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    header = bits.number(8)
    attributes: list[tuple[str, str]] = []
    if header in {SGTIN_96, SGTIN_198}:
        bits.number(3)  # what kind of packing: a tag's matter
        gtin = _partitioned(bits)
        serial = str(bits.number(38)) if header == SGTIN_96 else _filled_up(bits)
    elif header in SGTIN | DSGTIN:
        bits.number(4)
        if header in DSGTIN:
            attributes.append((_DATED[_below(bits.number(4), _DATED)], _day(bits)))
        gtin = "".join(bits.decimal() for _ in range(14))
        serial = _name(bits)
        attributes += () if header in _HOSTED else _following(bits)
    else:
        raise NotATradeItem(header)
    qualifiers = dict(attributes) | {"21": serial}
    path = [(ai, qualifiers[ai]) for ai in _CHAIN if ai in qualifiers]
    return [("01", gtin), *path], [pair for pair in attributes if pair[0] not in _CHAIN]


def _partitioned(bits: Bits) -> str:
    """Company and item, of which the first digit leads the number (7.3.2)."""
    partition = bits.number(3)
    if partition >= len(_COMPANY_BITS):
        raise NotBinary
    digits, width = _COMPANY_DIGITS[partition], _COMPANY_BITS[partition]
    company = str(bits.number(width)).zfill(digits)
    item = str(bits.number(44 - width)).zfill(13 - digits)
    if len(company) != digits or len(item) != 13 - digits:
        raise NotBinary
    body = item[0] + company + item[1:]
    return body + check_digit(body)


def _filled_up(bits: Bits) -> str:
    """Seven bits a letter, zeros after the last."""
    return bits.letters(_ASCII, 7, _LONGEST_NAME).rstrip("\0")


def _below(place: int, choices: Sequence[str]) -> int:
    if place >= len(choices):
        raise NotBinary
    return place


def _day(bits: Bits) -> str:
    """Year, month and day (14.5.8)."""
    return f"{bits.number(7):02}{bits.number(4):02}{bits.number(5):02}"


def _following(bits: Bits) -> Iterator[tuple[str, str]]:
    """Elements after the serial number, up to padding or the first of another kind."""
    while bits.left >= 8:
        ai = f"{bits.number(8):02X}"
        if ai in _NAMES:
            yield ai, _name(bits)
        elif ai in _DATED:
            yield ai, _day(bits)
        else:
            return


def _name(bits: Bits) -> str:
    """Up to twenty letters in the alphabet that is said first (14.5.6)."""
    indicator, length = bits.number(3), bits.number(5)
    if length > _LONGEST_NAME:
        raise NotBinary
    if indicator == 0:
        return bits.padded(length)
    if indicator == 5:
        return _threes(bits, length)
    if indicator not in _LETTERS:
        raise NotBinary
    alphabet, width = _LETTERS[indicator]
    return bits.letters(alphabet, width, length)


def _threes(bits: Bits, length: int) -> str:
    """Three letters in sixteen bits (14.5.6.5)."""
    text = ""
    while len(text) < length:
        packed = bits.number(16) - 1
        if not 0 <= packed < 40**3:
            raise NotBinary
        text += "".join(_URN_40[packed // 40**place % 40] for place in (2, 1, 0))
    return text.rstrip("\0")
