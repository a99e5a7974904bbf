"""Rows of a workbook and what may be wrong with them; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SELLERS, PRODUCTS, VARIANTS = "Đơn vị", "Sản phẩm", "Quy cách"
PRICES = "Giá và tồn kho"
AREAS, LOTS, STEPS, CERTIFICATES = "Vùng trồng", "Lô", "Công đoạn", "Chứng nhận"
ORDERS = "Đơn hàng"
"""Only ever taken away."""
ORDER = (SELLERS, PRODUCTS, VARIANTS, PRICES, AREAS, LOTS, STEPS, CERTIFICATES)


@dataclass(frozen=True)
class Row:
    """`number` as the spreadsheet shows it; `cells` leaves blank ones out."""

    sheet: str
    number: int
    cells: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.cells.get(name)

    def fault(self, column: str, reason: str, **gaps: Any) -> "Fault":
        return Fault(self.sheet, self.number, column, reason, gaps)


@dataclass(frozen=True)
class Fault:
    """What is wrong where; `reason` is a Vietnamese source text with `{…}` gaps.

    `row` 0 means the whole sheet, `column` "" the whole row.
    """

    sheet: str
    row: int
    column: str
    reason: str
    gaps: Mapping[str, Any] = field(default_factory=dict)


Rows = Mapping[str, list[Row]]
"""The rows of each sheet, by its name."""
