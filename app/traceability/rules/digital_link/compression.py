"""Compressed GS1 Digital Links: an address of one segment in the alphabet of base 64.

The algorithm of GS1 Digital Link 1.1, sections 5 and 6, which GS1's own tools write: each element
is its identifier in half bytes and its value in as few bits as its format allows. A header with a
letter in it stands for several identifiers at once.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import count
from string import digits

from biip.gs1_application_identifiers import GS1ApplicationIdentifier

from app.core.i18n import mark
from app.traceability.rules.digital_link.bits import (
    ALPHABET,
    Bits,
    NotBinary,
    digits_width,
    from_alphabet,
    to_alphabet,
)
from app.traceability.rules.digital_link.keys import PRIMARY_KEYS
from app.traceability.rules.digital_link.syntax import (
    BadDigitalLink,
    DigitalLink,
    Element,
    is_identifier,
    of_elements,
)

_ASCII = "".join(map(chr, range(128)))
_LETTERS = (
    (digits, 0),
    ("0123456789abcdef", 4),
    ("0123456789ABCDEF", 4),
    (ALPHABET, 6),
    (_ASCII, 7),
)
"""Alphabets by their indicator, and the bits of a letter; digits are packed into one number."""
_OF_NOTHING = 4
_PART = re.compile(r"\[?\+?\[?([NXYZ])(\.\.)?(\d+)\]?")


def _numbered(first: int, key: str, stems: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Headers that count on, for a measure whose last digit is the place of its decimal point."""
    return {f"{code:02X}": (key, ai) for code, ai in zip(count(first), stems, strict=False)}


HEADERS: Mapping[str, tuple[str, ...]] = {
    "0A": ("01", "22"), "0B": ("01", "10"), "0C": ("01", "21"), "0D": ("01", "17"),
    "0E": ("01", "7003"), "0F": ("01", "30"), "1A": ("01", "10", "21", "17"), "1B": ("01", "15"),
    "1C": ("01", "11"), "1D": ("01", "16"), "1E": ("01", "91"), "1F": ("01", "10", "15"),
    "9A": ("8010", "8011"), "9B": ("8017", "8019"), "9C": ("8018", "8019"), "9D": ("414", "254"),
    **_numbered(0x2A, "01", [f"310{place}" for place in range(6)]),
    **_numbered(0x3A, "01", [f"320{place}" for place in range(6)]),
    **_numbered(0xA0, "01", [f"392{place}" for place in range(10)]),
    **_numbered(0xC0, "255", [f"390{place}" for place in range(10)]),
    **_numbered(0xCA, "255", [f"394{place}" for place in range(4)]),
}  # fmt: skip
"""Optimised header codes: what stands together often."""


@dataclass(frozen=True)
class Part:
    """A stretch of a value: `most` digits or letters, exactly so many when `fixed`."""

    numeric: bool
    most: int
    fixed: bool


_IN_ONE = {"7007": Part(True, 12, False), "8006": Part(True, 18, True)}
"""Values that the algorithm packs as one number, whatever parts they have."""


def decompress(segment: str, *, demonstration: bool = True) -> DigitalLink:
    """The link that `segment` stands for. Raises BadDigitalLink, also when it is no such thing."""
    return arrange(_elements(segment), demonstration=demonstration)


def decompress_rest(key: Element, segment: str, *, demonstration: bool = True) -> DigitalLink:
    """A partly compressed link: its key is readable, `segment` holds everything else."""
    return arrange([key, *_elements(segment)], demonstration=demonstration)


def compress(link: DigitalLink, *, optimised: bool = True) -> str:
    """The segment that `decompress` reads back; `optimised` uses the headers for several."""
    waiting = dict(sorted([*link.elements, *link.attributes]))
    bits = ""
    while waiting:
        header, ais = _header(waiting) if optimised else ("", ())
        if not header:
            header = next(iter(waiting))
            ais = (header,)
        bits += "".join(f"{int(half, 16):04b}" for half in header)
        bits += "".join(_written(ai, waiting.pop(ai)) for ai in ais)
    return to_alphabet(bits)


def arrange(elements: Iterable[Element], *, demonstration: bool = True) -> DigitalLink:
    """A key, its qualifiers in their order, the rest as attributes. Raises BadDigitalLink."""
    pairs = list(elements)
    said = dict(pairs)
    key = next((ai for ai in PRIMARY_KEYS if ai in said), None)
    if key is None or len(said) != len(pairs):
        raise BadDigitalLink(mark("Địa chỉ rút gọn trên tem không đọc được."))
    chain = [ai for chain in PRIMARY_KEYS[key].chains for ai in chain if ai in said]
    path = [(ai, said.pop(ai)) for ai in (key, *chain)]
    return of_elements(path, list(said.items()), demonstration=demonstration)


def _header(waiting: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    fitting = [entry for entry in HEADERS.items() if set(entry[1]) <= waiting.keys()]
    return max(fitting, key=lambda entry: len(entry[1]), default=("", ()))


def _elements(segment: str) -> list[Element]:
    try:
        found = list(_read(from_alphabet(segment)))
    except NotBinary:
        found = []
    if not found:
        raise BadDigitalLink(mark("Địa chỉ rút gọn trên tem không đọc được."))
    return found


def _read(bits: Bits) -> Iterator[Element]:
    while bits.left >= 8:  # less is padding
        header = f"{bits.number(8):02X}"
        for ai in HEADERS.get(header) or (_identifier(header, bits),):
            yield ai, "".join(_value(part, bits) for part in _parts(ai))
    bits.expect_padding()


def _identifier(header: str, bits: Bits) -> str:
    """No identifier begins with another one, so digits are read until one is complete."""
    while not is_identifier(header):
        if len(header) == 4 or not header.isdigit():
            raise NotBinary
        header += bits.decimal()
    return header


@cache
def _parts(ai: str) -> tuple[Part, ...]:
    """Of its format in the General Specifications. Raises NotBinary for one younger than this."""
    if ai in _IN_ONE:
        return (_IN_ONE[ai],)
    _, _, layout = GS1ApplicationIdentifier.extract(ai).format.partition("+")
    found = _PART.findall(layout)
    if not found or _PART.sub("", layout):
        raise NotBinary
    return tuple(Part(kind == "N", int(most), not dots) for kind, dots, most in found)


def _value(part: Part, bits: Bits) -> str:
    indicator = 0 if part.numeric else bits.number(3)
    length = part.most if part.fixed else bits.number(part.most.bit_length())
    if indicator >= len(_LETTERS) or length > part.most:
        raise NotBinary
    alphabet, width = _LETTERS[indicator]
    return bits.letters(alphabet, width, length) if width else bits.padded(length)


def _written(ai: str, value: str) -> str:
    bits = ""
    for part in _parts(ai):
        taken, value = value[: part.most], value[part.most :]
        indicator = _indicator(taken)
        if not part.numeric:
            bits += f"{indicator:03b}"
        if not part.fixed:
            bits += f"{len(taken):0{part.most.bit_length()}b}"
        bits += _packed(taken, indicator)
    return bits


def _indicator(text: str) -> int:
    """The first alphabet that has all of `text`; for none, the one that GS1's own tools say."""
    fitting = (n for n, (letters, _) in enumerate(_LETTERS) if set(text) <= set(letters))
    return next(fitting) if text else _OF_NOTHING


def _packed(text: str, indicator: int) -> str:
    alphabet, width = _LETTERS[indicator]
    if width:
        return "".join(f"{alphabet.index(letter):0{width}b}" for letter in text)
    return f"{int(text):0{digits_width(len(text))}b}" if text else ""
