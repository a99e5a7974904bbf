"""Growing areas: the land a lot comes from, in the manner of the prototype's hero."""

from collections.abc import Sequence
from itertools import pairwise
from random import Random

SKIES = {
    "som": ("#f8efda", "#efd39c", "#c8402a"),
    "trua": ("#eef3ea", "#d9e6d4", "#f0c96a"),
    "suong": ("#eef0ea", "#dfe3d6", "#e8d9a8"),
    "chieu": ("#f8e6d3", "#efbf93", "#b5301f"),
}
FAR = ("#c3ceb0", "#9fb894", "#7ba07a")
MIST = ("#c9d2c6", "#adbcae", "#8ba492")


def _ridge(random: Random, base: float, swing: float, fill: str, step: int = 140) -> str:
    points = [(x, base + random.uniform(-swing, swing)) for x in range(-step, 800 + 2 * step, step)]
    d = f"M{points[0][0]} {points[0][1]:.0f}"
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = (x0 + x1) / 2
        d += f"C{middle:.0f} {y0:.0f} {middle:.0f} {y1:.0f} {x1} {y1:.0f}"
    return f'<path fill="{fill}" d="{d}V500H-200z"/>'


def _karst(random: Random, fill: str) -> str:
    out = []
    for x in range(-40, 860, 120):
        top, half = random.randrange(110, 220), random.randrange(60, 90)
        out.append(
            f"M{x - half} 340C{x - half} {top + 60} {x - half / 2:.0f} {top} {x} {top}S{x + half} {top + 70} {x + half} 340z"
        )
    return f'<path fill="{fill}" d="{"".join(out)}"/>'


def _mound(x: float, y: float, rx: float, ry: float, tones: tuple[str, str, str], key: str) -> str:
    """A rounded tea hill with its rows of bushes."""
    rows = "".join(
        f'<ellipse cx="{x - 3 * i}" cy="{y + 3 * i}" rx="{rx - 0.1 * rx * (i + 0.5):.0f}" ry="{ry - 0.1 * ry * (i + 0.5):.0f}" fill="none" stroke="{tones[1]}" stroke-width="{15 - 0.6 * i:.1f}"/>'
        f'<ellipse cx="{x - 3 * i}" cy="{y - 2.5 + 3 * i}" rx="{rx - 0.1 * rx * (i + 0.5):.0f}" ry="{ry - 0.1 * ry * (i + 0.5):.0f}" fill="none" stroke="{tones[2]}" stroke-width="{8.4 - 0.3 * i:.1f}" stroke-linecap="round" stroke-dasharray=".1 9"/>'
        for i in range(8)
    )
    return f'<clipPath id="{key}"><ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}"/></clipPath><g clip-path="url(#{key})"><ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" fill="{tones[0]}"/>{rows}</g>'


TEA_TONES = (
    ("#4d7d4e", "#5d8d55", "#8fb265"),
    ("#3f6f49", "#4d7d4e", "#7ea45c"),
    ("#5a8a4f", "#6b9a58", "#a2c06f"),
)


def _picker(x: float, y: float, coat: str, scale: float = 1) -> str:
    return (
        f'<g transform="translate({x} {y}) scale({scale})"><path d="M8-2c7 0 9 4 9 12l-2 12H7z" fill="#a8743a"/>'
        f'<path d="M-9 30C-11 14-9 2 0-3 9 2 10 14 8 30z" fill="{coat}"/><path d="M-6 6c-6 4-9 8-13 9" stroke="{coat}" stroke-width="5" stroke-linecap="round" fill="none"/>'
        '<circle cx="-20" cy="15" r="2.600" fill="#e7b98b"/><circle cx="-1" cy="-7" r="6" fill="#e7b98b"/>'
        '<path d="M-19-7C-10-11-5-17-2-23 3-17 8-11 17-8 6-3-8-3-19-7z" fill="#f2dca6"/></g>'
    )


def _paddy(random: Random) -> str:
    bands = "".join(
        f'<path d="M-20 {330 + 24 * i}C180 {318 + 26 * i} 420 {346 + 22 * i} 820 {326 + 25 * i}V520H-20z" fill="{fill}"/>'
        for i, fill in enumerate(
            ("#c9b24e", "#d8c263", "#bfa748", "#dcc970", "#c9b24e", "#d2bd5a", "#b79f43")
        )
    )
    tufts = "".join(
        f'<path d="M{random.randrange(800)} {random.randrange(360, 490)}l-4-14M{random.randrange(800)} {random.randrange(360, 490)}l4-14" stroke="#8f8232" stroke-width="2.500"/>'
        for _ in range(60)
    )
    return bands + tufts


def _lake() -> str:
    waves = "".join(
        f'<path d="M{60 + 130 * (i % 6)} {350 + 22 * (i // 2)}h{54 + 9 * (i % 3)}" stroke="#fff" stroke-opacity=".45" stroke-width="4" stroke-linecap="round"/>'
        for i in range(12)
    )
    boat = '<g transform="translate(540 392)"><path d="M-70 0q70 26 140 0l-14 18q-56 12-112 0z" fill="#6e4a2a"/><path d="M-6-2v-34" stroke="#6e4a2a" stroke-width="4"/><path d="M-30-34q26-16 52 0z" fill="#f2dca6"/></g>'
    return f'<path fill="#a9c4c2" d="M-20 330H820V520H-20z"/>{waves}{boat}'


def _orchard(random: Random, fruit: str) -> str:
    trees = []
    for row, (y, scale) in enumerate(((346, 0.8), (400, 1.05), (462, 1.35))):
        for i in range(7 - row):
            x = 40 + i * (120 + 18 * row) + 30 * (row % 2)
            dots = "".join(
                f'<circle cx="{random.randrange(-26, 27)}" cy="{random.randrange(-66, -28)}" r="4.500" fill="{fruit}"/>'
                for _ in range(9)
            )
            trees.append(
                f'<g transform="translate({x} {y}) scale({scale})"><path d="M-4 0V-34h8V0z" fill="#6b4a2a"/><circle cy="-50" r="36" fill="#4d7d4e"/><circle cx="-14" cy="-42" r="22" fill="#5d8d55"/>{dots}</g>'
            )
    return (
        '<path fill="#7ba07a" d="M-20 320C200 300 560 336 820 312V520H-20z"/><path fill="#6b9a58" d="M-20 400C240 380 560 412 820 392V520H-20z"/>'
        + "".join(trees)
    )


def _hives(random: Random) -> str:
    boxes = "".join(
        f'<g transform="translate({x} {y}) scale({s})"><rect x="-30" y="-38" width="60" height="38" fill="{fill}"/><rect x="-34" y="-46" width="68" height="10" rx="2" fill="#6b4a2a"/><path d="M-12-8h24" stroke="#3d2a17" stroke-width="4"/></g>'
        for x, y, s, fill in (
            (150, 420, 1, "#e3b23c"),
            (270, 446, 1.1, "#b5301f"),
            (410, 424, 1, "#e8d9a8"),
            (540, 456, 1.15, "#e3b23c"),
            (680, 430, 1, "#8fb265"),
        )
    )
    bees = "".join(
        f'<g transform="translate({random.randrange(100, 740)} {random.randrange(280, 380)})"><ellipse rx="5" ry="3.500" fill="#3d2a17"/><ellipse cx="-2" cy="-4" rx="4" ry="2.500" fill="#fff" opacity=".8"/></g>'
        for _ in range(14)
    )
    return f'<path fill="#5d8d55" d="M-20 350C200 330 560 366 820 342V520H-20z"/><path fill="#6b9a58" d="M-20 440C240 424 560 456 820 436V520H-20z"/>{boxes}{bees}'


def _tea(random: Random, pickers: int) -> str:
    mounds = [(660, 500, 330, 190), (150, 510, 320, 170), (430, 560, 360, 190)]
    out = [
        _mound(x + random.randrange(-30, 30), y, rx, ry, TEA_TONES[i % 3], f"m{i}")
        for i, (x, y, rx, ry) in enumerate(mounds)
    ]
    coats = ("#8a4b2a", "#27466b", "#7a2a3c")
    out += [
        _picker(150 + 230 * i + random.randrange(60), 408 + 22 * (i % 2), coats[i % 3], 1.15)
        for i in range(pickers)
    ]
    return "".join(out)


def hill(kind: str, sky: str, *, fruit: str = "#dd7a2b") -> str:
    """An 800 × 500 view: `kind` is che, shan, lua, ho, vuon, ong or da."""
    random = Random(f"{kind}-{sky}-{fruit}")
    top, bottom, sun = SKIES[sky]
    tones: Sequence[str] = MIST if sky == "suong" else FAR
    ground = {
        "che": lambda: _tea(random, 3),
        "shan": lambda: _tea(random, 1),
        "lua": lambda: _paddy(random),
        "ho": _lake,
        "vuon": lambda: _orchard(random, fruit),
        "ong": lambda: _hives(random),
        "da": lambda: _orchard(random, fruit),
    }[kind]()
    far = (
        _karst(random, tones[1])
        if kind in {"da", "ho", "shan", "ong"}
        else _ridge(random, 250, 34, tones[1], 128)
    )
    return "".join(
        (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 500">',
            f'<defs><linearGradient id="s" x2="0" y2="1"><stop stop-color="{top}"/><stop offset="1" stop-color="{bottom}"/></linearGradient></defs>',
            '<rect width="800" height="500" fill="url(#s)"/>',
            f'<circle cx="{random.randrange(500, 700)}" cy="{random.randrange(90, 150)}" r="58" fill="{sun}"/>',
            '<g fill="#f8e9c8" opacity=".9"><rect x="470" y="120" width="220" height="11" rx="5.5"/><rect x="510" y="109" width="110" height="13" rx="6.5"/><rect x="110" y="90" width="190" height="11" rx="5.5"/><rect x="150" y="79" width="90" height="13" rx="6.5"/></g>',
            _ridge(random, 215, 40, tones[0], 150),
            far,
            _ridge(random, 312, 16, tones[2], 170),
            '<g fill="#f3ead0" opacity=".8"><rect x="300" y="262" width="240" height="11" rx="5.5"/><rect x="350" y="251" width="120" height="13" rx="6.5"/></g>',
            ground,
            "</svg>\n",
        )
    )
