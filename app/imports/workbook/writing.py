"""Writes a workbook: the empty template, the sample province, an export."""

import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.core.days import VIETNAM
from app.core.i18n import gettext
from app.imports.workbook.columns import Column, Kind
from app.imports.workbook.sheets import SHEETS, Sheet

Values = Mapping[str, Iterable[Mapping[str, Any]]]
"""For each sheet's name its rows, by the names of the columns."""
FORMULA = ("=", "+", "-", "@")
_DATES = {Kind.DATE: "dd/mm/yyyy", Kind.MOMENT: "dd/mm/yyyy hh:mm"}
_TEXTS = {Kind.TEXT, Kind.KEY, Kind.SKU, Kind.LOT, Kind.PHONE, Kind.GTIN, Kind.FILES}


def write_workbook(values: Values) -> bytes:
    """An .xlsx file; the same values give the same bytes."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 7, 1)})  # noqa: DTZ001 - a fixed stamp
        head = {
            required: book.add_format(
                {"bold": True, "text_wrap": True, "valign": "top", "bg_color": fill}
            )
            for required, fill in ((True, "#E4EBD2"), (False, "#F7F1E3"))
        }
        formats = {kind: book.add_format({"num_format": form}) for kind, form in _DATES.items()}
        formats |= dict.fromkeys(_TEXTS, book.add_format({"num_format": "@"}))
        for sheet in SHEETS:
            page = book.add_worksheet(sheet.name)
            _head(page, sheet, head, formats)
            for number, row in enumerate(values.get(sheet.name, ()), start=1):
                _row(page, number, sheet, row, formats)
    return buffer.getvalue()


def _head(
    page: Worksheet, sheet: Sheet, head: dict[bool, Format], formats: dict[Kind, Format]
) -> None:
    page.freeze_panes(1, 2)
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
        if column.kind in _DATES:
            page.write_datetime(number, index, _local(value), form)
        elif isinstance(written := said(column, value), str):
            page.write_string(number, index, written, form)
        else:
            page.write_number(number, index, written, form)


def _local(value: date) -> date:
    """Spreadsheets know no time zones: the clock in Vietnam."""
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(VIETNAM).replace(tzinfo=None)
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


def escaped(text: str) -> str:
    """No text of ours may run as a formula when a file is opened (product.md, feature 23).

    >>> escaped("=1+1"), escaped("chè"), escaped("-5")
    ("'=1+1", 'chè', "'-5")
    """
    return f"'{text}" if text.startswith(FORMULA) else text
