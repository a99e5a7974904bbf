"""A page that shows by how much a printer is off: scales to read, instead of words to guess by."""

from io import BytesIO
from typing import Any

from app.traceability.labels.drawing import TEXT, open_canvas
from app.traceability.labels.sheets import MM, Sheet

REACH = 5
"""Millimetres of scale on either side of a corner."""


def calibration_sheet(sheet: Sheet, title: str) -> bytes:
    """Scales across the corners of the first and the last label, a tick each half millimetre.

    Laid on a real sheet against the light, the edge of the label crosses the scales where the
    printer is off by: to the right and down are positive.
    """
    file = BytesIO()
    canvas = open_canvas(file, sheet, title)
    canvas.setLineWidth(0.25)
    first, last = sheet.corner(0), sheet.corner(sheet.labels - 1)
    end = (last[0] + sheet.label[0], last[1] + sheet.label[1])
    for left, top in (first, end):
        _scales(canvas, left * MM, (sheet.page[1] - top) * MM)
    middle = (sheet.page[1] - first[1] - sheet.label[1] / 2) * MM
    canvas.setFont(TEXT, 6)
    canvas.drawString((first[0] + 2) * MM, middle, title)
    canvas.save()
    return file.getvalue()


def _scales(canvas: Any, x: float, y: float) -> None:
    reach = REACH * MM
    canvas.line(x - reach, y, x + reach, y)
    canvas.line(x, y - reach, x, y + reach)
    for half in range(-2 * REACH, 2 * REACH + 1):
        at, tick = half / 2 * MM, (1.2 if half % 2 == 0 else 0.6) * MM
        canvas.line(x + at, y - tick, x + at, y + tick)
        canvas.line(x - tick, y + at, x + tick, y + at)
