"""The file that was handed in, its faulty cells marked: a person puts them right in place."""

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.imports.workbook.columns import Cell, Kind
from app.imports.workbook.parsing import heading_row
from app.imports.workbook.reading import Grid
from app.imports.workbook.sheets import Sheet
from app.imports.workbook.writing import STAMP, cell_formats, head_formats

WRONG = {"bg_color": "#F6D5CF", "border": 1, "border_color": "#B5301F"}
NOTE = {"x_scale": 2, "color": "#FBF0CF"}
LONGEST_NOTE = 2_000


@dataclass(frozen=True)
class Marked:
    """A fault as it is said: where, and why."""

    sheet: str
    row: int
    column: str
    reason: str


def write_marked(
    grids: Mapping[str, Grid], faults: Iterable[Marked], sheets: Sequence[Sheet]
) -> bytes:
    """An .xlsx file with the sheets as they came; reading it again reads the same cells."""
    by_sheet: dict[str, list[Marked]] = defaultdict(list)
    for fault in faults:
        by_sheet[fault.sheet].append(fault)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "in_memory": True}) as book:
        book.set_properties({"created": STAMP})
        pen = _Pen(book)
        for sheet in sheets:
            if sheet.name in grids:
                _write_sheet(book, sheet, grids[sheet.name], by_sheet[sheet.name], pen)
    return buffer.getvalue()


class _Pen:
    """The looks of cells, by what their column holds and whether they are wrong."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.head = head_formats(book)[False]
        self.right, self.wrong = cell_formats(book), cell_formats(book, **WRONG)
        self.plain_wrong = book.add_format(WRONG)

    def form(self, kind: Kind | None, *, wrong: bool) -> Format | None:
        if wrong:
            return self.wrong.get(kind, self.plain_wrong) if kind else self.plain_wrong
        return self.right.get(kind) if kind else None


def _write_sheet(
    book: xlsxwriter.Workbook, sheet: Sheet, grid: Grid, faults: list[Marked], pen: _Pen
) -> None:
    page = book.add_worksheet(sheet.name)
    head, places = heading_row(sheet, grid)
    kinds = {index: sheet.column(name).kind for name, index in places.items()}
    notes = _notes(faults, places, head)
    for number, cells in enumerate(grid):
        for index, cell in enumerate(cells):
            wrong = (number, index) in notes
            form = pen.head if number == head else pen.form(kinds.get(index), wrong=wrong)
            _write_cell(page, number, index, cell, form)
    for (number, index), reasons in notes.items():
        if number >= len(grid) or index >= len(grid[number]) or grid[number][index] in {None, ""}:
            page.write_blank(number, index, None, pen.form(kinds.get(index), wrong=True))
        page.write_comment(number, index, "\n".join(reasons)[:LONGEST_NOTE], NOTE)
    page.freeze_panes(head + 1, 0)
    page.set_column(0, max(places.values(), default=0), 18)


def _notes(
    faults: list[Marked], places: Mapping[str, int], head: int
) -> dict[tuple[int, int], list[str]]:
    """Reasons by place, counted from 0; what is wrong with a whole row stands at its first cell."""
    notes: dict[tuple[int, int], list[str]] = defaultdict(list)
    for fault in faults:
        row = fault.row - 1 if fault.row else head
        notes[row, places.get(fault.column, 0)].append(fault.reason)
    return notes


def _write_cell(page: Worksheet, row: int, index: int, cell: Cell, form: Format | None) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        page.write_string(row, index, cell, form)
    elif isinstance(cell, bool):
        page.write_boolean(row, index, cell, form)
    elif isinstance(cell, (date, datetime, time, timedelta)):
        page.write_datetime(row, index, cell, form)
    else:
        page.write_number(row, index, cell, form)
