"""Symbols of many payloads of one form: thousands a second, each as `qrcode` would draw it.

Of a given version, level, mode and length, the modules of a symbol are an affine function of its
data bits over GF(2): error correction is linear (ISO/IEC 18004, 7.5), placement moves bits about,
a mask adds a constant. So `qrcode` draws one symbol and what each data bit changes in it, and all
others are sums of these. The mask is chosen once for the run, over a sample (ISO/IEC 18004, 7.8.3
asks for the least penalty in each symbol; readers take any mask).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from os.path import commonprefix

from qrcode import QRCode, util
from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q

from app.core.symbols import LARGEST_VERSION_FOR_Q, Symbol

LEVELS = {"Q": ERROR_CORRECT_Q, "M": ERROR_CORRECT_M}
MASKS = range(8)
SAMPLE = 4
"""Payloads whose penalties choose the mask: one of them costs some milliseconds a mask."""
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
"""In the order of their values (ISO/IEC 18004, table 5)."""
NOTHING = "\0\0"
"""Begins no payload."""
_VALUE = {char: value for value, char in enumerate(ALPHANUMERIC)}


class UnlikePayloads(ValueError):
    """Payloads of one run have one length and one set of characters."""


@dataclass(frozen=True)
class Form:
    """What the payloads of a run share. `text` is false for those that need the byte mode."""

    length: int
    text: bool
    version: int
    level: str

    @property
    def side(self) -> int:
        return 17 + 4 * self.version

    @property
    def step(self) -> int:
        """Characters that become one group of bits: pairs, or single bytes."""
        return 2 if self.text else 1

    @property
    def stride(self) -> int:
        """Bits of a row of modules, in whole bytes: as image masks want them."""
        return -(-self.side // 8) * 8


class SymbolRun:
    """Draws any payload that is as long as those of `sample`; `modules` is the fast way."""

    def __init__(self, sample: Sequence[str]) -> None:
        first = sample[0]
        self.form = form_of(first)
        self._groups = _groups(first, self.form)
        self._known: list[dict[str, int]] = [{} for _ in self._groups]
        self._alike, self._begun = NOTHING, 0
        self.mask = self._best_mask(sample[:SAMPLE])
        self._base = _drawn(self.form, self.mask)
        self._alike, self._begun = self._common(sample)

    def modules(self, payload: str) -> int:
        """All modules as one number, row by row, each row of `stride` bits; dark ones are 1.

        Raises UnlikePayloads.
        """
        if len(payload) != self.form.length:
            raise UnlikePayloads(payload)
        begin, found = 0, self._base
        if payload.startswith(self._alike):
            begin, found = len(self._alike) // self.form.step, self._begun
        for place, (start, end) in enumerate(self._groups[begin:], begin):
            written = payload[start:end]
            known = self._known[place]
            if written not in known:
                known[written] = self._change(place, written)
            found ^= known[written]
        return found

    def rows(self, payload: str) -> bytes:
        """`modules` as an image mask of one bit a module, most significant first."""
        form = self.form
        return self.modules(payload).to_bytes(form.stride * form.side // 8, "big")

    def symbol(self, payload: str) -> Symbol:
        """As `symbols.symbol` draws it, but for the mask."""
        return as_symbol(self.modules(payload), self.form)

    def _common(self, sample: Sequence[str]) -> tuple[str, int]:
        """What the whole sample begins with, in whole groups, and the sum as far as that."""
        alike = commonprefix(list(sample))  # noqa: RUF071  # character by character is what we want
        count = min(len(alike) // self.form.step, len(self._groups) - 1)
        found = self._base
        for place in range(count):
            found ^= self._change(place, alike[slice(*self._groups[place])])
        return alike[: count * self.form.step], found

    def _change(self, place: int, written: str) -> int:
        """What a group of characters changes in the symbol of `_plain`."""
        value, bits = _bits(written, text=self.form.text)
        value ^= _bits(_plain(self.form)[slice(*self._groups[place])], text=self.form.text)[0]
        changed = 0
        for bit in range(bits):
            if value >> bit & 1:
                changed ^= _difference(self.form, place, bit)
        return changed

    def _best_mask(self, sample: Sequence[str]) -> int:
        """The mask whose penalties over the sample are the least."""
        penalties = dict.fromkeys(MASKS, 0)
        for mask in MASKS:
            self._base = _drawn(self.form, mask)
            for payload in sample:
                penalties[mask] += util.lost_point(self.symbol(payload).rows)
        return min(MASKS, key=lambda mask: (penalties[mask], mask))


def form_of(payload: str) -> Form:
    """Level Q while the version stays at 3 or below, else M (as `symbols.symbol`)."""
    text = set(payload) <= _VALUE.keys()
    for level in LEVELS:
        code = _code(payload, text=text, level=level)
        version = code.best_fit()
        if version <= LARGEST_VERSION_FOR_Q or level == "M":
            break
    return Form(len(payload) if text else len(payload.encode()), text, version, level)


def as_symbol(modules: int, form: Form) -> Symbol:
    rows = []
    for y in range(form.side):
        shift = (form.side - 1 - y) * form.stride + form.stride - form.side
        bits = f"{modules >> shift & (1 << form.side) - 1:0{form.side}b}"
        rows.append(tuple(bit == "1" for bit in bits))
    return Symbol(form.version, form.level, tuple(rows))


def reference(payload: str, form: Form, mask: int) -> int:
    """The same modules from `qrcode` alone: slow, and what everything else is compared with."""
    code = _code(payload, text=form.text, level=form.level, version=form.version, mask=mask)
    code.make(fit=False)
    return _packed(code.modules, form.stride)


def _code(
    payload: str, *, text: bool, level: str, version: int | None = None, mask: int | None = None
) -> "QRCode[object]":
    mode = util.MODE_ALPHA_NUM if text else util.MODE_8BIT_BYTE
    code = QRCode(version, error_correction=LEVELS[level], border=0, mask_pattern=mask)
    code.add_data(util.QRData(payload.encode(), mode=mode, check_data=False), optimize=0)
    return code


def _packed(rows: Sequence[Sequence[bool | None]], stride: int) -> int:
    packed = 0
    for row in rows:
        for dark in row:
            packed = packed << 1 | bool(dark)
        packed <<= stride - len(row)
    return packed


def _groups(payload: str, form: Form) -> list[tuple[int, int]]:
    """Where the characters of each group stand."""
    step = form.step
    if not form.text and not payload.isascii():
        raise UnlikePayloads(payload)
    return [(at, min(at + step, form.length)) for at in range(0, form.length, step)]


def _bits(written: str, *, text: bool) -> tuple[int, int]:
    """A group's value and its width (ISO/IEC 18004, 7.4.4 and 7.4.5).

    >>> _bits("AC", text=True), _bits("C", text=True), _bits("a", text=False)
    ((462, 11), (12, 6), (97, 8))
    """
    if not text:
        return ord(written), 8
    try:
        values = [_VALUE[char] for char in written]
    except KeyError as unknown:
        raise UnlikePayloads(written) from unknown
    return (values[0] * 45 + values[1], 11) if len(values) > 1 else (values[0], 6)


@lru_cache(maxsize=64)
def _plain(form: Form) -> str:
    """A payload in which any one bit may be flipped: 682 and 10 stay below 2025 and 45, and no
    block of code words is zero, which `qrcode` cannot divide.
    """
    if not form.text:
        return "U" * form.length
    return "F7" * (form.length // 2) + "A" * (form.length % 2)


@lru_cache(maxsize=64)
def _drawn(form: Form, mask: int) -> int:
    return reference(_plain(form), form, mask)


@lru_cache(maxsize=4096)
def _difference(form: Form, place: int, bit: int) -> int:
    """What one data bit of the group at `place` changes; a mask falls out of the sum."""
    plain, step = _plain(form), form.step
    start, end = place * step, min(place * step + step, form.length)
    value = _bits(plain[start:end], text=form.text)[0] ^ 1 << bit
    flipped = plain[:start] + _written(value, end - start, text=form.text) + plain[end:]
    return reference(flipped, form, 0) ^ _drawn(form, 0)


def _written(value: int, length: int, *, text: bool) -> str:
    """The characters whose group has this value: the other way round than `_bits`."""
    if not text:
        return chr(value)
    pair = ALPHANUMERIC[value // 45] + ALPHANUMERIC[value % 45]
    return pair if length > 1 else pair[1]
