"""QR symbols (ISO/IEC 18004) of printed codes: modules, PNG, SVG.

The quiet zone of four modules is always drawn: on a dark pouch a symbol without it is not read.
"""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import groupby

from PIL import Image
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q

QUIET = 4
SMALLEST_PX = 4
LARGEST_VERSION_FOR_Q = 3


@dataclass(frozen=True)
class Symbol:
    """`rows` are the modules without the quiet zone, dark ones true; `level` is M or Q."""

    version: int
    level: str
    rows: tuple[tuple[bool, ...], ...]

    @property
    def side(self) -> int:
        """Modules along an edge, the quiet zone included."""
        return len(self.rows) + 2 * QUIET


@lru_cache(maxsize=512)
def symbol(payload: str) -> Symbol:
    """Level Q, which outlives more damage, while the version stays at 3 or below; else M."""
    for level, name in ((ERROR_CORRECT_Q, "Q"), (ERROR_CORRECT_M, "M")):
        code = QRCode(error_correction=level, border=0)
        code.add_data(payload)
        if code.best_fit() <= LARGEST_VERSION_FOR_Q or name == "M":
            break
    rows = tuple(tuple(bool(dark) for dark in row) for row in code.get_matrix())
    return Symbol(code.version, name, rows)


@lru_cache(maxsize=256)
def png(payload: str, px: int = 10) -> bytes:
    return png_of(symbol(payload), px)


def png_of(drawn: Symbol, px: int = 10) -> bytes:
    """One bit a pixel, `px` whole pixels a module: it must never be resampled."""
    image = Image.new("1", (drawn.side, drawn.side), 1)
    for y, row in enumerate(drawn.rows):
        for x, dark in enumerate(row):
            if dark:
                image.putpixel((x + QUIET, y + QUIET), 0)
    size = drawn.side * max(px, SMALLEST_PX)
    file = BytesIO()
    image.resize((size, size), Image.Resampling.NEAREST).save(file, "PNG", optimize=True)
    return file.getvalue()


@lru_cache(maxsize=256)
def svg(payload: str) -> str:
    """One path of horizontal runs on white paper; a unit is a module."""
    return svg_of(symbol(payload))


def secret_svg(payload: str) -> str:
    """As `svg`, of something that must not stay in our memory."""
    return svg_of(symbol.__wrapped__(payload))


def svg_of(drawn: Symbol) -> str:
    """A path of horizontal runs on white paper; a unit is a module."""
    path = "".join(
        f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z" for x, y, length in runs(drawn)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.side} {drawn.side}" '
        f'width="{drawn.side * 8}" height="{drawn.side * 8}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{drawn.side}v{drawn.side}H0z"/><path d="{path}"/></svg>'
    )


def runs(drawn: Symbol) -> list[tuple[int, int, int]]:
    """Dark modules as (x, y, length), left to right in each row, without the quiet zone."""
    found = []
    for y, row in enumerate(drawn.rows):
        x = 0
        for dark, group in groupby(row):
            length = len(list(group))
            if dark:
                found.append((x, y, length))
            x += length
    return found
