"""GS1 Digital Link addresses (URI Syntax 1.6.0): what is printed, and what a scan asks for."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from biip import ParseError
from biip.gs1_digital_link_uris import GS1DigitalLinkURI

from app.core.errors import DomainError
from app.core.gtins import RESTRICTED, WrongGtin, gtin14
from app.core.i18n import mark

PATH_ONLY = {"22", "10", "21", "235"}
"""Key qualifiers: they stand in the path and nowhere else (URI Syntax 4.9)."""
OUR_LINK_TYPES = {"gs1:defaultLink", "gs1:pip", "gs1:traceability"}
_LOT_NUMBER = re.compile(r"[A-Z0-9-]{1,20}")


class BadDigitalLink(DomainError):
    """Not a GS1 Digital Link: a conformant resolver answers 400, never 200 with an error in it."""

    status, title = 400, mark("Mã trên tem không đọc được")


@dataclass(frozen=True)
class DigitalLink:
    """`lot` and `serial` as printed, capitals where a letter; empty when the link has none."""

    gtin: str
    lot: str = ""
    serial: str = ""


def parse(raw_path: str, raw_query: str = "") -> DigitalLink:
    """What `/01/{gtin}[/22/…][/10/…][/21/…]?…` names; both texts still percent-encoded.

    A trailing slash is forgiven. Raises BadDigitalLink on anything else that the syntax forbids:
    a GTIN of other than 14 digits or with a wrong check digit, qualifiers out of order or in the
    query, a lot over 20 characters or with letters outside GS1's character set 82.
    """
    path = raw_path.removesuffix("/")
    _refuse_qualifiers_in(raw_query)
    try:
        uri = GS1DigitalLinkURI.parse(f"https://id.gs1.org{path}?{raw_query}")
        gtin = gtin14(path.split("/")[2])
    except (ParseError, WrongGtin) as error:
        raise BadDigitalLink(mark("Địa chỉ trên tem không đúng chuẩn GS1 Digital Link.")) from error
    said = {element.ai.ai: element.value for element in uri.element_strings}
    if gtin != said["01"] or path.split("/")[2] != gtin or gtin[1:].startswith(RESTRICTED):
        raise BadDigitalLink(mark("Mã GTIN trên tem không phải mã dùng chung toàn cầu."))
    return DigitalLink(gtin, said.get("10", "").upper(), said.get("21", ""))


def _refuse_qualifiers_in(raw_query: str) -> None:
    if PATH_ONLY & {name for name, _ in parse_qsl(raw_query, keep_blank_values=True)}:
        raise BadDigitalLink(mark("Số lô phải nằm trong đường dẫn, không nằm sau dấu hỏi."))


def is_lot_number(text: str) -> bool:
    """Whether `text` needs no escaping in an address and stays in QR's alphanumeric mode.

    >>> is_lot_number("TC-2610-07"), is_lot_number("tc 07"), is_lot_number("")
    (True, False, False)
    """
    return _LOT_NUMBER.fullmatch(text) is not None


def normal_lot_number(typed: str) -> str:
    """In capitals, spaces as hyphens. Raises ValueError with words for the form.

    >>> normal_lot_number(" tc 2610 07 ")
    'TC-2610-07'
    """
    number = "-".join(typed.upper().split())
    if not is_lot_number(number):
        raise ValueError(mark("Số lô chỉ gồm chữ không dấu, số và gạch nối, nhiều nhất 20 chữ."))
    return number


def printed_payload(base: str, code: str, gtin: str | None, lot_number: str) -> str:
    """What the symbol on a label says, in capitals: QR packs those tighter.

    >>> printed_payload("https://chè.vn", "K7Q4M9MXDT", "08931234567897", "TC-2610-07")
    'HTTPS://CHÈ.VN/01/08931234567897/10/TC-2610-07'
    >>> printed_payload("https://tn.vn/", "K7Q4M9MXDT", None, "TC-2610-07")
    'HTTPS://TN.VN/Q/K7Q4M9MXDT'
    """
    path = f"01/{gtin}/10/{lot_number}" if gtin else f"Q/{code}"
    return f"{base.rstrip('/')}/{path}".upper()


def epcis_class(base: str, code: str, gtin: str | None, lot_number: str) -> str:
    """The lot's name in events: GS1's own domain with a GTIN, else ours in lower case."""
    if gtin:
        return f"https://id.gs1.org/01/{gtin}/10/{lot_number}"
    return f"{base.rstrip('/')}/q/{code}".lower()


def preferred_language(accept: str, offered: tuple[str, ...]) -> str:
    """The one of `offered` that `Accept-Language` likes best; the first when it names none.

    >>> preferred_language("fr, en-US;q=0.8, vi;q=0.3", ("vi", "en"))
    'en'
    >>> preferred_language("zh, *;q=0.1", ("vi", "en")), preferred_language("", ("vi", "en"))
    ('vi', 'vi')
    """
    wishes = [_wish(part) for part in accept.split(",")]
    ranks = {
        lang: max((quality for tag, quality in wishes if tag == lang), default=0.0)
        for lang in offered
    }
    return max(offered, key=lambda lang: (ranks[lang], -offered.index(lang)))


def _wish(part: str) -> tuple[str, float]:
    """`en-US;q=0.8` as `("en", 0.8)`; a malformed quality counts as none."""
    tag, _, rest = part.strip().partition(";")
    found = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", rest)
    quality = 1.0 if not rest else float(found[1]) if found else 0.0
    return tag.strip().partition("-")[0].lower(), quality
