"""Rows to domain commands, in the order in which they depend on one another."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel, ValidationError
from sqlmodel import Session

from app.catalog.service.listing import relisting_later
from app.core.errors import DomainError, Invalid
from app.core.forms import SAID
from app.core.i18n import mark
from app.core.text import fold
from app.imports import queries
from app.imports.rules import Fault, Row, Rows
from app.imports.rules.reports import Report
from app.imports.service.pictures import Pictures
from app.imports.workbook.sheets import BY_NAME
from app.sellers import queries as sellers
from app.traceability.models import Lot
from app.traceability.rules.records import IncompleteRecord


class CellRefused(Exception):
    """A cell is wrong in a way that only writing shows."""

    def __init__(self, column: str, reason: str, **gaps: Any) -> None:
        super().__init__(reason)
        self.column, self.reason, self.gaps = column, reason, gaps


@dataclass
class Import:
    """One import under way: where it writes, for whom, and what it has found out."""

    session: Session
    pictures: Pictures
    actor_id: UUID | None = None
    sample: bool = False
    """Invented rows: their steps count as recorded when they are said to have happened."""
    report: Report = field(default_factory=Report)
    products: dict[tuple[UUID, str], UUID] = field(default_factory=dict)
    """Products of this import by seller and main SKU: their packings follow."""
    positions: Counter[UUID] = field(default_factory=Counter)
    lots: dict[tuple[UUID, str], Lot] = field(default_factory=dict)
    _sellers: dict[str, UUID] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._wards = queries.wards()
        self._categories = queries.categories(self.session)

    def seller_id(self, row: Row) -> UUID:
        key = row["seller"]
        if key not in self._sellers:
            found = sellers.seller_by_key(self.session, key, key)
            if found is None:
                raise CellRefused("seller", mark("Chưa có đơn vị này."))
            self._sellers[key] = found.id
        return self._sellers[key]

    def product_id(self, seller_id: UUID, sku: str) -> UUID:
        """Of this import, else of the shop."""
        if (seller_id, sku) not in self.products:
            found = queries.product_of(self.session, seller_id, sku)
            if found is None:
                raise CellRefused("product", mark("Chưa có sản phẩm {sku}."), sku=sku)
            self.products[seller_id, sku] = found.id
        return self.products[seller_id, sku]

    def ward_code(self, name: str) -> str:
        return self._wards[fold(name)]

    def category_id(self, name: str) -> UUID:
        return self._categories[fold(name)]

    def next_position(self, product_id: UUID) -> int:
        """New packings stand in the order of their rows."""
        self.positions[product_id] += 1
        return self.positions[product_id] - 1


Write = Callable[[Import, Row], tuple[bool, bool]]
"""Writes one row; whether it is new, and whether anything changed."""
Finish = Callable[[Import, Row], bool]
"""Does to a written row what needs all others; whether anything changed."""


def write_rows(
    run: Import, rows: Rows, writers: Mapping[str, Write], finishers: Mapping[str, Finish]
) -> Report:
    """The sheets in the order of `writers`, then the rows that have something left to do.

    A sheet with a fault is the last: what follows would only stumble over what it lacks.
    """
    done: dict[tuple[str, int], tuple[bool, bool]] = {}
    with relisting_later(run.session):
        for row, write in _each(run, rows, writers):
            with explained(run.report, row):
                done[row.sheet, row.number] = write(run, row)
    for row, finish in _each(run, rows, finishers):
        with explained(run.report, row):
            is_new, changed = done[row.sheet, row.number]
            done[row.sheet, row.number] = is_new, finish(run, row) or changed
    for (sheet, _), (is_new, changed) in done.items():
        run.report.count(sheet, is_new=is_new, changed=changed)
    return run.report


Work = TypeVar("Work")


def _each(run: Import, rows: Rows, works: Mapping[str, Work]) -> Iterator[tuple[Row, Work]]:
    for sheet, work in works.items():
        if not run.report.faults:
            yield from ((row, work) for row in rows.get(sheet, ()))


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


def merged(model: type[BaseModel], current: object | None, cells: dict[str, Any]) -> dict[str, Any]:
    """What is there with what the row says over it: a blank cell leaves it as it is."""
    base = model.model_validate(current).model_dump() if current is not None else {}
    return base | cells
