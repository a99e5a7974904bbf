"""Harvests pasted from a spreadsheet: rows of cells apart by tabs, as every one of them copies."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from app.core.i18n import mark
from app.core.text import fold
from app.traceability.rules import PickingStandard

COLUMNS = ("day", "garden", "farmer", "grams", "picking_standard")
"""In this order, or in another where a first row names them."""
HEADINGS = {
    "ngay": "day",
    "ngay hai": "day",
    "vuon": "garden",
    "vung trong": "garden",
    "ho": "farmer",
    "ho hai": "farmer",
    "nguoi hai": "farmer",
    "kg": "grams",
    "so kg": "grams",
    "can": "grams",
    "loai": "picking_standard",
    "loai bup": "picking_standard",
    "tieu chuan hai": "picking_standard",
}
STANDARDS = {
    "dinh": PickingStandard.DINH,
    "tom non": PickingStandard.TOM_NON,
    "non tom": PickingStandard.TOM_NON,
    "moc cau": PickingStandard.MOC_CAU,
    "bup": PickingStandard.BUP,
}
MOST_ROWS = 200
TOO_MANY = mark("Mỗi lần dán tối đa 200 dòng.")
NO_ROWS = mark("Chưa có dòng nào. Mời chép từ bảng tính rồi dán vào đây.")
NO_GARDEN = mark("Chưa khai vùng trồng tên này.")
NO_STANDARD = mark("Loại búp ghi: đinh, tôm nõn, móc câu hoặc búp.")


@dataclass(frozen=True)
class Row:
    """`line` counts from 1 as the spreadsheet did; `cells` are texts by column."""

    line: int
    cells: Mapping[str, str]
    again: int = 0
    """How many rows before this one say the same: each of them is a harvest of its own."""

    def client_id(self, seller_id: UUID) -> UUID:
        """The same row pasted again names the same form."""
        said = "\t".join(fold(self.cells.get(column, "")) for column in COLUMNS)
        return uuid5(seller_id, f"{said}\t{self.again}")


def rows(pasted: str) -> list[Row]:
    """Every row with anything in it. Raises ValueError, whose text is for the form."""
    found = list(_rows(pasted))
    if not found:
        raise ValueError(NO_ROWS)
    if len(found) > MOST_ROWS:
        raise ValueError(TOO_MANY)
    return found


def _rows(pasted: str) -> Iterator[Row]:
    columns: tuple[str, ...] = COLUMNS
    seen: Counter[tuple[str, ...]] = Counter()
    for line, text in enumerate(pasted.splitlines(), start=1):
        cells = [cell.strip() for cell in text.split("\t" if "\t" in text else ";")]
        if not any(cells):
            continue
        if not seen and fold(cells[0]) in HEADINGS:
            columns = tuple(HEADINGS.get(fold(cell), "") for cell in cells)
            continue
        said = tuple(fold(cell) for cell in cells)
        named = dict(zip(columns, cells, strict=False))
        yield Row(line, named, seen[said])
        seen[said] += 1


def standard(cell: str) -> PickingStandard | None:
    """
    >>> standard("Tôm nõn"), standard("lá già")
    (<PickingStandard.TOM_NON: 'tom_non'>, None)
    """
    return STANDARDS.get(fold(cell))
