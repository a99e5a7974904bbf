"""Label sheets as vector PDF: every label of a lot is the same, so it is drawn once and placed."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from app.core.symbols import QUIET, Symbol, runs, symbol
from app.traceability.labels.sheets import MM, Sheet

FONTS = Path(__file__).parent / "fonts"
TEXT, BOLD, DISPLAY = "ng-text-400", "ng-text-600", "ng-display"
PAD = 1.2
"""Millimetres between a label's edge and its words."""
UPRIGHT = 1.3
"""A label less wide than this for its height has its words below the symbol."""


@dataclass(frozen=True)
class Label:
    """What one label says: the symbol's payload, the code below it, and a few words."""

    payload: str
    code: str
    name: str
    lines: tuple[str, ...]


def label_sheet(sheet: Sheet, label: Label, count: int, *, skip: int = 0) -> bytes:
    """`count` labels; on A4 the first `skip` places of the first page stay empty (a used sheet)."""
    file = BytesIO()
    canvas = _canvas(file, sheet, label.code)
    _define(canvas, sheet, label)
    for place in range(skip, skip + count):
        if place > skip and place % sheet.labels == 0:
            canvas.showPage()
        _at(canvas, sheet, place)
    canvas.save()
    return file.getvalue()


def trial_sheet(sheet: Sheet, title: str) -> bytes:
    """Outlines and a ruler, without any code: to see whether the printer scales or shifts."""
    file = BytesIO()
    canvas = _canvas(file, sheet, title)
    canvas.setLineWidth(0.25)
    for place in range(sheet.labels):
        left, top = sheet.corner(place)
        x, y = left * MM, (sheet.page[1] - top - sheet.label[1]) * MM
        canvas.rect(x, y, sheet.label[0] * MM, sheet.label[1] * MM)
    left, top = sheet.corner(0)
    x, y = (left + PAD) * MM, (sheet.page[1] - top - sheet.label[1] / 2) * MM
    canvas.line(x, y, x + 20 * MM, y)
    for tick in (0, 10, 20):
        canvas.line(x + tick * MM, y - 3, x + tick * MM, y + 3)
    canvas.setFont(TEXT, 6)
    canvas.drawString(x, y + 5, title)
    canvas.drawString(x, y - 10, "20 mm")
    canvas.save()
    return file.getvalue()


def _canvas(file: BytesIO, sheet: Sheet, title: str) -> Any:
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415  # a shop that prints nothing

    _load_fonts()  # never pays for it
    canvas = Canvas(file, pagesize=(sheet.page[0] * MM, sheet.page[1] * MM), invariant=1)
    canvas.setTitle(title)
    canvas.setAuthor("Nguyên Gốc")
    canvas.setViewerPreference("PrintScaling", "None")
    return canvas


@cache
def _load_fonts() -> None:
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415

    for name in (TEXT, BOLD, DISPLAY):
        pdfmetrics.registerFont(TTFont(name, FONTS / f"{name}.ttf"))


def _define(canvas: Any, sheet: Sheet, label: Label) -> None:
    """The form that every label refers to; its origin is the label's lower left corner."""
    canvas.beginForm("label", 0, 0, sheet.label[0] * MM, sheet.label[1] * MM)
    canvas.setFillGray(0)
    drawn = symbol(label.payload)
    module = sheet.module(drawn.side)
    if sheet.label[0] < sheet.label[1] * UPRIGHT:
        _draw_upright(canvas, sheet, label, drawn, module)
    else:
        _draw_beside(canvas, sheet, label, drawn, module)
    canvas.endForm()


def _at(canvas: Any, sheet: Sheet, place: int) -> None:
    left, top = sheet.corner(place)
    canvas.saveState()
    canvas.translate(left * MM, (sheet.page[1] - top - sheet.label[1]) * MM)
    canvas.doForm("label")
    canvas.restoreState()


def _draw_beside(canvas: Any, sheet: Sheet, label: Label, drawn: Symbol, module: float) -> None:
    """The symbol at the left, as high as the label allows; words at its right."""
    width, height = sheet.label
    side = drawn.side * module
    _draw_symbol(canvas, drawn, module, PAD / 2, (height - side) / 2)
    words = Words(canvas, (side + PAD / 2) * MM, (height - PAD) * MM, (width - side - 2 * PAD) * MM)
    words.fill(label, lines=2, scale=height / 21.2)


def _draw_upright(canvas: Any, sheet: Sheet, label: Label, drawn: Symbol, module: float) -> None:
    """The symbol above, words centred on it below."""
    width, height = sheet.label
    side = drawn.side * module
    _draw_symbol(canvas, drawn, module, (width - side) / 2, height - side - PAD / 2)
    left, top = PAD * MM, (height - side) * MM
    words = Words(canvas, left, top, (width - 2 * PAD) * MM, centred=True)
    words.fill(label, lines=1)


def _draw_symbol(canvas: Any, drawn: Symbol, module: float, left: float, bottom: float) -> None:
    """White paper under the whole symbol, then its dark runs; one path, so no seams show."""
    size, unit = drawn.side * module * MM, module * MM
    canvas.setFillGray(1)
    canvas.rect(left * MM, bottom * MM, size, size, stroke=0, fill=1)
    canvas.setFillGray(0)
    path = canvas.beginPath()
    for x, y, length in runs(drawn):
        at_x = left * MM + (x + QUIET) * unit
        at_y = bottom * MM + (drawn.side - QUIET - y - 1) * unit
        path.rect(at_x, at_y, length * unit, unit)
    canvas.drawPath(path, stroke=0, fill=1)


@dataclass
class Words:
    """Lines set one below another in a column; a line too long is set smaller, then cut."""

    canvas: Any
    left: float
    top: float
    width: float
    centred: bool = False

    def fill(self, label: Label, lines: int, scale: float = 1) -> None:
        """The name on at most `lines` lines, the code, and the rest."""
        for line in self._wrapped(label.name, BOLD, 6.4 * scale, lines):
            self.line(line, BOLD, 6.4 * scale)
        self.line(label.code, DISPLAY, 8.4 * scale)
        for line in label.lines:
            self.line(line, TEXT, 5 * scale)

    def line(self, text: str, font: str, size: float) -> None:
        size = min(size, size * self.width / max(self._wide(text, font, size), 1))
        self.top -= size * 1.18
        self.canvas.setFont(font, size)
        if self.centred:
            self.canvas.drawCentredString(self.left + self.width / 2, self.top, text)
        else:
            self.canvas.drawString(self.left, self.top, text)

    def _wrapped(self, text: str, font: str, size: float, lines: int) -> list[str]:
        """At most `lines` lines; the last one takes what is left."""
        found, rest = [""], text.split()
        while rest:
            longer = f"{found[-1]} {rest[0]}".strip()
            full = found[-1] and self._wide(longer, font, size) > self.width
            if full and len(found) < lines:
                found.append("")
            else:
                found[-1] = longer
                rest.pop(0)
        return found

    def _wide(self, text: str, font: str, size: float) -> float:
        return float(self.canvas.stringWidth(text, font, size))
