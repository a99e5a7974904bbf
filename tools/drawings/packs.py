"""Packs: each stands on the table at (200, 362) and carries its label."""

from random import Random

from .paper import (
    DISPLAY,
    TEXT,
    WHITE,
    Ink,
    Label,
    fitted,
    letters,
    mark,
    on,
    shadow,
    tile,
)

BASE = 362


def lettering(label: Label, ink: Ink, box: tuple[float, float, float], size: float = 25) -> str:
    """Title lines and the place, from the top of `box` (centre x, top y, room)."""
    x, top, room = box
    size = fitted(label.title, DISPLAY, size, room)
    step = size * 1.13
    out = [
        letters(line, x, top + size * 0.86 + i * step, size, ink.text)
        for i, line in enumerate(label.title)
    ]
    place = fitted([label.place], TEXT, 11.5, room)
    bottom = top + size * 0.86 + (len(label.title) - 1) * step
    out.append(letters(label.place, x, bottom + 19, place, ink.text, TEXT))
    return "".join(out)


def tin(label: Label, ink: Ink, random: Random) -> str:
    """A round tea tin: lid, paper band, light from the left."""
    left, top = 125, 178
    return "".join(
        (
            shadow(208, BASE, 84),
            f'<rect x="{left}" y="{top}" width="150" height="184" rx="7" fill="{ink.body}"/>',
            f'<rect x="122" y="{top - 34}" width="156" height="46" rx="7" fill="{ink.dark}"/>',
            f'<rect x="122" y="{top + 4}" width="156" height="5" fill="#000" opacity=".22"/>',
            f'<rect x="{left}" y="{top + 32}" width="150" height="124" fill="{WHITE}"/>',
            f'<path d="M{left} {top + 38}h150M{left} {top + 150}h150" stroke="{ink.accent}" stroke-width="2"/>',
            mark(185, top + 44, 30, ink.text, ink.accent),
            lettering(label, ink, (200, top + 80, 126), 22 if len(label.title) > 1 else 25),
            letters(label.weight, 200, top + 174, 12, on(ink.body, ink.text), TEXT),
            f'<rect x="{left}" y="{top + 9}" width="24" height="175" fill="#fff" opacity=".14"/>',
            f'<rect x="245" y="{top + 9}" width="30" height="175" fill="#000" opacity=".16"/>',
            f'<rect x="122" y="{top - 34}" width="25" height="43" rx="7" fill="#fff" opacity=".18"/>',
            f'<rect x="247" y="{top - 34}" width="31" height="43" rx="7" fill="#000" opacity=".2"/>',
        )
    )


def pouch(label: Label, ink: Ink, random: Random) -> str:
    """A stand-up pouch with a sealed edge, a framed label and a code."""
    return "".join(
        (
            shadow(208, BASE, 88),
            f'<path fill="{ink.body}" d="M119 126H281L285 160C292 244 290 348 281 362H119C110 348 108 244 115 160z"/>',
            '<path d="M118 140H282M117 150H283" stroke="#fff" stroke-opacity=".28" stroke-width="1.5"/>',
            '<path d="M135 162C145 216 139 286 131 356" stroke="#fff" stroke-opacity=".16" stroke-width="9" fill="none"/>',
            '<path d="M271 162C281 236 277 306 271 356" stroke="#000" stroke-opacity=".16" stroke-width="16" fill="none"/>',
            f'<rect x="139" y="182" width="122" height="132" rx="3" fill="{WHITE}"/>',
            f'<rect x="145" y="188" width="110" height="120" rx="1" fill="none" stroke="{ink.accent}" stroke-width="1.5"/>',
            mark(184, 195, 32, ink.text, ink.accent),
            lettering(label, ink, (200, 235, 100), 24),
            tile(231, 318, 34, random),
            letters(label.weight, 141, 342, 13, on(ink.body, ink.text), TEXT, "start"),
        )
    )


def kraft(label: Label, ink: Ink, random: Random) -> str:
    """A paper bag with a folded top and a window onto what is inside (`ink.dark`)."""
    return "".join(
        (
            shadow(208, BASE, 84),
            f'<path fill="{ink.body}" d="M124 134H276L284 362H116z"/>',
            '<path fill="#000" opacity=".1" d="M240 134H276L284 362H250z"/>',
            f'<path fill="{ink.body}" d="M120 118H280V156H120z"/>',
            '<path fill="#000" opacity=".14" d="M120 150H280V157H120z"/>',
            '<path d="M120 128H280" stroke="#fff" stroke-opacity=".3" stroke-width="1.5"/>',
            f'<rect x="186" y="122" width="28" height="46" rx="2" fill="{ink.accent}"/>',
            f'<rect x="136" y="174" width="128" height="114" rx="3" fill="{WHITE}"/>',
            mark(186, 180, 28, ink.text, ink.accent),
            lettering(label, ink, (200, 214, 114), 21 if len(label.title) > 1 else 24),
            f'<rect x="152" y="298" width="96" height="42" rx="21" fill="{ink.dark}"/>',
            '<rect x="152" y="298" width="96" height="42" rx="21" fill="none" stroke="#fff" stroke-opacity=".5" stroke-width="2"/>',
            letters(label.weight, 200, 356, 12, on(ink.body, ink.text), TEXT),
        )
    )


def brick(label: Label, ink: Ink, random: Random) -> str:
    """A vacuum brick of foil, with its creases."""
    creases = "".join(
        f'<path d="M{random.randrange(104, 300)} {random.randrange(216, 345)}l{random.randrange(-14, 15)} '
        f'{random.randrange(6, 19)}" stroke="#fff" stroke-opacity="{random.choice((0.12, 0.18, 0.26))}" stroke-width="1.5"/>'
        for _ in range(36)
    )
    return "".join(
        (
            shadow(206, BASE, 109),
            f'<path fill="{ink.body}" d="M101 200L299 198L303 216L308 354Q305 362 297 362H103Q95 362 92 354L96 216z"/>',
            creases,
            '<path d="M99 212H301" stroke="#000" stroke-opacity=".18" stroke-width="3"/>',
            '<rect x="271" y="212" width="34" height="150" fill="#000" opacity=".13"/>',
            f'<rect x="139" y="216" width="122" height="146" fill="{WHITE}"/>',
            f'<path d="M143 216v146M257 216v146" stroke="{ink.accent}" stroke-width="2"/>',
            mark(187, 224, 26, ink.text, ink.accent),
            lettering(label, ink, (200, 256, 100), 23),
            letters(label.weight, 200, 350, 12, ink.text, TEXT),
        )
    )


def jar(label: Label, ink: Ink, random: Random) -> str:
    """A glass jar with a dark lid; `ink.body` is what is in it."""
    return "".join(
        (
            shadow(208, BASE, 81),
            f'<path fill="{ink.body}" d="M147 208h106c16 6 22 16 22 32v104q0 18-18 18H143q-18 0-18-18V240c0-16 6-26 22-32z"/>',
            f'<rect x="139" y="172" width="122" height="38" rx="6" fill="{ink.dark}"/>',
            '<path d="M139 184h122M139 198h122" stroke="#000" stroke-opacity=".16" stroke-width="2"/>',
            '<rect x="137" y="222" width="10" height="118" rx="5" fill="#fff" opacity=".4"/>',
            '<rect x="249" y="232" width="26" height="128" rx="12" fill="#000" opacity=".12"/>',
            f'<rect x="143" y="244" width="114" height="96" rx="3" fill="{WHITE}"/>',
            mark(188, 249, 24, ink.text, ink.accent),
            lettering(label, ink, (200, 277, 102), 19),
            letters(label.weight, 200, 356, 11, on(ink.body, ink.text), TEXT),
        )
    )


def bottle(label: Label, ink: Ink, random: Random) -> str:
    """A tall bottle with a cork-coloured stopper."""
    return "".join(
        (
            shadow(208, BASE, 62),
            f'<rect x="182" y="92" width="36" height="34" rx="4" fill="{ink.dark}"/>',
            f'<path fill="{ink.body}" d="M184 124h32v26c0 22 42 26 42 62v136q0 14-14 14h-88q-14 0-14-14V212c0-36 42-40 42-62z"/>',
            '<path fill="#fff" opacity=".3" d="M152 220q-4 70 0 126h9q-4-60 0-126z"/>',
            '<path fill="#000" opacity=".14" d="M236 196c16 8 22 12 22 30v122q0 14-14 14h-14q8-84 6-166z"/>',
            f'<rect x="142" y="222" width="116" height="108" fill="{WHITE}"/>',
            f'<path d="M142 227h116M142 325h116" stroke="{ink.accent}" stroke-width="2"/>',
            mark(187, 232, 26, ink.text, ink.accent),
            lettering(label, ink, (200, 262, 102), 19),
            letters(label.weight, 200, 350, 11, WHITE, TEXT),
        )
    )


def dropper(label: Label, ink: Ink, random: Random) -> str:
    """A small bottle for oils."""
    return "".join(
        (
            shadow(206, BASE, 56),
            f'<rect x="176" y="176" width="48" height="44" rx="5" fill="{ink.dark}"/>',
            '<path d="M184 180v36M192 180v36M200 180v36M208 180v36M216 180v36" stroke="#fff" stroke-opacity=".16" stroke-width="2"/>',
            f'<path fill="{ink.body}" d="M180 218h40c2 12 30 12 30 34v96q0 14-14 14h-72q-14 0-14-14v-96c0-22 28-22 30-34z"/>',
            '<path fill="#fff" opacity=".28" d="M160 262q-3 44 0 84h7q-3-40 0-84z"/>',
            f'<rect x="150" y="260" width="100" height="86" fill="{WHITE}"/>',
            mark(189, 265, 22, ink.text, ink.accent),
            lettering(label, ink, (200, 289, 90), 15),
            letters(label.weight, 200, 357, 9, WHITE, TEXT),
        )
    )


def gift(label: Label, ink: Ink, random: Random) -> str:
    """A gift box with a lid and a paper sleeve."""
    return "".join(
        (
            shadow(206, BASE, 124),
            f'<rect x="85" y="196" width="230" height="166" rx="4" fill="{ink.dark}"/>',
            f'<rect x="80" y="186" width="240" height="52" rx="4" fill="{ink.body}"/>',
            '<rect x="80" y="234" width="240" height="6" fill="#000" opacity=".18"/>',
            '<rect x="148" y="186" width="104" height="176" fill="#f6ead0"/>',
            f'<path d="M152 186v176M248 186v176" stroke="{ink.accent}" stroke-width="2"/>',
            mark(180, 198, 40, ink.text, ink.accent),
            lettering(label, ink, (200, 250, 88), 25),
            letters(label.weight, 200, 350, 12, ink.text, TEXT),
            '<rect x="85" y="240" width="37" height="122" fill="#fff" opacity=".06"/>',
            '<rect x="269" y="240" width="46" height="122" fill="#000" opacity=".12"/>',
        )
    )


def carton(label: Label, ink: Ink, random: Random) -> str:
    """A retail carton seen from a corner: front, side and top."""
    return "".join(
        (
            shadow(212, BASE, 104),
            f'<path fill="{ink.body}" d="M118 186h140v176H118z"/>',
            f'<path fill="{ink.dark}" d="M258 186l40-22v172l-40 26z"/>',
            f'<path fill="{ink.body}" d="M118 186l38-22h142l-40 22z"/>',
            '<path fill="#fff" opacity=".22" d="M118 186l38-22h142l-40 22z"/>',
            f'<rect x="132" y="204" width="112" height="120" fill="{WHITE}"/>',
            f'<rect x="137" y="209" width="102" height="110" fill="none" stroke="{ink.accent}" stroke-width="1.5"/>',
            mark(174, 215, 28, ink.text, ink.accent),
            lettering(label, ink, (188, 248, 92), 22),
            letters(label.weight, 188, 347, 12, on(ink.body, ink.text), TEXT),
            '<path d="M266 196v146M274 192v146" stroke="#fff" stroke-opacity=".2" stroke-width="2"/>',
        )
    )


def sack(label: Label, ink: Ink, random: Random) -> str:
    """A tied cloth sack."""
    return "".join(
        (
            shadow(208, BASE, 96),
            f'<path fill="{ink.body}" d="M166 166c-44 30-66 92-62 152 2 34 24 44 96 44s94-10 96-44c4-60-18-122-62-152z"/>',
            f'<path fill="{ink.body}" d="M160 122c10 12 14 28 10 44h60c-4-16 0-32 10-44-12 8-20 4-26-2-6 8-22 8-28 0-6 6-14 10-26 2z"/>',
            '<path fill="#000" opacity=".1" d="M246 176c34 32 52 90 50 142-2 34-24 44-60 44 24-50 26-128 10-186z"/>',
            '<path d="M178 150q-4 10-2 18M200 148v20M222 150q4 10 2 18" stroke="#000" stroke-opacity=".16" stroke-width="2" fill="none"/>',
            f'<rect x="160" y="160" width="80" height="12" rx="6" fill="{ink.accent}"/>',
            f'<path d="M234 168c18 6 26 20 22 40M232 170c10 12 12 26 6 40" stroke="{ink.accent}" stroke-width="4" fill="none" stroke-linecap="round"/>',
            f'<rect x="138" y="206" width="124" height="116" rx="3" fill="{WHITE}"/>',
            mark(185, 213, 30, ink.text, ink.accent),
            lettering(label, ink, (200, 250, 108), 23),
            letters(label.weight, 200, 344, 12, ink.dark, TEXT),
        )
    )


def disc(label: Label, ink: Ink, random: Random) -> str:
    """A pressed tea cake in its paper, leaning on a stand."""
    folds = "".join(
        f'<path d="M200 238L{200 + 112 * dx} {238 + 112 * dy}" stroke="#000" stroke-opacity=".06" stroke-width="2"/>'
        for dx, dy in (
            (1, 0),
            (0.87, 0.5),
            (0.5, 0.87),
            (0, 1),
            (-0.5, 0.87),
            (-0.87, 0.5),
            (-1, 0),
            (-0.87, -0.5),
            (-0.5, -0.87),
            (0, -1),
            (0.5, -0.87),
            (0.87, -0.5),
        )
    )
    return "".join(
        (
            shadow(204, BASE, 104),
            '<path d="M120 362l30-60M280 362l-30-60M104 356h192" stroke="#6b4a2a" stroke-width="9" stroke-linecap="round"/>',
            f'<circle cx="200" cy="238" r="116" fill="{ink.dark}"/><circle cx="200" cy="236" r="112" fill="{ink.body}"/>',
            folds,
            f'<circle cx="200" cy="236" r="72" fill="{WHITE}"/><circle cx="200" cy="236" r="66" fill="none" stroke="{ink.accent}" stroke-width="2"/>',
            mark(184, 180, 32, ink.text, ink.accent),
            lettering(label, ink, (200, 219, 104), 22),
            letters(label.weight, 200, 288, 11, ink.text, TEXT),
        )
    )
