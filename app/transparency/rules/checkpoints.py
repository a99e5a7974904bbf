"""What a log signs of itself: its name, its size and its root (C2SP tlog-checkpoint)."""

from dataclasses import dataclass

from app.transparency.rules.notes import decode, encode
from app.transparency.rules.tree import SIZE


@dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{encode(self.root)}\n"


def parse(text: str) -> Checkpoint:
    """Of a note's text; lines of extension are passed over. Raises ValueError."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):
        raise ValueError("not a checkpoint")
    origin, size, root, *_ = lines
    sound = size.isascii() and size.isdigit() and str(int(size)) == size
    if not sound or len(decode(root)) != SIZE:
        raise ValueError("not a checkpoint")
    return Checkpoint(origin, int(size), decode(root))
