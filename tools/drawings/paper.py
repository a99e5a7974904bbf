"""What every drawing shares: the backdrop, the mark, fitted lettering, seeded chance."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from PIL import ImageFont

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "static" / "fonts"
DISPLAY, TEXT = "NG Display", "NG Text"
_FILES = {DISPLAY: "ng-display.woff2", TEXT: "ng-text-600.woff2"}

WHITE, INK, VERMILION, TEA, GOLD = "#fffdf8", "#17241c", "#b5301f", "#1f5a3c", "#f0c96a"
WIDTH, HEIGHT = 400, 440

TINTS = {  # wall, table
    "giay": ("#e9dfc4", "#dccfae"),
    "com": ("#d9e0bd", "#c9d3a6"),
    "dat": ("#efe0cf", "#e2cdb4"),
    "suong": ("#e6ead9", "#d6ddc4"),
    "sen": ("#e8d9dc", "#d9c3c8"),
    "mat": ("#f3dfb0", "#e8cd90"),
    "lua": ("#e3e2cf", "#d2d0b4"),
    "son": ("#e7d3c6", "#d8bda9"),
    "troi": ("#d5e0df", "#bfd0cf"),
    "tim": ("#dfdbe6", "#cbc5d6"),
    "dem": ("#2b4a38", "#213c2d"),
    "nang": ("#f6e6c3", "#ecd5a4"),
    "nho": ("#e4d3d8", "#d2bac3"),
    "xam": ("#e2e2dc", "#cfcfc6"),
}


@dataclass(frozen=True)
class Label:
    """What is lettered on a pack."""

    title: tuple[str, ...]
    place: str
    weight: str


@dataclass(frozen=True)
class Ink:
    """The colours of a pack: body, its darker part, the lettering, and the accent."""

    body: str
    dark: str
    text: str
    accent: str


@cache
def _font(family: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / _FILES[family]), 100)


def width_of(text: str, family: str, size: float) -> float:
    return _font(family).getlength(text) * size / 100


def fitted(lines: Iterable[str], family: str, size: float, room: float) -> float:
    """The largest size up to `size` at which every line fits into `room`."""
    widest = max((width_of(line, family, size) for line in lines), default=0)
    return size if widest <= room else size * room / widest


def on(body: str, dark: str) -> str:
    """White on a dark pack, `dark` on a light one."""
    red, green, blue = (int(body[i : i + 2], 16) for i in (1, 3, 5))
    return dark if 0.3 * red + 0.59 * green + 0.11 * blue > 168 else WHITE


def letters(
    text: str,
    x: float,
    y: float,
    size: float,
    fill: str,
    family: str = DISPLAY,
    anchor: str = "middle",
) -> str:
    weight = 700 if family == DISPLAY else 600
    safe = text.replace("&", "&amp;").replace("<", "&lt;")
    return (
        f'<text x="{x:g}" y="{y:g}" font-family="{family}" font-weight="{weight}" '
        f'font-size="{size:.1f}" fill="{fill}" text-anchor="{anchor}">{safe}</text>'
    )


def mark(x: float, y: float, size: float, frame: str, leaves: str) -> str:
    """The logo, its box `size` wide with the top left corner at (x, y)."""
    return (
        f'<g transform="translate({x:g} {y:g}) scale({size / 48:.4f})">'
        f'<path fill="none" stroke="{frame}" stroke-width="5" stroke-linejoin="round" '
        'd="M31 4.5H11A6.5 6.5 0 0 0 4.5 11v26a6.5 6.5 0 0 0 6.5 6.5h26a6.5 6.5 0 0 0 6.5-6.5V17"/>'
        f'<g fill="{leaves}"><path d="M24 38c-1.6-9 .2-20 6.6-28.5C33.4 20 31 31 24 38z"/>'
        '<path d="M22.5 37C14 35.5 10.5 28 11 19.5 18.5 22.5 22.5 28.5 22.5 37z"/>'
        '<path d="M26 37.5c.8-6.500 4.800-11 11-12.500.4 6.800-3.800 11.800-11 12.500z"/></g></g>'
    )


def shadow(x: float, y: float, half: float) -> str:
    return f'<ellipse cx="{x:g}" cy="{y:g}" rx="{half:g}" ry="12" fill="{INK}" opacity=".2"/>'


def tile(x: float, y: float, size: float, random: Random) -> str:
    """A small square that reads as a QR code from afar and decodes to nothing."""
    cells = 11
    step = (size - 4) / cells
    dark = [
        f"M{x + 2 + i * step:.1f} {y + 2 + j * step:.1f}h{step:.2f}v{step:.2f}h-{step:.2f}z"
        for i in range(cells)
        for j in range(cells)
        if _is_finder(i, j, cells) or (not _near_finder(i, j, cells) and random.random() < 0.5)
    ]
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{size:g}" height="{size:g}" rx="2" fill="{WHITE}"/>'
        f'<path fill="{INK}" d="{"".join(dark)}"/>'
    )


def _near_finder(i: int, j: int, cells: int) -> bool:
    return (i < 4 and (j < 4 or j >= cells - 4)) or (i >= cells - 4 and j < 4)


def _is_finder(i: int, j: int, cells: int) -> bool:
    if not _near_finder(i, j, cells):
        return False
    a, b = i if i < 4 else cells - 1 - i, j if j < 4 else cells - 1 - j
    return max(a, b) <= 2 and (max(a, b) == 2 or min(a, b) == 0) and not (a == b == 1)


def placed(part: str, x: float, y: float, *, scale: float = 1, turn: float = 0) -> str:
    turned = f" rotate({turn:g})" if turn else ""
    sized = f" scale({scale:g})" if scale != 1 else ""
    return f'<g transform="translate({x:g} {y:g}){turned}{sized}">{part}</g>'


def grown(part: str, x: float, y: float, scale: float) -> str:
    """`part` scaled about (x, y): how the prototype enlarges a pack on its table."""
    return f'<g transform="translate({x:g} {y:g}) scale({scale:g}) translate({-x:g} {-y:g})">{part}</g>'


def scattered(
    random: Random,
    count: int,
    area: tuple[float, float, float, float],
    draw: Callable[[float], str],
) -> str:
    """`count` things at random places of `area` (x0, y0, x1, y1), turned at random."""
    x0, y0, x1, y1 = area
    return "".join(
        f'<g transform="translate({random.uniform(x0, x1):.0f} {random.uniform(y0, y1):.0f}) '
        f'rotate({random.randrange(360)})">{draw(random.uniform(0.85, 1.2))}</g>'
        for _ in range(count)
    )


def ringed(count: int, radius: float, draw: Callable[[int], str]) -> str:
    """`count` things around a circle, each turned outwards."""
    return "".join(
        f'<g transform="rotate({360 * i / count:g}) translate(0 {-radius:g})">{draw(i)}</g>'
        for i in range(count)
    )


def point(centre: tuple[float, float], radius: float, degrees: float) -> tuple[float, float]:
    radians = math.radians(degrees)
    return centre[0] + radius * math.cos(radians), centre[1] + radius * math.sin(radians)


def scene(tint: str, *parts: str) -> str:
    wall, table = TINTS[tint]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{wall}"/>'
        f'<path d="M0 330C120 320 280 338 400 326V440H0z" fill="{table}"/>{"".join(parts)}</svg>\n'
    )
