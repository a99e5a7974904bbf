"""What a column may hold, and how a cell becomes a value. Pure: no database, no files."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from app.core.days import VIETNAM
from app.core.escaping import BROKEN, unescaped
from app.core.gtins import WrongGtin, circulating_gtin
from app.core.i18n import mark
from app.core.phones import e164
from app.core.text import fold, nfc

Cell = str | float | int | bool | date | datetime | time | timedelta | None
"""What a spreadsheet reader hands over; CSV hands over texts alone."""


class BadCell(ValueError):
    """Its text is the reason, a Vietnamese source text with `{name}` gaps filled from `gaps`."""

    def __init__(self, reason: str, **gaps: Any) -> None:
        super().__init__(reason)
        self.reason, self.gaps = reason, gaps


class Cleared:
    """What a cell holds that empties a field: a blank one leaves the field as it is."""


CLEARED = Cleared()
CLEAR = "-"


class Kind(StrEnum):
    TEXT = "text"
    KEY = "key"
    TAX = "tax"
    SKU = "sku"
    LOT = "lot"
    CHOICE = "choice"
    YES_NO = "yes_no"
    WHOLE = "whole"
    MONEY = "money"
    KILOS = "kilos"
    DECIMAL = "decimal"
    DATE = "date"
    MOMENT = "moment"
    PHONE = "phone"
    GTIN = "gtin"
    FILES = "files"


@dataclass(frozen=True)
class Column:
    """One column: `name` is the field it fills, `heading` what stands above it."""

    name: str
    heading: str
    kind: Kind = Kind.TEXT
    required: bool = False
    longest: int = 200
    lowest: int | None = None
    highest: int | None = None
    choices: Mapping[str, Any] = field(default_factory=dict)
    hint: str = ""

    def read(self, cell: Cell) -> Any:
        """The value of `cell`, None when it is blank, CLEARED for a lone hyphen. Raises BadCell."""
        typed = cell.strip() if isinstance(cell, str) else cell
        if typed is None or typed == "":
            return None
        if typed in BROKEN:
            raise BadCell(mark("Công thức ở ô này hỏng ({error})."), error=typed)
        if typed == CLEAR:
            return self._cleared()
        return _READERS[self.kind](self, cell)

    def _cleared(self) -> Cleared:
        if self.required or self.kind in _KEPT:
            raise BadCell(mark("Ô này phải có giá trị, không xoá được."))
        return CLEARED


def as_text(cell: Cell) -> str:
    """
    >>> as_text(4600123.0), as_text("  che\u0300 "), as_text(2.5), as_text("'=1")
    ('4600123', 'chè', '2.5', '=1')
    """
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return unescaped(nfc(str(cell)).strip())


def _text(column: Column, cell: Cell) -> str:
    text = as_text(cell)
    if len(text) > column.longest:
        raise BadCell(mark("Dài quá {limit} chữ."), limit=column.longest)
    return text


def _key(column: Column, cell: Cell) -> str:
    """Tax code or phone, compared without spaces, dots and hyphens.

    A spreadsheet that took the text for a number has dropped its first zero: nine digits.
    """
    return seller_key(as_text(cell))


def seller_key(text: str) -> str:
    """
    >>> seller_key("0900 000 101"), seller_key("4600999016"), seller_key("+84900000101")
    ('+84900000101', '4600999016', '+84900000101')
    """
    bare = re.sub(r"[\s.\-]", "", text)
    if re.fullmatch(r"[1-9]\d{8}", bare):
        bare = f"0{bare}"
    if bare.startswith("+") or (bare.startswith("0") and len(bare) in {10, 11}):
        try:
            return e164(bare)
        except ValueError:
            return bare
    return bare


def _tax(column: Column, cell: Cell) -> str:
    """
    >>> _tax(Column("tax_code", "Mã số thuế"), 100109106.0)
    '0100109106'
    """
    bare = re.sub(r"[\s.]", "", as_text(cell))
    return f"0{bare}" if re.fullmatch(r"[1-9]\d{8}", bare) else bare


def _sku(column: Column, cell: Cell) -> str:
    code = _text(column, cell).upper().replace(" ", "-")
    if not re.fullmatch(r"[A-Z0-9._-]+", code):
        raise BadCell(mark("Mã chỉ gồm chữ không dấu, số, gạch nối và dấu chấm."))
    return code


def _lot(column: Column, cell: Cell) -> str:
    """What an address and the alphanumeric mode of a QR code take without escaping."""
    code = as_text(cell).upper()
    if not re.fullmatch(r"[A-Z0-9-]{1,20}", code):
        raise BadCell(mark("Số lô chỉ gồm chữ không dấu, số và gạch nối, nhiều nhất 20 chữ."))
    return code


def _choice(column: Column, cell: Cell) -> Any:
    said = fold(as_text(cell))
    for word, value in column.choices.items():
        if said in {fold(word), fold(str(value))}:
            return value
    raise BadCell(mark("Chỉ được ghi một trong: {choices}."), choices=", ".join(column.choices))


def _yes_no(column: Column, cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    said = fold(as_text(cell))
    if said in {"co", "x", "1", "true", "yes"}:
        return True
    if said in {"khong", "0", "false", "no"}:
        return False
    raise BadCell(mark("Ghi Có hoặc Không."))


def number(cell: Cell) -> Decimal:
    """A number, or a text as people here write one: `1.250.000`, `2,5`, `350.000 đ`.

    >>> number("1.250.000"), number("2,5"), number("350.000₫"), number(0.5), number("2.5")
    (Decimal('1250000'), Decimal('2.5'), Decimal('350000'), Decimal('0.5'), Decimal('2.5'))
    """
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Decimal(str(cell))
    text = re.sub(r"[\s₫đ]|vnd|kg|ha", "", as_text(cell).lower())
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", text):
        text = text.replace(".", "")
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise BadCell(mark("Đây không phải là số.")) from None


def _decimal(column: Column, cell: Cell) -> float:
    return float(_bounded(column, number(cell)))


def _whole(column: Column, cell: Cell) -> int:
    found = number(cell)
    if found != found.to_integral_value():
        raise BadCell(mark("Phải là số nguyên."))
    return int(_bounded(column, found))


def _money(column: Column, cell: Cell) -> int:
    found = number(cell)
    if found != found.to_integral_value():
        raise BadCell(mark("Tiền ghi bằng đồng, không có số lẻ."))
    if found <= 0:
        raise BadCell(mark("Giá phải lớn hơn 0."))
    return int(_bounded(column, found))


def _kilos(column: Column, cell: Cell) -> int:
    """Kilograms as written, grams as kept."""
    return round(_bounded(column, number(cell)) * 1000)


def _bounded(column: Column, found: Decimal) -> Decimal:
    if not found.is_finite():
        raise BadCell(mark("Đây không phải là số."))
    if column.lowest is not None and found < column.lowest:
        raise BadCell(mark("Không được nhỏ hơn {limit}."), limit=column.lowest)
    if column.highest is not None and found > column.highest:
        raise BadCell(mark("Không được lớn hơn {limit}."), limit=column.highest)
    return found


_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MOMENT = re.compile(r"(.+?)[,\s]+(\d{1,2})[:h](\d{2})(?::(\d{2}))?")
_HALF = timedelta(milliseconds=500)


def _date(column: Column, cell: Cell) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    return _day(as_text(cell))


def _day(text: str) -> date:
    """
    >>> _day("12/10/2026"), _day("2026-10-12")
    (datetime.date(2026, 10, 12), datetime.date(2026, 10, 12))
    """
    found = _DAY.fullmatch(text)
    try:
        return (
            date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
        )
    except ValueError:
        raise BadCell(mark("Ngày chưa đúng, ghi như 12/10/2026.")) from None


def _moment(column: Column, cell: Cell) -> datetime:
    """A clock in Vietnam, as UTC; a spreadsheet's own fractions miss the second by a little."""
    if isinstance(cell, datetime):
        local = (cell + _HALF).replace(microsecond=0, tzinfo=cell.tzinfo or VIETNAM)
        return local.astimezone(UTC)
    if isinstance(cell, date):
        return datetime.combine(cell, time(), VIETNAM).astimezone(UTC)
    return _written_moment(as_text(cell).replace("T", " "))


def _written_moment(text: str) -> datetime:
    found = _MOMENT.fullmatch(text)
    try:
        day = _day((found[1] if found else text).strip())
        clock = time(int(found[2]), int(found[3]), int(found[4] or 0)) if found else time()
    except ValueError:
        raise BadCell(mark("Ngày giờ chưa đúng, ghi như 12/10/2026 05:10.")) from None
    return datetime.combine(day, clock, VIETNAM).astimezone(UTC)


def _phone(column: Column, cell: Cell) -> str:
    try:
        return e164(seller_key(as_text(cell)))
    except ValueError as error:
        raise BadCell(str(error)) from error


def _gtin(column: Column, cell: Cell) -> str:
    try:
        return circulating_gtin(as_text(cell), sample=True)
    except WrongGtin as error:
        raise BadCell(str(error)) from error


def _files(column: Column, cell: Cell) -> tuple[str, ...]:
    names = tuple(name.strip() for name in as_text(cell).split(";") if name.strip())
    for name in names:
        if not re.fullmatch(r"[\w][\w .\-]*\.(webp|jpe?g|png|heic)", name, re.IGNORECASE):
            raise BadCell(
                mark("Tên ảnh “{name}” chưa đúng: chỉ ghi tên tệp .webp, .jpg, .png hoặc .heic."),
                name=name,
            )
    return names


_KEPT = {Kind.KEY, Kind.TAX, Kind.SKU, Kind.LOT, Kind.YES_NO, Kind.FILES}
"""What names a row, or has no empty state."""
_READERS: dict[Kind, Callable[[Column, Cell], Any]] = {
    Kind.TEXT: _text,
    Kind.KEY: _key,
    Kind.TAX: _tax,
    Kind.SKU: _sku,
    Kind.LOT: _lot,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _yes_no,
    Kind.WHOLE: _whole,
    Kind.MONEY: _money,
    Kind.KILOS: _kilos,
    Kind.DECIMAL: _decimal,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.PHONE: _phone,
    Kind.GTIN: _gtin,
    Kind.FILES: _files,
}
