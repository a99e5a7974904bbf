"""Things that lie beside a pack: leaves, cups, blossoms, fruit, spices."""

from collections.abc import Callable
from random import Random

from .paper import INK, placed, ringed, scattered

LEAVES = {
    "xanh": ("#2e4a2f", "#3d5a35", "#52693b", "#1f3826"),
    "nau": ("#3a2418", "#54301d", "#6a3d22", "#2a1a14"),
    "bac": ("#b9bda6", "#d3d3bd", "#8d9a7c", "#e4e2cf"),
    "vang": ("#7a7a34", "#97913f", "#5f6b31", "#aaa150"),
}
LIQUORS = {
    "xanh": "#cfc75a",
    "nau": "#b5602a",
    "bac": "#e6d9a0",
    "vang": "#dcbf55",
    "hong": "#c9763f",
}


def sprig(dark: str = "#2f6b45", light: str = "#4d8652") -> str:
    """One bud and its leaves, the stem's foot at the origin."""
    return (
        f'<path d="M0 0C2-40 0-74 4-104" stroke="{dark}" stroke-width="4" fill="none" stroke-linecap="round"/>'
        f'<path fill="{dark}" d="M2-40C-26-46-50-66-58-96-28-94-4-76 2-40z"/>'
        f'<path fill="{light}" d="M2-58C24-62 48-80 58-108 28-110 6-92 2-58z"/>'
        f'<path fill="{light}" d="M4-98C-4-120-2-142 12-164 20-140 18-118 4-98z"/>'
        f'<path fill="{dark}" d="M1-16C24-14 44-24 58-44 32-54 10-44 1-16z"/>'
        '<path d="M2-40C-14-58-34-78-52-92M2-58C16-78 36-96 52-104M4-98 11-150M1-16C20-26 38-36 52-42" '
        'stroke="#fff" stroke-opacity=".35" stroke-width="1.6" fill="none"/>'
    )


def leaf(random: Random, kind: str) -> Callable[[float], str]:
    def draw(size: float) -> str:
        a = 13 * size
        return (
            f'<path d="M{-a:.0f} 0C{-a / 2:.0f} -7 {a / 3:.0f} -6 {a:.0f} -1 {a / 2:.0f} 3-{a / 3:.0f} 1-{a:.0f} 0z" '
            f'fill="{random.choice(LEAVES[kind])}"/>'
        )

    return draw


def dry_leaves(
    random: Random, kind: str, area: tuple[float, float, float, float], count: int
) -> str:
    return scattered(random, count, area, leaf(random, kind))


def cup(liquor: str, clay: str = "#dfe7d6") -> str:
    return (
        f'<ellipse cx="6" rx="52" ry="9" fill="{INK}" opacity=".2"/>'
        f'<path d="M-50-56C-48-20-34-2-14 0h28c20-2 34-20 36-56z" fill="{clay}"/>'
        '<path d="M22-4c16-6 26-24 28-52h-16c-2 26-8 44-20 52z" fill="#000" opacity=".1"/>'
        '<ellipse cy="-56" rx="50" ry="15" fill="#f4f6ec"/>'
        f'<ellipse cy="-54" rx="43" ry="11.5" fill="{liquor}"/>'
        '<ellipse cx="-10" cy="-57" rx="18" ry="4" fill="#fff" opacity=".35"/>'
    )


def glass(liquor: str) -> str:
    """A tall glass of cold tea, its foot at the origin."""
    return (
        f'<ellipse cx="4" rx="36" ry="7" fill="{INK}" opacity=".2"/>'
        f'<path d="M-32-92h64l-7 90q-25 5-50 0z" fill="{liquor}" opacity=".85"/>'
        '<path d="M-36-112h72l-9 110q-27 6-54 0z" fill="#fff" opacity=".32"/>'
        '<rect x="-20" y="-86" width="20" height="18" rx="3" fill="#fff" opacity=".55" transform="rotate(12)"/>'
        '<rect x="2" y="-76" width="18" height="17" rx="3" fill="#fff" opacity=".45" transform="rotate(-8)"/>'
    )


def bowl(fill: str, clay: str = "#efe4d2") -> str:
    """A shallow bowl heaped with something."""
    return (
        f'<ellipse cx="6" rx="64" ry="9" fill="{INK}" opacity=".2"/>'
        f'<path d="M-52-44C-40-72-18-82 0-82s40 10 52 38z" fill="{fill}"/>'
        f'<path d="M-62-46h124C58-18 40-2 18 0h-36C-40-2-58-18-62-46z" fill="{clay}"/>'
        '<path d="M30-3c18-8 28-24 32-43H46c-4 20-12 34-26 41z" fill="#000" opacity=".09"/>'
    )


def lotus() -> str:
    petals = "".join(
        f'<path transform="rotate({turn})" d="M0 0C-16-16-16-44 0-62 16-44 16-16 0 0z" fill="{fill}"/>'
        for turn, fill in (
            (-62, "#d2738f"),
            (62, "#d2738f"),
            (-36, "#e08fa6"),
            (36, "#e08fa6"),
            (0, "#eeb3c2"),
        )
    )
    return f'<path d="M-62 4C-30-14 30-14 62 4 30 18-30 18-62 4z" fill="#4d8652"/>{petals}'


def blossom(
    petal: str = "#fffdf8", heart: str = "#e3b23c", count: int = 5, long: float = 16
) -> str:
    wide = long * 0.55
    one = f'<path d="M0 0C{-wide:.1f}-{long * 0.4:.1f} {-wide:.1f}-{long:.1f} 0-{long:.1f} {wide:.1f}-{long:.1f} {wide:.1f}-{long * 0.4:.1f} 0 0z" fill="{petal}"/>'
    return ringed(count, 1, lambda i: one) + f'<circle r="{long * 0.24:.1f}" fill="{heart}"/>'


def osmanthus(random: Random) -> str:
    return scattered(
        random, 16, (-26, -16, 26, 16), lambda s: blossom("#e8a92e", "#b5701c", 4, 7 * s)
    )


def grain(fill: str = "#f4eeda", edge: str = "#d9cba2") -> Callable[[float], str]:
    return lambda s: (
        f'<ellipse rx="{6 * s:.1f}" ry="2.4" fill="{fill}" stroke="{edge}" stroke-width=".7"/>'
    )


def ear() -> str:
    """A bent ear of rice, its foot at the origin."""
    grains = "".join(
        f'<ellipse transform="translate({x} {y}) rotate({turn})" rx="8" ry="3.6" fill="{fill}"/>'
        for x, y, turn, fill in (
            (6, -92, -70, "#c9a94a"),
            (14, -104, -40, "#dcbf63"),
            (24, -112, -20, "#c9a94a"),
            (36, -116, 5, "#dcbf63"),
            (48, -114, 25, "#c9a94a"),
            (58, -106, 45, "#dcbf63"),
            (66, -96, 60, "#c9a94a"),
            (18, -96, -10, "#dcbf63"),
            (30, -103, 12, "#c9a94a"),
            (42, -104, 30, "#dcbf63"),
            (52, -96, 50, "#c9a94a"),
        )
    )
    return (
        '<path d="M0 0C-4-50 0-92 20-108 40-118 62-106 68-88" stroke="#9b9a45" stroke-width="3" fill="none" stroke-linecap="round"/>'
        f'<path d="M-2-40C-20-60-34-66-46-64-34-48-20-38-2-34z" fill="#9aa552"/>{grains}'
    )


def dipper() -> str:
    ribs = "".join(
        f'<rect x="-13" y="{-18 + 8 * i}" width="26" height="5.500" rx="2.700" fill="#8a5a24"/>'
        for i in range(5)
    )
    return f'<rect x="-3.500" y="-96" width="7" height="82" rx="3.500" fill="#b07c3c"/><ellipse rx="14" ry="21" fill="#a36c2c"/>{ribs}<path d="M-8 18c4 16 12 16 16 0z" fill="#e0a12e"/>'


def comb() -> str:
    cells = "".join(
        f'<path transform="translate({x} {y})" d="M-9-5.200L0-10.400 9-5.200V5.200L0 10.400-9 5.200z" fill="{fill}" stroke="#b97a1a" stroke-width="1.5"/>'
        for x, y, fill in (
            (0, 0, "#f0c055"),
            (18, 0, "#e2a233"),
            (36, 0, "#f0c055"),
            (9, 15.600, "#e2a233"),
            (27, 15.600, "#f3cd74"),
            (-9, 15.600, "#f3cd74"),
            (0, 31.200, "#f0c055"),
            (18, 31.200, "#e2a233"),
        )
    )
    return f'<g transform="rotate(-8)">{cells}</g>'


def round_fruit(fill: str, leafy: bool = True, size: float = 26, dots: str = "") -> str:
    """A round fruit resting on the table at the origin."""
    dark = f'<path d="M{size * 0.35:.1f}-{size * 1.86:.1f}A{size} {size} 0 0 1 {size * 0.2:.1f}-{size * 0.02:.1f} {size * 1.25:.1f} {size * 1.25:.1f} 0 0 0 {size * 0.35:.1f}-{size * 1.86:.1f}z" fill="#000" opacity=".1"/>'
    leaves = (
        (
            f'<path d="M0-{size * 2:.1f}c4-12 16-18 28-16-4 12-14 18-28 16z" fill="#4d8652"/>'
            f'<path d="M0-{size * 2 - 1:.1f}v-7" stroke="#5b4630" stroke-width="3" stroke-linecap="round"/>'
        )
        if leafy
        else ""
    )
    return (
        f'<ellipse cx="3" cy="1" rx="{size * 0.95:.1f}" ry="5" fill="{INK}" opacity=".18"/>'
        f'<circle cy="-{size}" r="{size}" fill="{fill}"/>{dark}{dots}'
        f'<ellipse cx="-{size * 0.35:.1f}" cy="-{size * 1.4:.1f}" rx="{size * 0.25:.1f}" ry="{size * 0.15:.1f}" fill="#fff" opacity=".4"/>{leaves}'
    )


def persimmon(fill: str = "#dd7a2b") -> str:
    return (
        f'<ellipse cx="3" cy="1" rx="30" ry="5" fill="{INK}" opacity=".18"/>'
        f'<path d="M0-46c26-4 34 10 32 24S18 0 0 0-30-8-32-22-26-50 0-46z" fill="{fill}"/>'
        '<path d="M-16-46C-8-54 8-54 16-46 8-40-8-40-16-46z" fill="#5d7d3f"/><path d="M0-48v-8" stroke="#5b4630" stroke-width="3"/>'
        '<ellipse cx="-14" cy="-28" rx="6" ry="9" fill="#fff" opacity=".3"/>'
    )


def custard_apple() -> str:
    knobs = "".join(
        f'<circle cx="{x}" cy="{y}" r="9.500" fill="{fill}"/>'
        for y, xs in (
            (-54, (-10, 8)),
            (-42, (-24, -7, 11, 26)),
            (-28, (-30, -14, 4, 20, 32)),
            (-14, (-22, -5, 13, 26)),
            (-5, (-8, 8)),
        )
        for x, fill in zip(
            xs, ("#9db36b", "#b3c581", "#a6bb74", "#bccb8d", "#9db36b"), strict=False
        )
    )
    return f'<ellipse cx="3" cy="2" rx="36" ry="6" fill="{INK}" opacity=".18"/><ellipse cy="-30" rx="38" ry="32" fill="#87a057"/>{knobs}<path d="M0-60v-10" stroke="#5b4630" stroke-width="4"/>'


def turmeric() -> str:
    return (
        f'<ellipse cx="4" cy="2" rx="52" ry="7" fill="{INK}" opacity=".18"/>'
        '<path d="M-50-8c-4-16 10-26 24-22 6-14 26-14 30-2 14-6 30 0 34 12s-6 20-20 18-38 4-50 2-16-2-18-8z" fill="#c27a24"/>'
        '<path d="M-34-28q4 12 0 24M-8-32q4 14 0 30M18-26q4 12 0 24" stroke="#8f5514" stroke-width="2" fill="none" opacity=".6"/>'
        '<ellipse cx="56" cy="-12" rx="15" ry="14" fill="#e59a1f"/><ellipse cx="56" cy="-12" rx="9" ry="8" fill="#f3b545"/>'
    )


def cinnamon() -> str:
    sticks = "".join(
        f'<g transform="translate({x} {y}) rotate({turn})"><rect x="-56" y="-9" width="112" height="18" rx="8" fill="{fill}"/><path d="M-52-2H52" stroke="#4b2412" stroke-width="2" opacity=".5"/><ellipse cx="54" rx="6" ry="9" fill="#5e2f17"/></g>'
        for x, y, turn, fill in (
            (-6, -9, 4, "#8a4a26"),
            (4, -26, -8, "#9c5830"),
            (-2, -40, 10, "#7d4221"),
        )
    )
    return f'<ellipse cx="4" cy="2" rx="60" ry="7" fill="{INK}" opacity=".18"/>{sticks}'


def lemongrass() -> str:
    stalks = "".join(
        f'<path d="M{x} 0C{x + 2}-40 {x + bend}-90 {x + 2 * bend}-132" stroke="{fill}" stroke-width="9" fill="none" stroke-linecap="round"/>'
        for x, bend, fill in ((-14, -10, "#9db36b"), (-2, 2, "#b9c78a"), (11, 14, "#8aa45a"))
    )
    return f'{stalks}<rect x="-24" y="-34" width="46" height="9" rx="4" fill="#b5301f"/>'


def slices(
    fill: str, edge: str, count: int, random: Random, area: tuple[float, float, float, float]
) -> str:
    return scattered(
        random,
        count,
        area,
        lambda s: (
            f'<ellipse rx="{15 * s:.1f}" ry="{10 * s:.1f}" fill="{fill}" stroke="{edge}" stroke-width="2.500"/>'
        ),
    )


def beads(
    fills: tuple[str, ...],
    size: float,
    count: int,
    random: Random,
    area: tuple[float, float, float, float],
) -> str:
    return scattered(
        random, count, area, lambda s: f'<circle r="{size * s:.1f}" fill="{random.choice(fills)}"/>'
    )


def mushroom(cap: str = "#8a5a34") -> str:
    return (
        f'<ellipse cx="2" cy="1" rx="22" ry="5" fill="{INK}" opacity=".18"/><path d="M-8-26h16l3 24q-11 5-22 0z" fill="#ecdfc4"/>'
        f'<path d="M-32-24C-30-50-14-58 0-58s30 8 32 34q-32 8-64 0z" fill="{cap}"/><path d="M-16-44q6-6 12-7" stroke="#fff" stroke-opacity=".4" stroke-width="3" fill="none" stroke-linecap="round"/>'
    )


def egg(fill: str = "#e8c39a") -> str:
    return f'<path d="M0-54C18-54 28-32 28-20 28-6 15 0 0 0S-28-6-28-20C-28-32-18-54 0-54z" fill="{fill}"/><ellipse cx="-9" cy="-34" rx="6" ry="9" fill="#fff" opacity=".4"/>'


def leaf_pair(x: float, y: float, *, left: bool = False, scale: float = 1.05) -> str:
    """The prototype's tea sprig, leaning in from a side."""
    return placed(sprig(), x, y, scale=scale, turn=-24 if left else 24)
