"""Days of a workbook moved as one, so that a sample never grows old."""

from collections.abc import Mapping
from datetime import date, timedelta

from app.imports.rules import LOTS, Row, Rows

FRESHEST = 5
"""Days between the newest harvest of a moved sample and today."""
FIXED = {"founded_on"}


def days_behind(rows: Rows, today: date) -> int:
    """By how many days the newest harvest should be later; 0 when it is recent enough."""
    harvests: list[date] = [
        row["harvested_on"] for row in rows.get(LOTS, ()) if row["harvested_on"]
    ]
    if not harvests:
        return 0
    return max(0, (today - max(harvests)).days - FRESHEST)


def moved(rows: Rows, days: int) -> dict[str, list[Row]]:
    """Every date and moment `days` later, but for when a seller was founded; numbers stay."""
    return {sheet: [_moved(row, days) for row in found] for sheet, found in rows.items()}


def _moved(row: Row, days: int) -> Row:
    later = timedelta(days=days)
    cells: Mapping[str, object] = {
        name: value + later if isinstance(value, date) and name not in FIXED else value
        for name, value in row.cells.items()
    }
    return Row(row.sheet, row.number, cells)
