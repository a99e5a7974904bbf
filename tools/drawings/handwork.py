"""What hands wove: trays, baskets, cloth."""

from random import Random

from . import props
from .packs import BASE
from .paper import GOLD, VERMILION, WHITE, Ink, Label, grown, placed, shadow
from .tags import stake, tag


def tray(label: Label, ink: Ink, random: Random) -> str:
    """A round woven tea tray with a pot and two cups."""
    weave = "".join(
        f'<ellipse cx="200" cy="318" rx="{118 - 14 * i}" ry="{34 - 4 * i}" fill="none" stroke="#9a6b34" stroke-width="2" opacity=".5"/>'
        for i in range(1, 7)
    )
    pot = (
        '<path d="M-46-50C-50-16-34 0-12 0h24c22 0 38-16 34-50z" fill="#8a4b2a"/><ellipse cy="-52" rx="46" ry="13" fill="#a35c37"/>'
        '<path d="M-22-56c2-16 42-16 44 0z" fill="#8a4b2a"/><circle cy="-70" r="6" fill="#6e3a20"/>'
        '<path d="M44-40c18 0 20-16 30-22" stroke="#8a4b2a" stroke-width="11" fill="none" stroke-linecap="round"/><path d="M-44-44c-26-4-28 30-4 30" stroke="#8a4b2a" stroke-width="8" fill="none"/>'
    )
    return "".join(
        (
            shadow(206, BASE - 2, 126),
            stake(226, 170, 320),
            grown(tag(label, ink, 226, 150), 226, 150, 1.35),
            '<ellipse cx="200" cy="330" rx="134" ry="40" fill="#a8743a"/><ellipse cx="200" cy="320" rx="134" ry="40" fill="#d3a563"/><ellipse cx="200" cy="318" rx="120" ry="34" fill="#c2914f"/>',
            weave,
            placed(pot, 172, 314, scale=1.12),
            placed(props.cup("#cfc75a"), 258, 326, scale=0.5),
            placed(props.cup("#cfc75a"), 226, 342, scale=0.46),
        )
    )


def cosy(label: Label, ink: Ink, random: Random) -> str:
    """A woven pot warmer with its lid ajar."""
    weave = "".join(
        f'<path d="M{112 + i} {214 + 20 * i}h{176 - 2 * i}" stroke="#8a5c2a" stroke-width="3" opacity=".5"/>'
        for i in range(8)
    )
    uprights = "".join(
        f'<path d="M{120 + 20 * i} 206v150" stroke="#8a5c2a" stroke-width="3" opacity=".35"/>'
        for i in range(9)
    )
    return "".join(
        (
            shadow(206, BASE, 100),
            '<path d="M106 206h188l-12 146q-2 10-12 10H130q-10 0-12-10z" fill="#c08d4c"/>',
            weave,
            uprights,
            '<ellipse cx="200" cy="204" rx="96" ry="20" fill="#a8743a"/><ellipse cx="200" cy="202" rx="84" ry="15" fill="#b5301f"/>',
            '<g transform="rotate(-14 200 180)"><path d="M104 184c6-52 50-72 96-72s90 20 96 72z" fill="#cf9d5a"/><path d="M110 166h180M122 146h156M146 128h108" stroke="#8a5c2a" stroke-width="3" opacity=".5"/><circle cx="200" cy="108" r="9" fill="#8a5c2a"/></g>',
            tag(label, ink, 200, 250),
        )
    )


def scarf(label: Label, ink: Ink, random: Random) -> str:
    """Indigo cloth folded in three, its border embroidered."""

    def border(y: float) -> str:
        return "".join(
            f'<path d="M{104 + 24 * i} {y}l12-10 12 10-12 10z" fill="none" stroke="{(VERMILION, GOLD, WHITE)[i % 3]}" stroke-width="3"/>'
            for i in range(8)
        )

    return "".join(
        (
            shadow(206, BASE, 118),
            f'<rect x="88" y="282" width="224" height="80" rx="8" fill="{ink.dark}"/>{border(340)}',
            f'<rect x="94" y="216" width="212" height="76" rx="8" fill="{ink.body}"/>{border(272)}',
            f'<rect x="100" y="154" width="200" height="72" rx="8" fill="{ink.dark}"/>{border(206)}',
            '<rect x="88" y="282" width="224" height="10" fill="#000" opacity=".16"/><rect x="94" y="216" width="212" height="10" fill="#000" opacity=".16"/>',
            "".join(
                f'<path d="M{100 + 8 * i} 154v-12" stroke="{ink.body}" stroke-width="2"/>'
                for i in range(26)
            ),
            tag(label, ink, 200, 226),
        )
    )


def bag(label: Label, ink: Ink, random: Random) -> str:
    """A woven shoulder bag."""
    rows = "".join(
        f'<path d="M{118 + 20 * i} {y}l10-9 10 9-10 9z" fill="{fill}"/>'
        for y, fill in ((226, VERMILION), (250, GOLD), (338, VERMILION))
        for i in range(8)
    )
    return "".join(
        (
            shadow(206, BASE, 92),
            f'<path d="M128 206C120 90 280 90 272 206" stroke="{ink.dark}" stroke-width="12" fill="none"/>',
            f'<path d="M108 200h184l8 152q0 10-10 10H110q-10 0-10-10z" fill="{ink.body}"/>{rows}',
            f'<path d="M106 206h188" stroke="{ink.dark}" stroke-width="10"/>',
            "".join(
                f'<path d="M{112 + 12 * i} 362v16" stroke="{(VERMILION, GOLD)[i % 2]}" stroke-width="3"/>'
                for i in range(16)
            ),
            tag(label, ink, 200, 262),
        )
    )
