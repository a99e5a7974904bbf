"""A label as SVG in its true size: what the PDF shows, drawn by the same hand on other paper."""

# ruff: noqa: N802  # the names of ReportLab's canvas, for which this paper stands

from html import escape
from typing import Any

from app.core.symbols import symbol
from app.traceability.labels.drawing import BOLD, DISPLAY, TEXT, Label, define_label, load_fonts
from app.traceability.labels.sheets import MM, Sheet

FAMILIES = {
    TEXT: 'font-family="Be Vietnam Pro, sans-serif"',
    BOLD: 'font-family="Be Vietnam Pro, sans-serif" font-weight="600"',
    DISPLAY: 'font-family="Phudu, Be Vietnam Pro, sans-serif" font-weight="700"',
}
RULER = 50
"""Millimetres."""


def label_svg(sheet: Sheet, label: Label) -> str:
    """The label and its edge, as many millimetres large as in print."""
    load_fonts()
    width, height = sheet.label
    paper = _Paper(height * MM)
    define_label(paper, sheet, label, symbol(label.payload))
    edge = (
        f'<rect width="{width * MM:.2f}" height="{height * MM:.2f}" '
        'fill="#fff" stroke="#8c8263" stroke-width=".4"/>'
    )
    return _svg(width, height, edge + "".join(paper.drawn))


def ruler_svg() -> str:
    """Five centimetres: what the eye compares with a ruler held to the screen."""
    ticks = "".join(
        f'<path d="M{at * MM:.2f} 0v{(4 if at % 10 == 0 else 2) * MM:.2f}"/>'
        for at in range(RULER + 1)
    )
    numbers = "".join(
        f'<text x="{at * MM + 1:.2f}" y="{7 * MM:.2f}" font-size="7" '
        f'font-family="sans-serif" stroke="none">{at}</text>'
        for at in range(0, RULER + 1, 10)
    )
    body = f'<g stroke="#17241c" stroke-width=".4" fill="#17241c">{ticks}{numbers}</g>'
    return _svg(RULER + 5, 8, body)


def _svg(width: float, height: float, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width * MM:.2f} {height * MM:.2f}">{body}</svg>'
    )


class _Path:
    def __init__(self, height: float) -> None:
        self.height = height
        self.parts: list[str] = []

    def rect(self, x: float, y: float, width: float, height: float) -> None:
        top = self.height - y - height
        self.parts.append(f"M{x:.3f} {top:.3f}h{width:.3f}v{height:.3f}h-{width:.3f}z")


class _Paper:
    """Takes what the drawing says in points from the lower left, and turns it over."""

    def __init__(self, height: float) -> None:
        self.height = height
        self.drawn: list[str] = []
        self._fill = "#000"
        self._font, self._size = TEXT, 5.0

    def beginForm(self, *_: Any) -> None:
        """A label alone needs no form."""

    def endForm(self) -> None:
        """As `beginForm`."""

    def setFillGray(self, gray: float) -> None:
        self._fill = "#fff" if gray else "#000"

    def setFont(self, font: str, size: float) -> None:
        self._font, self._size = font, size

    def stringWidth(self, text: str, font: str, size: float) -> float:
        from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415  # only for previews

        return float(stringWidth(text, font, size))

    def rect(self, x: float, y: float, width: float, height: float, **_: Any) -> None:
        path = self.beginPath()
        path.rect(x, y, width, height)
        self.drawPath(path)

    def beginPath(self) -> _Path:
        return _Path(self.height)

    def drawPath(self, path: _Path, **_: Any) -> None:
        self.drawn.append(
            f'<path shape-rendering="crispEdges" fill="{self._fill}" d="{"".join(path.parts)}"/>'
        )

    def drawString(self, x: float, y: float, text: str) -> None:
        wide = self.stringWidth(text, self._font, self._size)
        self.drawn.append(
            f'<text x="{x:.2f}" y="{self.height - y:.2f}" font-size="{self._size:.2f}" '
            f'textLength="{wide:.2f}" lengthAdjust="spacingAndGlyphs" {FAMILIES[self._font]}>'
            f"{escape(text)}</text>"
        )

    def drawCentredString(self, x: float, y: float, text: str) -> None:
        self.drawString(x - self.stringWidth(text, self._font, self._size) / 2, y, text)
