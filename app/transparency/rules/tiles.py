"""Tiles of 256 hashes: how a log is published and kept (C2SP tlog-tiles).

A tile of level `l` holds hashes of complete subtrees of height `8 * l`. A partial tile is the
beginning of the whole one, so a log keeps each tile once and cuts what is asked for.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.transparency.rules.tree import EMPTY, SIZE, Node, range_hash, root_of

HEIGHT = 8
WIDTH = 1 << HEIGHT
WHOLE = WIDTH * SIZE
"""Bytes of a full tile."""
LEVELS = 64
MOST_TILES = 1 << 48
"""More leaves than would fit into a database's numbers."""

Place = tuple[int, int]
"""Of a tile: its level and its index there."""

_PATH = re.compile(
    r"(entries|0|[1-5]?[0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True)
class Tile:
    """What a path under `tile/` asks for; level None is a bundle of entries."""

    level: int | None
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """
        >>> Tile(1, 1234067, 8).path, Tile(None, 5).path
        ('tile/1/x001/x234/067.p/8', 'tile/entries/005')
        """
        digits = str(self.index)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        *parts, last = [digits[i : i + 3] for i in range(0, len(digits), 3)]
        place = "/".join([*(f"x{part}" for part in parts), last])
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{'entries' if self.level is None else self.level}/{place}{partial}"


def parse_path(path: str) -> Tile | None:
    """What stands after `tile/`; nothing unless it is the one way to write it.

    >>> parse_path("0/x001/002.p/17"), parse_path("0/x000/002"), parse_path("64/000")
    (Tile(level=0, index=1002, width=17), None, None)
    """
    hit = _PATH.fullmatch(path)
    if hit is None:
        return None
    level = None if hit[1] == "entries" else int(hit[1])
    index = int(re.sub("[x/]", "", hit[2]))
    tile = Tile(level, index, int(hit[3] or WIDTH))
    sound = tile.path == f"tile/{path}" and tile.width <= WIDTH and index < MOST_TILES
    return tile if sound else None


def widths(size: int) -> dict[int, int]:
    """How many hashes the partial tile of each level holds, in a tree of `size` leaves.

    >>> widths(70_000)
    {0: 112, 1: 17, 2: 1}
    """
    found = {level: (size >> HEIGHT * level) % WIDTH for level in range(LEVELS // HEIGHT)}
    return {level: width for level, width in found.items() if width}


def grown(partial: Mapping[int, bytes], size: int, leaves: Sequence[bytes]) -> dict[Place, bytes]:
    """The tiles that change when `leaves` (hashes) follow the `size` leaves so far.

    `partial` holds the partial tiles of that tree by level. Raises ValueError if they are of
    another size.
    """
    changed: dict[Place, bytes] = {}
    level, begin, new = 0, size, list(leaves)
    while new:
        held = partial.get(level, b"")
        if len(held) != begin % WIDTH * SIZE:
            raise ValueError(f"level {level} holds {len(held)} bytes of a tree of {size}")
        row = held + b"".join(new)
        tiles = [row[i : i + WHOLE] for i in range(0, len(row), WHOLE)]
        changed |= {(level, begin // WIDTH + n): tile for n, tile in enumerate(tiles)}
        new = [root_of(hashes_in(tile)) for tile in tiles if len(tile) == WHOLE]
        level, begin = level + 1, begin >> HEIGHT
    return changed


def partial_tiles(
    partial: Mapping[int, bytes], changed: Mapping[Place, bytes], size: int
) -> dict[int, bytes]:
    """The partial tiles by level after `changed`, of a tree that has `size` leaves now."""
    places = {level: (level, size >> HEIGHT * (level + 1)) for level in widths(size)}
    return {
        level: changed[place] if place in changed else partial[level]
        for level, place in places.items()
    }


def tree_root(partial: Mapping[int, bytes], size: int) -> bytes:
    """Of the tree whose partial tiles these are: they hold all of its largest subtrees."""
    if not size:
        return EMPTY
    kept = {(level, size >> HEIGHT * (level + 1)): tile for level, tile in partial.items()}
    return range_hash((0, size), lambda node: node_in(kept, node))


def tile_of(node: Node) -> Place:
    """Where the hash of a complete subtree can be worked out."""
    level, index = node
    return level // HEIGHT, index >> HEIGHT - level % HEIGHT


def node_in(tiles: Mapping[Place, bytes], node: Node) -> bytes:
    """A subtree's hash from the tile that holds its parts. Raises KeyError without that tile."""
    level, index = node
    count = 1 << level % HEIGHT
    first = index * count % WIDTH
    return root_of(hashes_in(tiles[tile_of(node)])[first : first + count])


def hashes_in(tile: bytes) -> list[bytes]:
    return [tile[i : i + SIZE] for i in range(0, len(tile), SIZE)]


def bundle(entries: Sequence[bytes]) -> bytes:
    """Each entry with its length before it, as a big-endian uint16."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)
