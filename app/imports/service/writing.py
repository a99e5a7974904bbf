"""Rows to domain commands, in the order in which they depend on one another."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from pydantic import ValidationError

from app.catalog.service.bulk import together
from app.core.errors import DomainError, Invalid
from app.core.forms import SAID
from app.core.i18n import mark
from app.imports.rules import Fault, Row, Rows
from app.imports.rules.progress import Stage
from app.imports.rules.reports import Report
from app.imports.service.run import CellRefused, Import
from app.imports.workbook.sheets import BY_NAME
from app.traceability.rules.records import IncompleteRecord

Write = Callable[[Import, Row], tuple[bool, bool]]
"""Writes one row; whether it is new, and whether anything changed."""
Finish = Callable[[Import, Row], bool]
"""Does to a written row what needs all others; whether anything changed."""
EVERY = 100
"""Rows between two words about the progress."""


def write_rows(
    run: Import, rows: Rows, writers: Mapping[str, Write], finishers: Mapping[str, Finish]
) -> Report:
    """The sheets in the order of `writers`, then the rows that have something left to do.

    A sheet with a fault is the last: what follows would only stumble over what it lacks.
    """
    done: dict[tuple[str, int], tuple[bool, bool]] = {}
    products, gtins = set(run.known.products.values()), set(run.known.gtins)
    with together(run.session, products, gtins) as held:
        run.begin(held, rows)
        for row, write in _each(run, rows, writers):
            with explained(run.report, row):
                done[row.sheet, row.number] = write(run, row)
        run.progress(Stage.FINISHING)
    for row, finish in _each(run, rows, finishers):
        with explained(run.report, row):
            is_new, changed = done[row.sheet, row.number]
            done[row.sheet, row.number] = is_new, finish(run, row) or changed
    run.record()
    run.note_words()
    for (sheet, _), (is_new, changed) in done.items():
        run.report.count(sheet, is_new=is_new, changed=changed)
    return run.report


Work = TypeVar("Work")


def _each(run: Import, rows: Rows, works: Mapping[str, Work]) -> Iterator[tuple[Row, Work]]:
    for sheet, work in works.items():
        found = rows.get(sheet, ())
        for number, row in enumerate(found if not run.report.faults else ()):
            if number % EVERY == 0:
                run.progress(Stage.ROWS, sheet, number, len(found))
            yield row, work


@contextmanager
def explained(report: Report, row: Row) -> Iterator[None]:
    """What a domain refuses becomes a fault of the row's cell."""
    try:
        yield
    except CellRefused as error:
        report.faults.append(row.fault(error.column, error.reason, **error.gaps))
    except ValidationError as error:
        report.faults += [_fault(row, _place(e), *_said(e)) for e in error.errors()]
    except Invalid as error:
        said = error.fields or {"": str(error) or error.title}
        report.faults += [_fault(row, name, reason, {}) for name, reason in said.items()]
    except IncompleteRecord as error:
        lacking = ", ".join(error.missing)
        report.faults.append(row.fault("", mark("Hồ sơ lô còn thiếu: {missing}."), missing=lacking))
    except DomainError as error:
        report.faults.append(row.fault("", str(error) or error.title))


def _place(error: Any) -> str:
    """The field, the innermost one of nested models."""
    return str(error["loc"][-1]) if error["loc"] else ""


def _said(error: Any) -> tuple[str, dict[str, Any]]:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"]), {}
    return SAID.get(error["type"], mark("Mục này chưa đúng.")), error.get("ctx", {})


FIELDS = {
    "ward_code": "ward",
    "category_id": "category",
    "growing_area_id": "area",
    "net_grams": "sku",
}
"""Names that a domain gives to what a workbook calls otherwise."""


def _fault(row: Row, name: str, reason: str, gaps: dict[str, Any]) -> Fault:
    columns = {column.name for column in BY_NAME[row.sheet].columns}
    column = name if name in columns else FIELDS.get(name, "")
    return row.fault(column if column in columns else "", reason, **gaps)
