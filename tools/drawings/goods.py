"""Goods that are not packed in a box or bag: bundles, baskets, trays, cloth, cakes."""

from random import Random

from . import props
from .packs import BASE, lettering
from .paper import (
    INK,
    TEXT,
    WHITE,
    Ink,
    Label,
    grown,
    letters,
    mark,
    placed,
    scattered,
    shadow,
)
from .tags import band, stake, tag


def bundle(
    label: Label, ink: Ink, random: Random, threads: tuple[str, str] = ("#d9d3c2", "#bdb49c")
) -> str:
    """Noodles held by a paper band."""
    strands = "".join(
        f'<path d="M{x:.0f} {random.randrange(150, 165)}C{x + (200 - x) * 0.05 - 3:.0f} 218 {x + (200 - x) * 0.05:.0f} 268 {x:.0f} '
        f'{random.randrange(350, 361)}" stroke="{random.choice(threads)}" stroke-width="3.4" fill="none" stroke-linecap="round"/>'
        for x in [120 + 4.1 * i for i in range(41)]
    )
    return shadow(206, BASE, 88) + strands + band(label, ink, 214)


def sticks(label: Label, ink: Ink, random: Random) -> str:
    """Bark or canes held by a paper band."""
    bark = "".join(
        f'<rect x="{118 + 18.5 * i:.0f}" y="{random.randrange(146, 162)}" width="16" height="{random.randrange(196, 206)}" rx="7" '
        f'fill="{random.choice(("#8a4a26", "#9c5830", "#7d4221"))}"/><path d="M{124 + 18.5 * i:.0f} 160v190" stroke="#4b2412" stroke-opacity=".4" stroke-width="2"/>'
        for i in range(9)
    )
    return shadow(206, BASE, 88) + bark + band(label, ink, 214)


def basket(label: Label, ink: Ink, random: Random, fruit: str) -> str:
    """A bamboo basket heaped with `fruit` (a drawing that rests on its origin)."""
    heap = "".join(
        placed(fruit, x, y)
        for y, xs in (
            (196, (160, 204, 246)),
            (222, (132, 178, 224, 270)),
            (246, (116, 158, 200, 242, 284)),
        )
        for x in xs
    )
    weave = "".join(
        f'<path d="M{88 + 3 * i} {246 + 22 * i}h{224 - 6 * i}" stroke="#9a6b34" stroke-width="2" opacity=".55"/>'
        for i in range(1, 6)
    ) + "".join(
        f'<path d="M{92 + 18 * i} 242l{(6.5 - i) * 1.6:.1f} 120" stroke="#9a6b34" stroke-width="2" opacity=".4"/>'
        for i in range(13)
    )
    return "".join(
        (
            shadow(206, BASE, 118),
            heap,
            '<path d="M84 236h232l-18 116q-2 10-12 10H114q-10 0-12-10z" fill="#c99a58"/>',
            weave,
            '<rect x="78" y="228" width="244" height="20" rx="10" fill="#b5824a"/>',
            '<path d="M84 238h232" stroke="#fff" stroke-opacity=".3" stroke-width="2" stroke-dasharray="10 8"/>',
            tag(label, ink, 200, 268, width=118),
        )
    )


def vacuum(label: Label, ink: Ink, random: Random, inside: str) -> str:
    """A clear vacuum bag on a card; `inside` is drawn about (0, 0)."""
    return "".join(
        (
            shadow(206, BASE, 104),
            f'<rect x="104" y="132" width="192" height="230" rx="8" fill="{ink.body}"/>',
            '<rect x="104" y="132" width="192" height="18" rx="8" fill="#000" opacity=".16"/>',
            '<path d="M110 140h180" stroke="#fff" stroke-opacity=".5" stroke-width="2" stroke-dasharray="5 4"/>',
            '<rect x="116" y="234" width="168" height="116" rx="14" fill="#fff" opacity=".22"/>',
            placed(inside, 200, 292),
            '<path d="M124 246C118 280 118 310 126 340M276 246c6 30 6 66-2 96" stroke="#fff" stroke-opacity=".55" stroke-width="4" fill="none" stroke-linecap="round"/>',
            _card(label, ink),
        )
    )


def _card(label: Label, ink: Ink) -> str:
    return "".join(
        (
            f'<rect x="116" y="154" width="168" height="78" fill="{WHITE}"/>',
            f'<path d="M116 158h168M116 228h168" stroke="{ink.accent}" stroke-width="2"/>',
            mark(126, 176, 34, ink.text, ink.accent),
            lettering(
                label,
                ink,
                (222, 166 if len(label.title) > 1 else 174, 112),
                18 if len(label.title) > 1 else 22,
            ),
            letters(label.weight, 200, 359, 9, WHITE, TEXT),
        )
    )


def sausages() -> str:
    return "".join(
        f'<g transform="translate({x} {y}) rotate({turn})"><rect x="-34" y="-11" width="68" height="22" rx="11" fill="{fill}"/>'
        '<path d="M-24-4h44" stroke="#fff" stroke-opacity=".3" stroke-width="3" stroke-linecap="round"/>'
        '<path d="M-34 0l-6-4v8zM34 0l6-4v8z" fill="#5e1e14"/></g>'
        for x, y, turn, fill in (
            (-36, -26, 14, "#9c3b26"),
            (38, -28, -12, "#8a2f1e"),
            (0, -2, 4, "#a8452c"),
            (-38, 26, -8, "#8a2f1e"),
            (40, 24, 12, "#9c3b26"),
        )
    )


def smoked_meat() -> str:
    return "".join(
        f'<g transform="translate({x} 0) rotate({turn})"><path d="M-20-44c14-6 28-4 40 0 4 30 4 60 0 88-14 6-28 4-40 0-4-30-4-60 0-88z" fill="#5e2417"/>'
        '<path d="M-20-14c14-5 26-3 41 0M-21 12c14-5 28-3 42 0" stroke="#d9a184" stroke-width="6" fill="none"/>'
        '<path d="M-16-36c10-4 18-3 28-1" stroke="#fff" stroke-opacity=".22" stroke-width="3" fill="none"/></g>'
        for x, turn in ((-48, -5), (0, 3), (48, -2))
    )


def chicken() -> str:
    return (
        '<path d="M-62 10C-66-26-30-48 4-44c34 4 62 22 58 50-4 26-40 36-66 34S-60 34-62 10z" fill="#e6b877"/>'
        '<path d="M-56 20c14 20 44 22 64 12M30-34c14 8 24 20 26 34" stroke="#b98344" stroke-width="3" fill="none" stroke-linecap="round"/>'
        '<path d="M-52 22c-16 2-22 12-20 20 10 4 24-2 30-10zM48 24c16 2 24 10 22 18-10 4-24 0-30-8z" fill="#dba75f"/>'
        '<ellipse cx="-20" cy="-20" rx="18" ry="8" fill="#fff" opacity=".35"/>'
    )


def noodle_nests(fill: str = "#f0ead8", edge: str = "#cbbf9f") -> str:
    return "".join(
        f'<g transform="translate({x} {y})"><ellipse rx="32" ry="22" fill="{fill}" stroke="{edge}" stroke-width="2"/>'
        f'<ellipse rx="22" ry="14" fill="none" stroke="{edge}" stroke-width="2"/><ellipse rx="11" ry="6" fill="none" stroke="{edge}" stroke-width="2"/></g>'
        for x, y in ((-40, -24), (34, -26), (-4, 8), (-46, 30), (44, 28))
    )


def eggs(label: Label, ink: Ink, random: Random) -> str:
    rows = "".join(
        placed(props.egg(random.choice(("#e8c39a", "#dfb285", "#f0d2ae"))), x, y)
        for y, xs in ((250, (128, 176, 224, 272)), (284, (116, 158, 200, 242, 284)))
        for x in xs
    )
    return "".join(
        (
            shadow(206, BASE, 122),
            rows,
            '<path d="M82 274h236l-14 78q-2 10-12 10H108q-10 0-12-10z" fill="#b9b4a4"/>',
            '<path d="M82 274q14 16 28 0t28 0 28 0 28 0 28 0 28 0 28 0 28 0 12 0l-4 18H86z" fill="#a29d8c"/>',
            '<path d="M130 296l4 58M270 296l-4 58" stroke="#000" stroke-opacity=".1" stroke-width="3"/>',
            tag(label, ink, 200, 288),
        )
    )


def square_cakes(label: Label, ink: Ink, random: Random) -> str:
    """Bánh chưng: square cakes in dong leaves tied with bamboo strings."""
    return "".join(
        (
            shadow(206, BASE, 118),
            placed(_cake(), 248, 288, scale=0.92, turn=6),
            placed(_cake(), 154, 292, turn=-4),
            placed(_cake(), 200, 204, scale=0.9, turn=2),
            tag(label, ink, 204, 262),
        )
    )


def _cake() -> str:
    return (
        '<rect x="-66" y="-66" width="132" height="132" rx="9" fill="#4f6b35"/>'
        '<path d="M-66-30L66-44M-66 34L66 18M-30-66L-20 66M26-66L40 66" stroke="#3d5628" stroke-width="2"/>'
        '<path d="M-66-22H66M-66 22H66M-22-66V66M22-66V66" stroke="#e2cf95" stroke-width="4.500"/>'
        '<path d="M-66 58V-58Q-66-66-58-66" stroke="#fff" stroke-opacity=".3" stroke-width="3" fill="none"/>'
    )


def long_cakes(label: Label, ink: Ink, random: Random) -> str:
    """Bánh gio: slim cakes tied in a bunch."""
    cakes = "".join(
        f'<g transform="translate(200 160) rotate({turn})"><path d="M-16 0C-26 60-24 130-8 184h16C24 130 26 60 16 0z" fill="{fill}"/>'
        '<path d="M-21 50h42M-22 84h44M-20 118h40" stroke="#e2cf95" stroke-width="4"/></g>'
        for turn, fill in (
            (34, "#5d7a3f"),
            (-34, "#5d7a3f"),
            (17, "#6b8a4a"),
            (-17, "#6b8a4a"),
            (0, "#4f6b35"),
        )
    )
    return "".join(
        (
            shadow(204, BASE, 112),
            cakes,
            '<rect x="168" y="146" width="64" height="20" rx="10" fill="#d9b56a"/>',
            tag(label, ink, 200, 276),
        )
    )


def squash(label: Label, ink: Ink, random: Random) -> str:
    """Long pale-green squashes, one lying across another."""
    one = (
        '<path d="M-96 12C-104-20-70-32-30-30s84-8 112 2c20 8 22 40 2 50-28 12-84 8-114 8S-90 38-96 12z" fill="{fill}"/>'
        '<path d="M-84-8C-40-20 40-22 92-8M-92 8C-40-2 40-4 98 8M-84 22C-40 16 40 16 88 22" stroke="#fff" stroke-opacity=".3" stroke-width="3" fill="none"/>'
        '<path d="M-98 4l-14-6" stroke="#5d7d3f" stroke-width="8" stroke-linecap="round"/>'
    )
    return "".join(
        (
            shadow(206, BASE, 124),
            placed(one.format(fill="#86a862"), 206, 332, scale=1.08),
            placed(one.format(fill="#9fbd78"), 196, 276, scale=1, turn=-9),
            placed(one.format(fill="#7b9c58"), 204, 222, scale=0.92, turn=6),
            tag(label, ink, 212, 252),
        )
    )


def heap(label: Label, ink: Ink, random: Random, inside: str, tone: str) -> str:
    """A flat winnowing basket with dried goods, the tag standing behind."""
    return "".join(
        (
            shadow(206, BASE, 136),
            stake(200, 180, 330),
            grown(tag(label, ink, 200, 150, width=128), 200, 150, 1.35),
            '<ellipse cx="200" cy="334" rx="146" ry="40" fill="#a8743a"/><ellipse cx="200" cy="324" rx="146" ry="40" fill="#d3a563"/>',
            f'<ellipse cx="200" cy="322" rx="130" ry="33" fill="{tone}"/>',
            inside,
        )
    )


def curls(random: Random, fills: tuple[str, ...], count: int = 70) -> str:
    """Curled dried strips over the winnowing basket."""
    return scattered(
        random,
        count,
        (110, 292, 290, 336),
        lambda s: (
            f'<path d="M{-14 * s:.0f} 0C{-6 * s:.0f} -8 {6 * s:.0f} 6 {14 * s:.0f} -2" stroke="{random.choice(fills)}" stroke-width="{4.5 * s:.1f}" fill="none" stroke-linecap="round"/>'
        ),
    )


def crate(label: Label, ink: Ink, random: Random, fruit: str) -> str:
    """A wooden crate of fruit."""
    heap_ = "".join(
        placed(fruit, x, y)
        for y, xs in ((226, (140, 184, 226, 266)), (254, (118, 160, 202, 244, 286)))
        for x in xs
    )
    slats = "".join(
        f'<rect x="82" y="{250 + 38 * i}" width="236" height="31" rx="3" fill="#cfa368"/><path d="M92 {262 + 38 * i}h70M190 {268 + 38 * i}h100" stroke="#a97d42" stroke-width="2" opacity=".6"/>'
        for i in range(3)
    )
    return "".join(
        (
            shadow(206, BASE, 122),
            heap_,
            '<rect x="88" y="250" width="224" height="108" fill="#8f6534"/>',
            slats,
            '<rect x="92" y="246" width="16" height="116" fill="#b98a4e"/><rect x="292" y="246" width="16" height="116" fill="#b98a4e"/>',
            tag(label, ink, 200, 262),
            f'<ellipse cx="200" cy="366" rx="110" ry="4" fill="{INK}" opacity=".08"/>',
        )
    )
