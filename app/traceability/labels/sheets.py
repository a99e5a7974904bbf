"""Label stock, as data: a new roll or sheet is one more row here."""

from dataclasses import dataclass, replace

from app.core.symbols import QUIET

MM = 72 / 25.4
"""Points in a millimetre."""
SMALLEST_MODULE = 0.35
"""Millimetres: what a phone still reads (X-dimension); less is refused, with the reason."""
SIDE = 29 + 2 * QUIET
"""Modules of version 3, the quiet zone included: what our codes fit into."""
LARGEST_VERSION = 5
PRINTERS = (203, 300, 600)
"""Dots an inch."""


@dataclass(frozen=True)
class Sheet:
    """Millimetres, from the top left corner of the page; the pitch is label and gap together.

    `dot` is the printer's dot: a module of the symbol is whole dots, so that none is blurred.
    """

    key: str
    title: str
    page: tuple[float, float]
    label: tuple[float, float]
    columns: int = 1
    rows: int = 1
    margin: tuple[float, float] = (0, 0)
    pitch: tuple[float, float] = (0, 0)
    largest_symbol: float = 19
    dot: float = 25.4 / 600
    offset: tuple[float, float] = (0, 0)
    """By how much a printer is off: everything moves to the right and down by so much."""

    @property
    def labels(self) -> int:
        return self.columns * self.rows

    @property
    def is_roll(self) -> bool:
        return self.labels == 1

    def corner(self, place: int) -> tuple[float, float]:
        """Left and top of label `place` (from 0, along the rows)."""
        row, column = divmod(place % self.labels, self.columns)
        left = self.margin[0] + column * self.pitch[0] + self.offset[0]
        return left, self.margin[1] + row * self.pitch[1] + self.offset[1]

    def module(self, modules: int) -> float:
        """The side of a module when `modules` of them (quiet zone included) fill the symbol."""
        room = min(self.largest_symbol, self.label[0] - 1, self.label[1] - 1)
        return int(room / modules / self.dot + 1e-9) * self.dot

    def on_dot(self, length: float) -> float:
        """The whole dot that is nearest: a symbol that starts between two is blurred."""
        return round(length / self.dot) * self.dot

    def for_printer(self, offset: tuple[float, float], dpi: int) -> "Sheet":
        """The same stock in a printer that was measured: `offset` adds to the sheet's own."""
        moved = (self.offset[0] + offset[0], self.offset[1] + offset[1])
        return replace(self, offset=moved, dot=25.4 / dpi)


A4 = (210.0, 297.0)
THERMAL = 25.4 / 203
SHEETS = (
    Sheet(
        "a4-65",
        "A4, 65 tem 38,1 × 21,2 mm",
        A4,
        (38.1, 21.2),
        columns=5,
        rows=13,
        margin=(4.75, 10.7),
        pitch=(40.6, 21.2),
    ),
    Sheet(
        "a4-24",
        "A4, 24 tem 64 × 33,9 mm",
        A4,
        (64, 33.9),
        columns=3,
        rows=8,
        margin=(7.2, 12.9),
        pitch=(66, 33.9),
        largest_symbol=28,
    ),
    Sheet(
        "cuon-50x30",
        "Cuộn nhiệt 50 × 30 mm",
        (50, 30),
        (50, 30),
        largest_symbol=26,
        dot=THERMAL,
    ),
    Sheet(
        "cuon-40x40",
        "Cuộn nhiệt 40 × 40 mm",
        (40, 40),
        (40, 40),
        largest_symbol=26,
        dot=THERMAL,
    ),
)
BY_KEY = {sheet.key: sheet for sheet in SHEETS}
