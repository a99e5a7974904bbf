"""GS1 identification keys as EPC URNs (Tag Data Standard 2.0, 6 and 7) and as GS1 Digital Links.

The form that we store is the canonical Digital Link of the finest level: `https://id.gs1.org/01/…`
with a serial alone where there is one, otherwise with a lot alone (CBV 2.0, 8.2: constrained).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote

CANONICAL = "https://id.gs1.org"
_PARTS = r"(\d{6,12})\.(\d{0,11})"
_CHARACTER = r"(?:[!')(*+,.0-9:;=A-Za-z_\-]|%[0-9A-Fa-f]{2})"
_SAFE = "-._';="  # of character set 82, what a path keeps as it is
_TO_URN = "!'()*+,-.:;=_"


@dataclass(frozen=True)
class Scheme:
    """One EPC scheme: the AI of its key, digits before the check digit, what follows the key.

    `indicator` says that the first digit of the second part goes before the company prefix;
    `lead` are fixed digits before it; `qualifier` is the AI of what follows, empty when it simply
    follows; `tail` is how long that may be.
    """

    name: str
    ai: str
    digits: int
    indicator: bool = False
    lead: str = ""
    qualifier: str = ""
    tail: str = ""

    @property
    def second(self) -> int:
        """Digits of company prefix and reference together."""
        return self.digits - len(self.lead)


_SCHEMES = (
    Scheme("id:sgtin", "01", 13, indicator=True, qualifier="21", tail="1,20"),
    Scheme("class:lgtin", "01", 13, indicator=True, qualifier="10", tail="1,20"),
    Scheme("id:upui", "01", 13, indicator=True, qualifier="235", tail="1,28"),
    Scheme("idpat:sgtin", "01", 13, indicator=True, tail="*"),
    Scheme("idpat:upui", "01", 13, indicator=True, tail="*"),
    Scheme("id:sscc", "00", 17, indicator=True),
    Scheme("id:sgln", "414", 12, qualifier="254", tail="1,20"),
    Scheme("id:pgln", "417", 12),
    Scheme("id:grai", "8003", 13, lead="0", tail="1,16"),
    Scheme("id:gdti", "253", 12, tail="1,17"),
    Scheme("id:sgcn", "255", 12, tail="1,12"),
    Scheme("id:gsrn", "8018", 17),
    Scheme("id:gsrnp", "8017", 17),
    Scheme("id:gsin", "402", 16),
    Scheme("idpat:grai", "8003", 13, lead="0", tail="*"),
    Scheme("idpat:gdti", "253", 12, tail="*"),
    Scheme("idpat:sgcn", "255", 12, tail="*"),
)
"""Keys with a check digit; those without are in `_OPEN`."""
_BY_NAME = {scheme.name: scheme for scheme in _SCHEMES}
_URN = re.compile(r"urn:epc:((?:id|class|idpat):[a-z]+):" + _PARTS + r"(?:\.(.+))?")
_TAILS = {
    scheme.name: re.compile(f"{_CHARACTER}{{{scheme.tail}}}")
    for scheme in _SCHEMES
    if "," in scheme.tail
}
_OPEN = {
    "id:giai": re.compile(rf"(\d{{6,12}})\.({_CHARACTER}{{1,24}})"),
    "id:ginc": re.compile(rf"(\d{{6,12}})\.({_CHARACTER}{{1,24}})"),
    "id:cpi": re.compile(r"(\d{6,12})\.((?:%[0-9A-Fa-f]{2}|[0-9A-Z-]){1,24})\.(\d{1,12})"),
    "idpat:cpi": re.compile(r"(\d{6,12})\.((?:%[0-9A-Fa-f]{2}|[0-9A-Z-]){1,24})\.(\*)"),
    "idpat:itip": re.compile(_PARTS + r"\.(\d\d)\.(\d\d)\.(\*)"),
    "id:itip": re.compile(_PARTS + rf"\.(\d\d)\.(\d\d)\.({_CHARACTER}{{1,20}})"),
}
"""What follows the scheme of keys that are not digits and a check digit alone."""

_NAMES = {
    "gtin": "01", "itip": "8006", "gln": "414", "party": "417", "gsrnp": "8017", "gsrn": "8018",
    "gcn": "255", "sscc": "00", "gdti": "253", "ginc": "401", "gsin": "402", "grai": "8003",
    "giai": "8004", "cpid": "8010",
}  # fmt: skip
"""Short names of version 1.0 of the Digital Link: read, never written."""
_KEYS = re.compile(
    r"(?s)(?:(?:https?)://[^/?#]+)(?:/[^?#]*?)?/"
    r"(00|01|253|255|401|402|414|417|8003|8004|8006|8010|8017|8018"
    rf"|{'|'.join(_NAMES)})/([^/?#]+)((?:/[^/?#]+/[^/?#]+)*)/?(?:[?#].*)?"
)
_X = r"(?:[!%-?A-Z_a-z\x22]|%[0-9A-Fa-f]{2})"
_FORMS = {
    "00": r"\d{18}",
    "01": r"\d{14}",
    "253": rf"\d{{13}}{_X}{{0,17}}",
    "255": r"\d{13}\d{0,12}",
    "401": rf"{_X}{{1,30}}",
    "402": r"\d{17}",
    "414": r"\d{13}",
    "417": r"\d{13}",
    "8003": rf"\d{{14}}{_X}{{0,16}}",
    "8004": rf"{_X}{{1,30}}",
    "8006": r"\d{18}",
    "8010": r"(?:[#\-/0-9A-Z]|%[0-9A-Fa-f]{2}){1,30}",
    "8017": r"\d{18}",
    "8018": r"\d{18}",
}
_FORM = {ai: re.compile(form) for ai, form in _FORMS.items()}
_CHECKED = {"00": 18, "01": 14, "253": 13, "255": 13, "402": 17, "414": 13, "417": 13,
            "8003": 14, "8006": 14, "8017": 18, "8018": 18}  # fmt: skip
"""Digits of the key that end in a check digit."""
_QUALIFIERS = {"01": ("21", "235", "10"), "8006": ("21", "10"), "414": ("254",), "8010": ("8011",)}
"""The finest first."""
_LONGEST = {"21": 20, "10": 20, "235": 28, "254": 20, "8011": 12}
_SHORT_QUALIFIERS = {"lot": "10", "ser": "21", "cpv": "22"}


class WrongKey(ValueError):
    """A key whose check digit or partition is wrong; it names nothing."""


def check_digit(digits: str) -> str:
    """GenSpecs 7.9.1: weights 3, 1, 3, 1 … from the right.

    >>> check_digit("893123456789")
    '7'
    """
    total = sum(int(digit) * (1 if i % 2 else 3) for i, digit in enumerate(reversed(digits)))
    return str(-total % 10)


@lru_cache(65536)
def canonical(uri: str) -> str:
    """The form that we store of whatever names a thing, a class of things or a place.

    Keys of GS1 become canonical Digital Links; of other Web addresses only scheme and host are
    written in small letters; other URIs stay. Raises WrongKey for a wrong check digit or URN.

    >>> canonical("urn:epc:class:lgtin:893123456.0789.TC26A0412")
    'https://id.gs1.org/01/08931234567897/10/TC26A0412'
    >>> canonical("HTTPS://TN.VN/01/08931234567897/10/TC26A0412/21/7?17=270413")
    'https://id.gs1.org/01/08931234567897/21/7'
    >>> canonical("HTTPS://TN.VN/q/K7Q4M9MXDT")
    'https://tn.vn/q/K7Q4M9MXDT'
    """
    if uri.startswith("urn:"):
        return _from_urn(uri)
    small = _small_host(uri)
    found = _from_link(small)
    if found.startswith(CANONICAL):
        _verify(found)
    return found


@lru_cache(65536)
def normal(text: str) -> str:
    """As the event hash reads any value (CBV 2.0, 8.9): a key in canonical form, or the text.

    Nothing is verified, and the address of a key has to be written in small letters.
    """
    if "." not in text:
        return text
    if text.startswith("urn:epc:"):
        try:
            return _from_urn(text)
        except WrongKey:
            return text
    link = text.startswith(("http://", "https://")) and "#" not in text
    return _from_link(text) if link and not text.partition("?")[0].endswith("/") else text


def _small_host(uri: str) -> str:
    scheme, colon, rest = uri.partition("://")
    if not colon or scheme.lower() not in {"http", "https"}:
        return uri
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}://{host.lower()}{slash}{path}"


def _from_urn(urn: str) -> str:
    _, _, named = urn.partition("urn:epc:")
    name, body = ":".join(named.split(":", 2)[:2]), named.split(":", 2)[-1]
    if name in _OPEN:
        return _open(name, body, urn)
    scheme = _BY_NAME.get(name)
    if scheme is None:
        return urn
    found = _URN.fullmatch(urn)
    if found is None:
        raise WrongKey(urn)
    prefix, reference, tail = found[2], found[3], found[4] or ""
    if len(prefix) + len(reference) != scheme.second:
        raise WrongKey(urn)
    return f"{CANONICAL}/{scheme.ai}/{_key(scheme, prefix, reference)}{_tail(scheme, tail, urn)}"


def _open(name: str, body: str, urn: str) -> str:
    found = _OPEN[name].fullmatch(body)
    if found is None:
        raise WrongKey(urn)
    first, second, *rest = found.groups()
    if name.endswith(":itip"):
        gtin = _key(_BY_NAME["id:sgtin"], first, second)
        serial = "" if rest[2] == "*" else f"/21/{_quoted(rest[2])}"
        return f"{CANONICAL}/8006/{gtin}{rest[0]}{rest[1]}{serial}"
    if name.endswith(":cpi"):
        serial = "" if rest[0] == "*" else f"/8011/{rest[0]}"
        return f"{CANONICAL}/8010/{_quoted(first + second)}{serial}"
    return f"{CANONICAL}/{'8004' if name == 'id:giai' else '401'}/{first}{_quoted(second)}"


def _quoted(said: str) -> str:
    return quote(unquote(said), safe=_SAFE)


def _key(scheme: Scheme, prefix: str, reference: str) -> str:
    if scheme.indicator:
        digits = reference[:1] + prefix + reference[1:]
    else:
        digits = scheme.lead + prefix + reference
    return digits + check_digit(digits)


def _tail(scheme: Scheme, tail: str, urn: str) -> str:
    """What follows the key in a Digital Link, percent-encoded as its path needs."""
    if scheme.name == "id:sgln" and tail == "0":
        return ""
    expected = _TAILS.get(scheme.name)
    if expected is None:
        if tail != scheme.tail:
            raise WrongKey(urn)
        return ""
    if not expected.fullmatch(tail):
        raise WrongKey(urn)
    said = _quoted(tail)
    return f"/{scheme.qualifier}/{said}" if scheme.qualifier else said


def _from_link(uri: str) -> str:
    found = _KEYS.fullmatch(uri)
    if found is None:
        return uri
    ai, key = _NAMES.get(found[1], found[1]), found[2]
    if ai == "01" and key.isdigit() and len(key) in {8, 12, 13}:
        key = key.zfill(14)
    qualified = _finest(ai, found[3])
    if qualified is None or not _FORM[ai].fullmatch(key) or not key[:4].isdigit():
        return uri
    return f"{CANONICAL}/{ai}/{key}{qualified}"


def _finest(ai: str, rest: str) -> str | None:
    """The one qualifier that names most exactly; none for a path that qualifies nothing of ours."""
    steps = rest.split("/")[1:]
    said = {
        _SHORT_QUALIFIERS.get(name, name): value
        for name, value in zip(steps[::2], steps[1::2], strict=False)
    }
    said.pop("22", None)
    allowed = _QUALIFIERS.get(ai, ())
    if not set(said) <= set(allowed):
        return None
    for name in allowed:
        if name in said:
            value = unquote(said[name])
            return f"/{name}/{_quoted(said[name])}" if len(value) <= _LONGEST[name] else None
    return ""


def _verify(link: str) -> None:
    """Raises WrongKey for a key on GS1's own domain that cannot be one."""
    ai, _, rest = link.removeprefix(CANONICAL + "/").partition("/")
    key, length = rest.partition("/")[0], _CHECKED.get(ai)
    if ai in _FORM and not _FORM[ai].fullmatch(key):
        raise WrongKey(link)
    if length and check_digit(key[: length - 1]) != key[length - 1]:
        raise WrongKey(link)


_LINK = re.compile(re.escape(CANONICAL) + r"/(\d+)/([^/]+)(?:/(\d+)/([^/]+))?")


def urn(link: str, prefix_digits: int) -> str:
    """The EPC URN of a canonical Digital Link; the link itself when no scheme says it.

    `prefix_digits` is the length of the GS1 company prefix, which a key alone does not tell.

    >>> urn("https://id.gs1.org/01/08931234567897/10/TC26A0412", 9)
    'urn:epc:class:lgtin:893123456.0789.TC26A0412'
    >>> urn("https://id.gs1.org/414/8931234560003", 9)
    'urn:epc:id:sgln:893123456.000.0'
    """
    found = _LINK.fullmatch(link)
    scheme = found and _scheme_of(found[1], found[3] or "", found[2])
    if not found or not scheme:
        return link
    body, tail = found[2][: scheme.digits], found[2][scheme.digits + 1 :] or found[4] or ""
    parts = _parted(scheme, body, prefix_digits)
    if scheme.name == "id:sgln":
        tail = tail or "0"
    elif scheme.tail == "*":
        tail = "*"
    escaped = tail if scheme.tail == "*" else quote(unquote(tail), safe=_TO_URN)
    return f"urn:epc:{scheme.name}:{parts}" + (f".{escaped}" if escaped else "")


def _scheme_of(ai: str, qualifier: str, key: str) -> Scheme | None:
    for scheme in _SCHEMES:
        follows = scheme.qualifier or ("" if scheme.tail in {"", "*"} else None)
        fits = qualifier == (follows or "") or (scheme.name == "id:sgln" and not qualifier)
        serial = follows is not None or len(key) > scheme.digits + 1
        if scheme.ai == ai and fits and serial and len(key) > scheme.digits:
            return scheme
    return None


def _parted(scheme: Scheme, body: str, prefix_digits: int) -> str:
    if scheme.indicator:
        rest = body[1:]
        return f"{rest[:prefix_digits]}.{body[0]}{rest[prefix_digits:]}"
    rest = body[len(scheme.lead) :]
    return f"{rest[:prefix_digits]}.{rest[prefix_digits:]}"


def prefix_place(link: str) -> str:
    """The digits of a canonical Digital Link that begin with a company prefix; empty for none.

    >>> prefix_place("https://id.gs1.org/01/08931234567897/10/A")
    '8931234567897'
    """
    found = _LINK.fullmatch(link)
    if not found or found[1] not in _CHECKED or found[1] == "8006":
        return ""
    return found[2][1:] if found[1] in {"00", "01", "8003"} else found[2]


_WILD = re.compile(
    r"urn:epc:(idpat:sgtin|class:lgtin|id:sgtin|idpat:sgln|idpat:grai):" + _PARTS + r"\.\*"
)
_WILD_SCHEMES = {"idpat:sgtin": ("id:sgtin", "/21/"), "id:sgtin": ("id:sgtin", "/21/"),
                 "class:lgtin": ("class:lgtin", "/10/"), "idpat:sgln": ("id:sgln", ""),
                 "idpat:grai": ("id:grai", "")}  # fmt: skip


def beginning(pattern: str) -> str:
    """What all that an EPC pattern matches begin with in canonical form; empty for no pattern.

    >>> beginning("urn:epc:class:lgtin:893123456.0789.*")
    'https://id.gs1.org/01/08931234567897/10/'
    """
    found = _WILD.fullmatch(pattern)
    if found is None:
        return ""
    name, after = _WILD_SCHEMES[found[1]]
    scheme = _BY_NAME[name]
    if len(found[2]) + len(found[3]) != scheme.second:
        raise WrongKey(pattern)
    return f"{CANONICAL}/{scheme.ai}/{_key(scheme, found[2], found[3])}{after}"
