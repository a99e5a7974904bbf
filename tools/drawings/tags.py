"""What names goods that come without a pack: a paper band, a tag, a stake to hold it up."""

from .paper import DISPLAY, GOLD, TEXT, WHITE, Ink, Label, fitted, letters, mark


def band(label: Label, ink: Ink, y: float) -> str:
    """The paper band that holds a bundle, its top at `y`."""
    size = fitted(label.title, DISPLAY, 22, 104)
    lines = "".join(
        letters(line, 178, y + 30 + i * size * 1.13, size, WHITE, DISPLAY, "start")
        for i, line in enumerate(label.title)
    )
    last = y + 30 + (len(label.title) - 1) * size * 1.13
    return "".join(
        (
            f'<path d="M110 {y}h180v92h-180z" fill="{ink.body}"/>',
            f'<path d="M110 {y + 6}h180M110 {y + 86}h180" stroke="{GOLD}" stroke-width="2"/>',
            mark(126, y + 26, 40, WHITE, GOLD),
            lines,
            letters(
                label.place,
                178,
                last + 20,
                fitted([label.place], TEXT, 11.5, 104),
                WHITE,
                TEXT,
                "start",
            ),
        )
    )


def stake(x: float, y: float, foot: float) -> str:
    """The cane that holds a tag up behind flat goods."""
    return f'<path d="M{x} {y}V{foot}" stroke="#8c6a3c" stroke-width="4" stroke-linecap="round"/>'


def tag(label: Label, ink: Ink, x: float, y: float, *, width: float = 112) -> str:
    """A paper tag for goods without a pack, its top centre at (x, y)."""
    size = fitted(label.title, DISPLAY, 17, width - 14)
    height = 52 + 20 * len(label.title)
    lines = "".join(
        letters(line, x, y + 46 + i * size * 1.15, size, ink.text)
        for i, line in enumerate(label.title)
    )
    last = y + 46 + (len(label.title) - 1) * size * 1.15
    return "".join(
        (
            f'<rect x="{x - width / 2}" y="{y}" width="{width}" height="{height}" rx="3" fill="{WHITE}"/>',
            f'<rect x="{x - width / 2 + 4}" y="{y + 4}" width="{width - 8}" height="{height - 8}" fill="none" stroke="{ink.accent}" stroke-width="1.5"/>',
            mark(x - 11, y + 8, 22, ink.text, ink.accent),
            lines,
            letters(
                label.place,
                x,
                last + 14,
                fitted([label.place], TEXT, 9.5, width - 14),
                ink.text,
                TEXT,
            ),
        )
    )
