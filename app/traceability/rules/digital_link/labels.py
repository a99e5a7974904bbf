"""What our labels say, and what events call a lot."""

import re

from app.core.i18n import mark

_LOT_NUMBER = re.compile(r"[A-Z0-9-]{1,20}")


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
