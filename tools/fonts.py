"""Cut the shop's fonts: three small files that hold Vietnamese and our few signs, nothing else.

Run by hand when the set of signs changes; the result is committed under static/fonts.

    npm pack @fontsource/be-vietnam-pro@5.3.0 @fontsource/phudu@5.3.0   # unpack into SOURCE
    pip install fonttools brotli
    python tools/fonts.py SOURCE

The source files lack the three signs → ≤ ≥, so they are composed here from the fonts' own minus
and angle strokes (the OFL allows changed versions; ours carry another name).
"""

import sys
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FONTS = {
    "ng-text-400": "be-vietnam-pro/files/be-vietnam-pro-{part}-400-normal.woff2",
    "ng-text-600": "be-vietnam-pro/files/be-vietnam-pro-{part}-600-normal.woff2",
    "ng-display": "phudu/files/phudu-{part}-700-normal.woff2",
}
PARTS = ("latin", "latin-ext", "vietnamese")
ASCII = "".join(map(chr, range(0x20, 0x7F)))
LETTERS = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư" + "".join(map(chr, range(0x1EA0, 0x1EFA)))
SIGNS = "\u00a0°±²·×½«»₫–—‘’“”…•−"
OUT = Path("static/fonts")
PRINTED = Path("app/traceability/labels/fonts")
FEATURES = ["kern", "ccmp", "locl", "mark"]


def main(source: Path) -> None:
    for name, pattern in FONTS.items():
        font = merged([source / pattern.format(part=part) for part in PARTS])
        compose_signs(font)
        font.flavor = "woff2"
        font.save(OUT / f"{name}.woff2")
        font.flavor = None  # labels are printed with the same letters, in a PDF that wants a name
        font["name"].setName(name, 6, 3, 1, 0x409)
        font.save(PRINTED / f"{name}.ttf")
        print(name, (OUT / f"{name}.woff2").stat().st_size)


def merged(paths: list[Path]) -> TTFont:
    """Return one font of the wanted letters; a letter in two parts is taken from the first."""
    wanted = set(map(ord, ASCII + LETTERS + SIGNS))
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for number, path in enumerate(paths):
            font = TTFont(path)
            here = wanted & set(font.getBestCmap())
            wanted -= here
            parts.append(cut(font, here, Path(folder) / f"{number}.ttf"))
        return cut_again(Merger().merge(parts))


def cut(font: TTFont, letters: set[int], target: Path) -> str:
    tool = subset.Subsetter(options())
    tool.populate(unicodes=letters)
    tool.subset(font)
    font.flavor = None
    font.save(target)
    return str(target)


def cut_again(font: TTFont) -> TTFont:
    """Drop what merging brought back: names, duplicate tables."""
    tool = subset.Subsetter(options())
    tool.populate(unicodes=set(font.getBestCmap()))
    tool.subset(font)
    return font


def options() -> subset.Options:
    wanted = subset.Options(hinting=False, desubroutinize=True, layout_features=FEATURES)
    wanted.name_IDs = [0, 13, 14]  # copyright and licence stay
    wanted.notdef_outline = False
    return wanted


def compose_signs(font: TTFont) -> None:
    """Add ≤ ≥ (an angle over a bar) and → (a bar with a small angle at its end)."""
    bar, less, greater = (font.getBestCmap()[ord(sign)] for sign in "−<>")
    thick = bounds(font, bar)[3] - bounds(font, bar)[1]
    drop = bounds(font, less)[1] - bounds(font, bar)[1] - thick * 0.6
    add(
        font, "≤", bar, [(less, (1, 0, 0, 0.86, 0, lift(font, less))), (bar, (1, 0, 0, 1, 0, drop))]
    )
    add(
        font,
        "≥",
        bar,
        [(greater, (1, 0, 0, 0.86, 0, lift(font, less))), (bar, (1, 0, 0, 1, 0, drop))],
    )
    add(
        font,
        "→",
        bar,
        [(bar, (1.35, 0, 0, 1, 0, 0)), (greater, head(font, bar, greater))],
        wide=1.4,
    )


def lift(font: TTFont, angle: str) -> float:
    """How far an angle squeezed to 86 % must rise so that its top stays above the bar."""
    return (bounds(font, angle)[3]) * 0.14 + 20


def head(font: TTFont, bar: str, angle: str) -> tuple[float, ...]:
    """Scale the angle to 72 % and set its point where the bar, drawn 1.35 wide, ends."""
    _, low, right, high = bounds(font, angle)
    middle = (bounds(font, bar)[1] + bounds(font, bar)[3]) / 2
    scale = 0.72
    x = bounds(font, bar)[2] * 1.35 - right * scale + 24
    return (scale, 0, 0, scale, x, middle - (low + high) / 2 * scale)


def bounds(font: TTFont, glyph: str) -> tuple[float, float, float, float]:
    pen = BoundsPen(font.getGlyphSet())
    font.getGlyphSet()[glyph].draw(pen)
    return pen.bounds


def add(font: TTFont, sign: str, model: str, pieces: list, wide: float = 1) -> None:
    """Draw `sign` from moved pieces of other glyphs; its width follows `model`."""
    pen = TTGlyphPen(font.getGlyphSet())
    for name, matrix in pieces:
        font.getGlyphSet()[name].draw(TransformPen(pen, matrix))
    name = f"uni{ord(sign):04X}"
    glyph = pen.glyph()
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (round(font["hmtx"][model][0] * wide), glyph.xMin)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord(sign)] = name


if __name__ == "__main__":
    main(Path(sys.argv[1]))
