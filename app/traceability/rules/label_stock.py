"""A seller's own label stock and printers, as forms send them; in hundredths of a millimetre."""

import re
from decimal import Decimal
from math import ceil
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field, field_validator

from app.core.i18n import gettext, mark
from app.traceability.labels.sheets import PRINTERS, SIDE, SMALLEST_MODULE

LARGEST_PAGE = 60_000
"""Sixty centimetres: no office printer takes more."""
_LENGTH = re.compile(r"-?\d{1,4}(?:[.,]\d{1,2})?")


def hundredths(typed: object) -> object:
    """Millimetres as people write them, in hundredths of one. Raises ValueError.

    >>> hundredths("38,1"), hundredths("2.54"), hundredths("-0,5")
    (3810, 254, -50)
    """
    if not isinstance(typed, str):
        return typed
    if _LENGTH.fullmatch(typed.strip()) is None:
        raise ValueError(mark("Cần một số mm, ví dụ 38,1."))
    return int(Decimal(typed.strip().replace(",", ".")) * 100)


def millimetres(length: int) -> str:
    """
    >>> millimetres(3810), millimetres(21000), millimetres(-50)
    ('38,1', '210', '-0,5')
    """
    return f"{length / 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")


Length = Annotated[int, BeforeValidator(hundredths), Field(ge=0, le=LARGEST_PAGE)]
Off = Annotated[int, BeforeValidator(hundredths), Field(ge=-2_000, le=2_000)]


class StockIn(BaseModel):
    title: Annotated[str, Field(min_length=2, max_length=80)]
    page_width: Length
    page_height: Length
    columns: Annotated[int, Field(ge=1, le=40)]
    rows: Annotated[int, Field(ge=1, le=60)]
    label_width: Length
    label_height: Length
    margin_left: Length = 0
    margin_top: Length = 0
    gap_across: Length = 0
    gap_down: Length = 0
    dpi: Annotated[int, Field()] = 600

    @field_validator("dpi")
    @classmethod
    def be_a_printers(cls, dpi: int) -> int:
        if dpi not in PRINTERS:
            raise ValueError(mark("Mời chọn một mục trong danh sách."))
        return dpi


class PrinterIn(BaseModel):
    """Offsets move what is printed to the right and down."""

    name: Annotated[str, Field(min_length=2, max_length=60)]
    offset_x: Off = 0
    offset_y: Off = 0
    dpi: Annotated[int, Field()] = 600

    _dpi = field_validator("dpi")(StockIn.be_a_printers.__func__)  # type: ignore[attr-defined]


def faults_of(stock: StockIn) -> dict[str, str]:
    """What keeps labels from lying on the page or symbols from being read, by field."""
    faults = {}
    across = stock.columns * stock.label_width + (stock.columns - 1) * stock.gap_across
    down = stock.rows * stock.label_height + (stock.rows - 1) * stock.gap_down
    if stock.margin_left + across > stock.page_width:
        faults["page_width"] = _too_wide(stock.margin_left + across)
    if stock.margin_top + down > stock.page_height:
        faults["page_height"] = _too_wide(stock.margin_top + down)
    least = smallest_label(stock.dpi)
    for side in ("label_width", "label_height"):
        if getattr(stock, side) < least:
            faults[side] = _too_small(least)
    return faults


def smallest_label(dpi: int) -> int:
    """Of one side: our symbol in whole dots at its smallest, and half a millimetre around it.

    >>> smallest_label(203), smallest_label(600)
    (1489, 1510)
    """
    dot = 25.4 / dpi
    return ceil((SIDE * ceil(SMALLEST_MODULE / dot) * dot + 1) * 100)


def _too_wide(needed: int) -> str:
    said = gettext(mark("Lề, tem và khoảng cách cộng lại là {needed} mm, dài hơn trang."))
    return said.format(needed=millimetres(needed))


def _too_small(least: int) -> str:
    said = gettext(
        mark("Tem phải từ {least} mm: mã QR cần ô vuông cạnh ít nhất 0,35 mm để máy quét đọc.")
    )
    return said.format(least=millimetres(least))
