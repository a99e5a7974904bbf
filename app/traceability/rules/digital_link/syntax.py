"""GS1 Digital Link addresses, uncompressed (URI Syntax 1.6.0, section 4)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from biip import ParseError
from biip.gs1_application_identifiers import GS1ApplicationIdentifier

from app.core.errors import DomainError
from app.core.i18n import mark
from app.traceability.rules.digital_link.keys import (
    PRIMARY_KEYS,
    WrongValue,
    check_value,
    circulates,
)

Element = tuple[str, str]
"""An application identifier and its value, percent-decoded."""
CANONICAL = "https://id.gs1.org"
_URI = re.compile(r"(?:https?|HTTPS?)://[^/?#\s]+(/[^?#]*)(?:\?([^#]*))?(?:#.*)?")
"""A scheme is written in one case (4.11)."""
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_BETWEEN_PAIRS = re.compile("[&;]")


class BadDigitalLink(DomainError):
    """Not a GS1 Digital Link: a conformant resolver answers 400, never 200 with an error in it."""

    status, title = 400, mark("Mã trên tem không đọc được")


@dataclass(frozen=True)
class DigitalLink:
    """`elements` are those of the path, the primary key first; `attributes` those of the query.

    Values are as written, except that `lot` is in capitals: ours are stored so.
    """

    elements: tuple[Element, ...]
    attributes: tuple[Element, ...] = ()

    @property
    def key(self) -> str:
        return self.elements[0][0]

    @property
    def gtin(self) -> str:
        return self._value("01")

    @property
    def lot(self) -> str:
        return self._value("10").upper()

    @property
    def serial(self) -> str:
        return self._value("21")

    def path(self, last: str = "") -> str:
        """`/01/…/10/…` with values percent-encoded; with `last`, up to that element."""
        ais = [ai for ai, _ in self.elements]
        end = ais.index(last) + 1 if last in ais else len(ais)
        return "".join(f"/{ai}/{quote(value, safe='')}" for ai, value in self.elements[:end])

    def query(self) -> str:
        """The attributes as `17=271012&3103=000100`, by identifier."""
        return "&".join(f"{ai}={quote(value, safe='')}" for ai, value in sorted(self.attributes))

    def canonical(self) -> str:
        """The one address that names this in the whole world (4.12): no lot of a shop's own.

        >>> DigitalLink((("01", "08931234567897"), ("10", "A/1")), (("17", "271012"),)).canonical()
        'https://id.gs1.org/01/08931234567897/10/A%2F1?17=271012'
        """
        return CANONICAL + self.path() + (f"?{self.query()}" if self.attributes else "")

    def _value(self, ai: str) -> str:
        return dict(self.elements).get(ai, "")


def parse(raw_path: str, raw_query: str = "", *, demonstration: bool = True) -> DigitalLink:
    """What `/01/{gtin}[/22/…][/10/…][/21/…]?…` names; both texts still percent-encoded.

    A trailing slash is forgiven. Raises BadDigitalLink on anything else that the syntax forbids,
    on numbers of restricted circulation and, unless `demonstration`, on GS1's range for examples.
    """
    segments = raw_path.removeprefix("/").removesuffix("/").split("/")
    if segments[0] not in PRIMARY_KEYS:
        raise _not_a_link()
    path = [(ai, decoded(value)) for ai, value in _pairs(segments)]
    return of_elements(path, attributes(raw_query), demonstration=demonstration)


def parse_uri(uri: str, *, demonstration: bool = True) -> DigitalLink:
    """What a whole address names, whoever's it is and whatever stem precedes the key.

    The rightmost primary key counts when the stem looks like one. Raises BadDigitalLink.
    """
    found = _URI.fullmatch(uri)
    if found is None:
        raise _not_a_link()
    segments = found[1].removeprefix("/").removesuffix("/").split("/")
    begins = range(len(segments) - 2, -1, -2)
    start = next((at for at in begins if segments[at] in PRIMARY_KEYS), None)
    if start is None:
        raise _not_a_link()
    path = "/" + "/".join(segments[start:])
    return parse(path, found[2] or "", demonstration=demonstration)


def of_elements(
    path: Sequence[Element], asked: Sequence[Element] = (), *, demonstration: bool = True
) -> DigitalLink:
    """A link of these elements, in the order of a path. Raises BadDigitalLink."""
    (key, value), *rest = path
    qualifiers = tuple(ai for ai, _ in rest)
    if key not in PRIMARY_KEYS or not PRIMARY_KEYS[key].takes(qualifiers):
        raise BadDigitalLink(mark("Thứ tự các phần trong địa chỉ trên tem không đúng chuẩn GS1."))
    _refuse_misplaced(path, asked)
    for ai, said in [*path, *asked]:
        try:
            check_value(ai, said)
        except WrongValue as error:
            raise BadDigitalLink(
                mark("Địa chỉ trên tem không đúng chuẩn GS1 Digital Link.")
            ) from error
    if not circulates(key, value, demonstration=demonstration):
        raise BadDigitalLink(mark("Mã GTIN trên tem không phải mã dùng chung toàn cầu."))
    return DigitalLink(tuple(path), tuple(asked))


def _refuse_misplaced(path: Sequence[Element], asked: Iterable[Element]) -> None:
    """Nothing is said in two ways, and qualifiers of the key stand in the path alone (4.10)."""
    said = dict(path)
    own = {ai for chain in PRIMARY_KEYS[path[0][0]].chains for ai in chain}
    for ai, value in asked:
        if ai in own:
            raise BadDigitalLink(mark("Số lô phải nằm trong đường dẫn, không nằm sau dấu hỏi."))
        if said.setdefault(ai, value) != value:
            raise _not_a_link()


def _pairs(segments: Sequence[str]) -> Iterable[tuple[str, str]]:
    if len(segments) % 2:
        raise _not_a_link()
    return zip(segments[::2], segments[1::2], strict=True)


def attributes(raw_query: str) -> list[Element]:
    """Pairs of the query whose name is an application identifier; other names are anybody's.

    Raises BadDigitalLink for a name of digits that is no identifier (4.10.1).
    """
    found = []
    for pair in filter(None, _BETWEEN_PAIRS.split(raw_query)):
        name, _, value = pair.partition("=")
        if not (name.isascii() and name.isdigit()):
            continue
        if not is_identifier(name):
            raise _not_a_link()
        found.append((name, decoded(value)))
    return found


def is_identifier(name: str) -> bool:
    """Whether `name` is an application identifier of the General Specifications."""
    try:
        return GS1ApplicationIdentifier.extract(name).ai == name
    except ParseError:
        return False


def decoded(value: str) -> str:
    """`value` without percent-encoding. Raises BadDigitalLink on a percent sign of no encoding."""
    if _STRAY_PERCENT.search(value):
        raise _not_a_link()
    return unquote(value)


def _not_a_link() -> BadDigitalLink:
    return BadDigitalLink(mark("Địa chỉ trên tem không đúng chuẩn GS1 Digital Link."))
