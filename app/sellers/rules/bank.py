"""Bank accounts as banks write them."""

import re
from dataclasses import dataclass

from app.core.i18n import mark
from app.core.text import fold, unaccented

_NUMBER = re.compile(r"[0-9A-Z]{6,19}")
"""VietQR (EMVCo field 38-01) takes up to 19 letters and digits."""
_BETWEEN = re.compile(r"[\s.\-]+")
_NAME = re.compile(r"[A-Z0-9 .,&'()/-]{2,120}")
_SHORT = {
    "htx": "hop tac xa",
    "tht": "to hop tac",
    "cty": "cong ty",
    "ct": "cong ty",
    "tnhh": "trach nhiem huu han",
    "mtv": "mot thanh vien",
    "cp": "co phan",
    "dntn": "doanh nghiep tu nhan",
    "hkd": "ho kinh doanh",
}


def normal_number(typed: str) -> str:
    """Without what people put between digits. Raises ValueError with words for the form.

    >>> normal_number("0123 4567.89"), normal_number("tan cuong 1")
    ('0123456789', 'TANCUONG1')
    """
    number = _BETWEEN.sub("", typed).upper()
    if not _NUMBER.fullmatch(number):
        raise ValueError(mark("Số tài khoản có 6 đến 19 chữ số hoặc chữ cái không dấu."))
    return number


def holder_of(typed: str) -> str:
    """The holder's name as banks print it. Raises ValueError with words for the form.

    >>> holder_of("  Trần Thị  Nhài ")
    'TRAN THI NHAI'
    """
    name = " ".join(unaccented(typed).upper().split())
    if not _NAME.fullmatch(name):
        raise ValueError(mark("Tên chủ tài khoản chỉ gồm chữ cái, chữ số và dấu cách."))
    return name


@dataclass(frozen=True)
class Holder:
    """Who may well hold a seller's account."""

    legal_name: str
    representative: str


def same_holder(holder: str, known: Holder) -> bool:
    """Whether `holder` is the seller as registered or its representative, abbreviations aside.

    >>> same_holder("HTX CHE HONG THAI", Holder("Hợp tác xã chè Hồng Thái", ""))
    True
    >>> same_holder("NGUYEN VAN LA", Holder("Hợp tác xã chè Hồng Thái", "Trần Thị Nhài"))
    False
    """
    return _spelt_out(holder) in {
        _spelt_out(name) for name in (known.legal_name, known.representative) if name
    }


def _spelt_out(name: str) -> str:
    return " ".join(_SHORT.get(word, word) for word in re.findall(r"[a-z0-9]+", fold(name)))
