"""What one label looks like: the symbol, and the words beside or below it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from app.core.i18n import gettext, mark
from app.core.symbols import QUIET, Symbol, runs
from app.traceability.labels.sheets import MM, Sheet

FONTS = Path(__file__).parent / "fonts"
TEXT, BOLD, DISPLAY = "ng-text-400", "ng-text-600", "ng-display"
FORM = "label"
PAD = 1.2
"""Millimetres between a label's edge and its words."""
UPRIGHT = 1.3
"""A label less wide than this for its height has its words below the symbol."""
SERIAL = mark("Số riêng")
SCRATCH = mark("Mã cào")


@dataclass(frozen=True)
class Label:
    """What the labels of a run say alike; `payload` is empty where each has its own."""

    payload: str
    code: str
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Spot:
    """Where a text of each label's own begins, from the label's lower left corner; in points."""

    left: float
    bottom: float
    size: float


@dataclass(frozen=True)
class Layout:
    """Millimetres from the label's lower left corner; `module` is a module's side."""

    module: float
    left: float
    bottom: float
    words_left: float
    words_top: float
    words_width: float
    upright: bool


def layout_of(sheet: Sheet, modules: int) -> Layout:
    """For a symbol `modules` wide, its quiet zone included; it begins on a whole dot."""
    width, height = sheet.label
    module = sheet.module(modules)
    side = modules * module
    if width < height * UPRIGHT:
        left, bottom = sheet.on_dot((width - side) / 2), sheet.on_dot(height - side - PAD / 2)
        return Layout(module, left, bottom, PAD, height - side, width - 2 * PAD, upright=True)
    left, bottom = sheet.on_dot(PAD / 2), sheet.on_dot((height - side) / 2)
    words = side + PAD / 2
    return Layout(module, left, bottom, words, height - PAD, width - side - 2 * PAD, upright=False)


def open_canvas(file: IO[bytes], sheet: Sheet, title: str, *, packed: bool = True) -> Any:
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415  # a shop that prints nothing

    load_fonts()  # never pays for it
    page = (sheet.page[0] * MM, sheet.page[1] * MM)
    canvas = Canvas(file, pagesize=page, invariant=1, pageCompression=int(packed))
    canvas.setTitle(title)
    canvas.setAuthor("Nguyên Gốc")
    canvas.setViewerPreference("PrintScaling", "None")
    return canvas


@cache
def load_fonts() -> None:
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415

    for name in (TEXT, BOLD, DISPLAY):
        pdfmetrics.registerFont(TTFont(name, FONTS / f"{name}.ttf"))


def define_label(canvas: Any, sheet: Sheet, label: Label, drawn: Symbol) -> None:
    """The form `FORM` of labels that are all the same."""
    layout = layout_of(sheet, drawn.side)
    _begin(canvas, sheet)
    _draw_paper(canvas, layout, drawn.side)
    _draw_symbol(canvas, layout, drawn)
    _words(canvas, sheet, layout).fill(label, *_scale(sheet, layout))
    canvas.endForm()


def define_unit(
    canvas: Any, sheet: Sheet, label: Label, modules: int, *, scratch: bool
) -> list[Spot]:
    """The form `FORM` of what unit labels share: white paper for a symbol, and words.

    Returns where each one's serial goes and, with `scratch`, its PIN.
    """
    layout = layout_of(sheet, modules)
    _begin(canvas, sheet)
    _draw_paper(canvas, layout, modules)
    words = _words(canvas, sheet, layout)
    lines, scale = _scale(sheet, layout)
    words.fill(label, lines, scale)
    said = [gettext(SERIAL), gettext(SCRATCH)] if scratch else [gettext(SERIAL)]
    spots = [words.caption(text, 5 * scale) for text in said]
    canvas.endForm()
    return spots


def _begin(canvas: Any, sheet: Sheet) -> None:
    """The form's origin is the label's lower left corner."""
    canvas.beginForm(FORM, 0, 0, sheet.label[0] * MM, sheet.label[1] * MM)
    canvas.setFillGray(0)


def _scale(sheet: Sheet, layout: Layout) -> tuple[int, float]:
    """How many lines a name may take, and how large the words are."""
    return (1, 1.0) if layout.upright else (2, sheet.label[1] / 21.2)


def _words(canvas: Any, sheet: Sheet, layout: Layout) -> "Words":
    top = layout.words_top * MM
    return Words(
        canvas, layout.words_left * MM, top, layout.words_width * MM, centred=layout.upright
    )


def _draw_paper(canvas: Any, layout: Layout, modules: int) -> None:
    """White under the whole symbol: on a dark pouch it is not read without."""
    size = modules * layout.module * MM
    canvas.setFillGray(1)
    canvas.rect(layout.left * MM, layout.bottom * MM, size, size, stroke=0, fill=1)
    canvas.setFillGray(0)


def _draw_symbol(canvas: Any, layout: Layout, drawn: Symbol) -> None:
    """Its dark runs as one path, so no seams show."""
    unit = layout.module * MM
    path = canvas.beginPath()
    for x, y, length in runs(drawn):
        at_x = layout.left * MM + (x + QUIET) * unit
        at_y = layout.bottom * MM + (drawn.side - QUIET - y - 1) * unit
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

    def caption(self, text: str, size: float) -> Spot:
        """`text` with room behind it, where each label's own letters go."""
        widest = f"{text} {'M' * 10}"
        size = min(size, size * self.width / self._wide(widest, TEXT, size))
        self.top -= size * 1.18
        left = self.left
        if self.centred:
            left += (self.width - self._wide(f"{text} {'0' * 10}", TEXT, size)) / 2
        self.canvas.setFont(TEXT, size)
        self.canvas.drawString(left, self.top, text)
        return Spot(left + self._wide(f"{text} ", TEXT, size), self.top, size)

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
