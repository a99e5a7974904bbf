"""Writes sheets: the empty template, the sample province, an export."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.core.days import VIETNAM
from app.core.escaping import escaped
from app.core.i18n import gettext
from app.imports.workbook.columns import Column, Kind
from app.imports.workbook.sheets import SHEETS, Sheet

Values = Mapping[str, Iterable[Mapping[str, Any]]]
"""For each sheet's name its rows, by the names of the columns."""
RowsOf = Callable[[Sheet], Iterable[Mapping[str, Any]]]
DATES = {Kind.DATE: "dd/mm/yyyy", Kind.MOMENT: "dd/mm/yyyy hh:mm"}
TEXTS = {Kind.TEXT, Kind.KEY, Kind.TAX, Kind.SKU, Kind.LOT, Kind.PHONE, Kind.GTIN, Kind.FILES}
STAMP = datetime(2026, 7, 1)  # noqa: DTZ001 - a fixed one: the same rows make the same file


def write_workbook(values: Values, sheets: Sequence[Sheet] = SHEETS) -> bytes:
    """An .xlsx file; the same values give the same bytes."""
    buffer = io.BytesIO()
    _write(buffer, sheets, lambda sheet: values.get(sheet.name, ()), in_memory=True)
    return buffer.getvalue()


def write_large_workbook(file: Any, sheets: Sequence[Sheet], rows_of: RowsOf) -> None:
    """The same, a row at a time, so that memory does not grow with the rows."""
    _write(file, sheets, rows_of, constant_memory=True)


def _write(file: Any, sheets: Sequence[Sheet], rows_of: RowsOf, **how: bool) -> None:
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, **how}) as book:
        book.set_properties({"created": STAMP})
        head, formats = head_formats(book), cell_formats(book)
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            write_head(page, sheet, head, formats)
            for number, row in enumerate(rows_of(sheet), start=1):
                _row(page, number, sheet, row, formats)


def head_formats(book: xlsxwriter.Workbook) -> dict[bool, Format]:
    """By whether the column is required."""
    plain = {"bold": True, "text_wrap": True, "valign": "top"}
    return {
        required: book.add_format(plain | {"bg_color": fill})
        for required, fill in ((True, "#E4EBD2"), (False, "#F7F1E3"))
    }


def cell_formats(book: xlsxwriter.Workbook, **more: Any) -> dict[Kind, Format]:
    formats = {kind: book.add_format({"num_format": form} | more) for kind, form in DATES.items()}
    return formats | dict.fromkeys(TEXTS, book.add_format({"num_format": "@"} | more))


def write_head(
    page: Worksheet, sheet: Sheet, head: dict[bool, Format], formats: dict[Kind, Format]
) -> None:
    page.freeze_panes(1, min(2, len(sheet.key)))
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, _width(column), formats.get(column.kind))
        page.write_string(0, index, column.heading, head[column.required])
        if column.hint:
            page.write_comment(0, index, gettext(column.hint))
        if column.choices:
            page.data_validation(
                1, index, 1_000, index, {"validate": "list", "source": list(column.choices)}
            )


def _width(column: Column) -> int:
    return 40 if column.longest > 400 else 24 if column.kind is Kind.TEXT else 16


def _row(
    page: Worksheet, number: int, sheet: Sheet, row: Mapping[str, Any], formats: dict[Kind, Format]
) -> None:
    for index, column in enumerate(sheet.columns):
        value = row.get(column.name)
        if value is None or value == "":
            continue
        form = formats.get(column.kind)
        if column.kind in DATES:
            page.write_datetime(number, index, _local(value), form)
        elif isinstance(written := said(column, value), str):
            page.write_string(number, index, written, form)
        else:
            page.write_number(number, index, written, form)


def _local(value: date) -> date:
    """Spreadsheets know no time zones: the clock in Vietnam, to the second."""
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(VIETNAM).replace(tzinfo=None, microsecond=0)
    return value


def said(column: Column, value: Any) -> str | float:
    """`value` as a person would write it into the column."""
    if column.kind is Kind.YES_NO:
        return "Có" if value else "Không"
    if column.kind is Kind.CHOICE:
        return next(word for word, meant in column.choices.items() if meant == value)
    if column.kind is Kind.KILOS:
        return float(value) / 1000
    if column.kind is Kind.FILES:
        return "; ".join([value] if isinstance(value, str) else value)
    return value if isinstance(value, (int, float)) else escaped(str(value))


def write_csv(sheet: Sheet, rows: Iterable[Mapping[str, Any]], file: io.TextIOBase) -> None:
    """One sheet, with commas, as people here write numbers and days; `file` is in utf-8-sig."""
    lines = csv.writer(file)
    lines.writerow([column.heading for column in sheet.columns])
    for row in rows:
        lines.writerow([as_typed(column, row.get(column.name)) for column in sheet.columns])


def write_one_csv(file: Any, sheet: Sheet, rows_of: RowsOf) -> None:
    lines = io.TextIOWrapper(file, "utf-8-sig", newline="")
    write_csv(sheet, rows_of(sheet), lines)
    lines.detach()  # flushed; `file` stays open


def as_typed(column: Column, value: Any) -> str:
    """
    >>> as_typed(Column("kg", "Vào (kg)", Kind.KILOS), 6250), as_typed(Column("x", "X"), "=1")
    ('6,25', "'=1")
    """
    if value is None or value == "":
        return ""
    if column.kind in DATES:
        return _typed_day(_local(value))
    written = said(column, value)
    if isinstance(written, str):
        return written
    return f"{Decimal(str(written)):f}".replace(".", ",").removesuffix(",0")


def _typed_day(value: date) -> str:
    if not isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    return f"{value:%d/%m/%Y %H:%M}" + (f":{value:%S}" if value.second else "")


def write_csv_archive(file: Any, sheets: Sequence[Sheet], rows_of: RowsOf) -> None:
    """A .zip with a CSV file for each sheet, named after it, as an import takes them."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in sheets:
            entry = zipfile.ZipInfo(f"{sheet.name}.csv", STAMP.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            with (
                archive.open(entry, "w", force_zip64=True) as part,
                io.TextIOWrapper(part, "utf-8-sig", newline="") as lines,
            ):
                write_csv(sheet, rows_of(sheet), lines)
