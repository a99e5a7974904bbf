"""A product's cover from its line in the source: pack, ink, tint, lettering, what lies beside."""

from collections.abc import Callable, Sequence
from random import Random

from . import goods, handwork, packs, props
from .inks import INKS
from .paper import TINTS, Ink, Label, grown, placed, scene

Drawer = Callable[[Label, Ink, Random], str]
_SCALES = {
    "tin": (1.16, packs.tin), "pouch": (1.18, packs.pouch), "kraft": (1.16, packs.kraft), "brick": (1.2, packs.brick),
    "jar": (1.3, packs.jar), "jar-leaf": (1.3, packs.jar), "bottle": (1.14, packs.bottle), "dropper": (1.5, packs.dropper),
    "gift": (1.2, packs.gift), "carton": (1.24, packs.carton), "sack": (1.2, packs.sack), "disc": (1.12, packs.disc),
    "sticks": (1.2, goods.sticks), "eggs": (1.1, goods.eggs), "chung": (1.2, goods.square_cakes), "gio": (1.24, goods.long_cakes),
    "squash": (1.2, goods.squash), "tray": (1.15, handwork.tray), "cosy": (1.12, handwork.cosy), "scarf": (1.12, handwork.scarf), "bag": (1.12, handwork.bag),
}  # fmt: skip
_THREADS = {
    "": ("#d9d3c2", "#bdb49c"),
    "gac": ("#e39a78", "#cf7d5c"),
    "gao": ("#f2eddd", "#d8cfb4"),
}
_INSIDES = {
    "sausage": goods.sausages,
    "smoked": goods.smoked_meat,
    "chicken": goods.chicken,
    "noodle": goods.noodle_nests,
}


def cover(key: str, art: Sequence) -> str:
    """`art` is [pack, ink, tint, title lines, place, weight, props]."""
    pack, ink_name, tint, title, place, weight, beside = art
    ink = Ink(*INKS[ink_name])
    random = Random(key)
    behind, before = [], []
    for word in sorted(beside.split(), key=lambda word: not word.startswith("leaves")):
        front, drawing = _prop(word, random)
        (before if front else behind).append(drawing)
    body = _pack(pack, Label(tuple(title), place, weight), ink, random)
    return scene(tint, *behind, body, *before)


def _pack(pack: str, label: Label, ink: Ink, random: Random) -> str:
    kind, _, detail = pack.partition(":")
    if kind in _SCALES:
        scale, draw = _SCALES[kind]
        return grown(draw(label, ink, random), 200, 362, scale)
    return grown(_special(kind, detail, label, ink, random), 200, 362, 1.12)


def _special(kind: str, detail: str, label: Label, ink: Ink, random: Random) -> str:
    if kind == "bundle":
        return goods.bundle(label, ink, random, _THREADS[detail])
    if kind == "vacuum":
        return goods.vacuum(label, ink, random, _INSIDES[detail]())
    if kind == "basket":
        fruit = (
            props.custard_apple() if detail == "custard" else props.round_fruit("#d9bd4a", size=31)
        )
        return goods.basket(label, ink, random, f'<g transform="scale(.92)">{fruit}</g>')
    if kind == "crate":
        return goods.crate(label, ink, random, props.round_fruit("#e28a2b", size=24))
    tone, fills = {
        "shrimp": ("#d8b48a", ("#d98a5a", "#e0a274", "#c9713f", "#eab994")),
        "shoots": ("#c9a870", ("#d9bd84", "#b98f50", "#a67a3e", "#e3cd9c")),
    }[detail]
    return goods.heap(label, ink, random, goods.curls(random, fills), tone)


def _prop(word: str, random: Random) -> tuple[bool, str]:
    """Whether it stands before the pack, and its drawing; `word` is name-side[:kind]."""
    name, _, kind = word.partition(":")
    name, side = name.rsplit("-", 1)
    if name == "leaves":
        return _leaves(side, kind, random)
    return _PROPS[name](side == "left", kind, random)


def _sprig(left: bool, kind: str, random: Random) -> tuple[bool, str]:
    return False, placed(
        props.sprig(),
        80 if left else 322,
        322 if left else 310,
        scale=1.15,
        turn=-24 if left else 25,
    )


def _vine(left: bool, kind: str, random: Random) -> tuple[bool, str]:
    return False, placed(
        props.sprig("#6d8d3c", "#87a24e"),
        72 if left else 330,
        350,
        scale=0.95,
        turn=-18 if left else 20,
    )


def _cup(left: bool, kind: str, random: Random) -> tuple[bool, str]:
    clay = random.choice(("#dfe7d6", "#efe4e2", "#e8dcc8"))
    return True, placed(
        props.cup(props.LIQUORS[kind or "xanh"], clay), 84 if left else 318, 398, scale=0.72
    )


def _leaves(side: str, kind: str, random: Random) -> tuple[bool, str]:
    areas = {
        "left": (58, 362, 152, 396),
        "right": (236, 368, 352, 398),
        "front": (74, 376, 326, 402),
    }
    return True, props.dry_leaves(
        random, kind or "xanh", areas[side], 34 if side == "front" else 22
    )


def _flowers(draw: Callable[[Random], str]) -> Callable[[bool, str, Random], tuple[bool, str]]:
    return lambda left, kind, random: (True, placed(draw(random), 88 if left else 316, 380))


def _jasmine(random: Random) -> str:
    spots = ((-30, 4, 20), (6, -6, 24), (36, 8, 18), (-8, 18, 16))
    return "".join(
        placed(props.blossom("#fffdf8", "#e3cf6a", 6, long), x, y, turn=x) for x, y, long in spots
    ) + placed(props.sprig("#3f6a4a", "#5d8a5a"), -48, 10, scale=0.45, turn=-50)


def _pomelo(random: Random) -> str:
    spots = ((-26, -2, 30), (16, 8, 26), (30, -26, 22))
    return "".join(
        placed(props.blossom("#fffdf8", "#e3a92e", 5, long), x, y, turn=2 * x)
        for x, y, long in spots
    )


def _osmanthus(random: Random) -> str:
    return placed(props.sprig("#3f6a4a", "#4d8652"), 4, 8, scale=0.6, turn=-64) + props.osmanthus(
        random
    )


def _beside(
    draw: Callable[[], str], scale: float = 1, dx: float = 0, y: float = 396
) -> Callable[[bool, str, Random], tuple[bool, str]]:
    return lambda left, kind, random: (
        True,
        placed(draw(), 80 - dx if left else 322 + dx, y, scale=scale),
    )


def _group(
    draw: Callable[[], str], scale: float
) -> Callable[[bool, str, Random], tuple[bool, str]]:
    """Three of a kind, resting on the table at one side."""

    def drawn(left: bool, kind: str, random: Random) -> tuple[bool, str]:
        x = 86 if left else 312
        spots = ((x - 30, 384), (x + 26, 386), (x - 2, 406))
        return True, "".join(placed(draw(), a, b, scale=scale) for a, b in spots)

    return drawn


def _bowl(left: bool, kind: str, random: Random) -> tuple[bool, str]:
    fill = {"matcha": "#7fa043", "tuong": "#5a3318"}[kind]
    return True, placed(props.bowl(fill), 88 if left else 316, 404, scale=0.78)


def _grain(left: bool, kind: str, random: Random) -> tuple[bool, str]:
    grain = props.grain("#b9c26a", "#8f9a45") if kind == "com" else props.grain()
    return True, props.scattered(random, 70, (70, 376, 330, 404), grain)


def _strips(fills: tuple[str, ...]) -> Callable[[bool, str, Random], tuple[bool, str]]:
    def drawn(left: bool, kind: str, random: Random) -> tuple[bool, str]:
        draw = goods.curls(random, fills, 40)
        return True, f'<g transform="translate(-30 78) scale(1.15 .9)">{draw}</g>'

    return drawn


def _beads(
    fills: tuple[str, ...], size: float, *, front: bool
) -> Callable[[bool, str, Random], tuple[bool, str]]:
    def drawn(left: bool, kind: str, random: Random) -> tuple[bool, str]:
        area = (
            (74, 374, 326, 402)
            if front
            else ((44, 366, 128, 402) if left else (272, 366, 356, 402))
        )
        return True, props.beads(fills, size, 46, random, area)

    return drawn


def _bananas() -> str:
    return "".join(
        f'<path transform="rotate({turn})" d="M0 0C30-8 62-34 66-66c-4-4-10-2-12 4C44-36 18-20-8-14c-4 6 0 12 8 14z" fill="{fill}"/>'
        for turn, fill in ((18, "#d9a92b"), (2, "#e8be45"), (-14, "#f0cc5c"))
    )


def _lime() -> str:
    return (
        props.round_fruit("#a9b94a", size=22)
        + '<g transform="translate(34 -10)"><ellipse rx="20" ry="18" fill="#b9c25a"/><ellipse rx="16" ry="14" fill="#eab5b0"/><path d="M0-13V13M-15 0H15M-10-9l20 18M10-9l-20 18" stroke="#fff" stroke-width="1.500" opacity=".8"/></g>'
    )


_PROPS: dict[str, Callable[[bool, str, Random], tuple[bool, str]]] = {
    "sprig": _sprig, "vine": _vine, "cup": _cup,
    "lotus": _flowers(lambda random: placed(props.lotus(), 0, 6, scale=0.95)),
    "jasmine": _flowers(_jasmine), "pomelo-blossom": _flowers(_pomelo), "osmanthus": _flowers(_osmanthus),
    "ear": lambda left, kind, random: (False, placed(props.ear(), 318, 352, scale=1.35)),
    "grain": _grain, "glass": _beside(lambda: props.glass("#c9c46a"), 1.05), "bowl": _bowl,
    "dipper": lambda left, kind, random: (True, placed(props.dipper(), 78 if left else 322, 376, turn=-24 if left else 24)),
    "comb": _beside(props.comb, 1, 2, 360), "turmeric": _beside(props.turmeric, 0.9), "cinnamon": _beside(props.cinnamon, 0.82),
    "lemongrass": lambda left, kind, random: (False, placed(props.lemongrass(), 312, 362, scale=1.3, turn=10)),
    "apricot": _group(lambda: props.round_fruit("#e3a83a", size=22), 1), "persimmon": _group(props.persimmon, 0.86),
    "lime": _beside(_lime, 1, -14), "mushroom": _group(props.mushroom, 0.9),
    "banana": lambda left, kind, random: (True, placed(_bananas(), 66, 404)),
    "peel": _strips(("#d9772b", "#b55d1c", "#e39a4a", "#9c4a16")),
    "twigs": _strips(("#7d6a3c", "#5d7d3f", "#8a9a55", "#6b5a34")),
    "pollen": _beads(("#e3a92e", "#c98a1f", "#d9bd4a", "#b5702a", "#8f7a3a"), 4.5, front=False),
    "buds": _beads(("#8f9a55", "#a9b070", "#d9cf9a", "#6b7a3c"), 6, front=True),
}  # fmt: skip


def dry_leaf_plate(kind: str) -> str:
    """The dry leaf on a white plate, as the prototype's gallery shows it."""
    random = Random(f"plate-{kind}")
    ring = (
        '<circle cx="200" cy="224" r="168" fill="#fffdf8"/><circle cx="200" cy="224" r="168" fill="none" stroke="#cdbf9b" stroke-width="3"/>'
        '<circle cx="200" cy="224" r="146" fill="none" stroke="#e8dfc8" stroke-width="2"/>'
    )
    leaves = "".join(
        props.dry_leaves(random, kind, (200 - r, 224 - r, 200 + r, 224 + r), 60 + r)
        for r in (92, 66, 44)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 440"><rect width="400" height="440" fill="#e6dcc0"/>{ring}{leaves}</svg>\n'


def liquor_cups(kind: str) -> str:
    """Two cups in the dark, steaming, with a sprig."""
    tint = "dem"
    steam = '<path d="M140 240c-14-22 12-34 0-58M168 236c-12-20 12-30 2-52" stroke="#fff" stroke-opacity=".35" stroke-width="4" fill="none" stroke-linecap="round"/>'
    return scene(
        tint,
        placed(props.cup(props.LIQUORS[kind]), 150, 350, scale=1.25), placed(props.cup(props.LIQUORS[kind], "#d8c7a4"), 286, 380, scale=0.95),
        steam, placed(props.sprig("#5e9a63", "#79b06f"), 330, 270, turn=30),
    )  # fmt: skip


__all__ = ["TINTS", "cover", "dry_leaf_plate", "liquor_cups"]
