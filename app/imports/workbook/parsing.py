"""Cells to typed rows, or to faults that name sheet, row and column."""

from collections.abc import Mapping, Sequence

from app.core.i18n import mark
from app.core.text import fold
from app.imports.rules import Fault, Row, Rows
from app.imports.rules.known import Index, Known
from app.imports.workbook.columns import CLEARED, BadCell, Cell, Column, Kind, as_text
from app.imports.workbook.reading import Grid
from app.imports.workbook.sheets import SHEETS, Sheet


def parse(
    grids: Mapping[str, Grid], sheets: Sequence[Sheet] = SHEETS
) -> tuple[dict[str, list[Row]], list[Fault]]:
    """The rows of every sheet (none of a sheet that is not there), and what could not be read."""
    rows: dict[str, list[Row]] = {}
    faults: list[Fault] = []
    for sheet in sheets:
        rows[sheet.name], wrong = parse_sheet(sheet, grids.get(sheet.name, []))
        faults += wrong
    return rows, faults


def parse_sheet(sheet: Sheet, grid: Grid) -> tuple[list[Row], list[Fault]]:
    filled = [
        (number, cells) for number, cells in enumerate(grid, start=1) if any(map(_is_said, cells))
    ]
    if not filled:
        return [], []
    head_number, head = filled[0]
    places, faults = _head(sheet, head_number, head)
    missing = [
        sheet.column(name)
        for name in sheet.key
        if name not in places and sheet.column(name).required
    ]
    faults += [
        Fault(sheet.name, head_number, column.name, mark("Thiếu cột này.")) for column in missing
    ]
    if missing:
        return [], faults
    rows = []
    for number, cells in filled[1:]:
        row, wrong = _row(sheet, number, cells, places)
        rows.append(row)
        faults += wrong
    return rows, faults


def heading_row(sheet: Sheet, grid: Grid) -> tuple[int, dict[str, int]]:
    """Where the headings stand, counted from 0, and the place of each column."""
    filled = [number for number, cells in enumerate(grid) if any(map(_is_said, cells))]
    if not filled:
        return 0, {}
    return filled[0], _head(sheet, filled[0] + 1, grid[filled[0]])[0]


def _is_said(cell: Cell) -> bool:
    return cell is not None and as_text(cell) != ""


def _head(sheet: Sheet, number: int, cells: Sequence[Cell]) -> tuple[dict[str, int], list[Fault]]:
    """Where each column stands; headings are compared without marks, capitals and `*`."""
    known = {fold(column.heading): column.name for column in sheet.columns}
    places: dict[str, int] = {}
    faults = []
    for index, cell in enumerate(cells):
        said = as_text(cell) if cell is not None else ""
        name = known.get(fold(said.rstrip(" *")))
        if name is None or name in places:
            reason = (
                mark("Không có cột “{heading}” ở sheet này.")
                if name is None
                else mark("Cột “{heading}” ghi hai lần.")
            )
            faults += [Fault(sheet.name, number, "", reason, {"heading": said})] if said else []
        else:
            places[name] = index
    return places, faults


def _row(
    sheet: Sheet, number: int, cells: Sequence[Cell], places: Mapping[str, int]
) -> tuple[Row, list[Fault]]:
    said, faults = {}, []
    for column in sheet.columns:
        index = places.get(column.name)
        cell = cells[index] if index is not None and index < len(cells) else None
        try:
            value = column.read(cell)
        except BadCell as bad:
            faults.append(Fault(sheet.name, number, column.name, bad.reason, bad.gaps))
            continue
        if value is CLEARED:
            said[column.name] = "" if column.kind is Kind.TEXT else None
        elif value is not None:
            said[column.name] = value
        elif column.required and column.name in sheet.key:
            faults.append(Fault(sheet.name, number, column.name, mark("Bắt buộc ghi.")))
    return Row(sheet.name, number, said), faults


def required_of_new(rows: Rows, known: Known) -> list[Fault]:
    """A blank cell of a row that is already there leaves it as it is; a new row needs more."""
    index = Index({}, known)
    return [
        row.fault(column.name, mark("Bắt buộc ghi."))
        for sheet in SHEETS
        for row in rows.get(sheet.name, ())
        if not index.knows(row)
        for column in _required(sheet)
        if row[column.name] is None
    ]


def _required(sheet: Sheet) -> list[Column]:
    return [column for column in sheet.columns if column.required and column.name not in sheet.key]
