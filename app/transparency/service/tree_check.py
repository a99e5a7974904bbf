"""Leaves, tiles and checkpoints, recomputed in one walk along the log.

At each checkpoint's size the walk stands still, and the root of what it has seen is compared.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from app.core.days import day_in_vietnam
from app.transparency.queries.tree import keys, tiles
from app.transparency.rules.checkpoints import Checkpoint
from app.transparency.rules.notes import BadNote, VerifierKey, encode, opened
from app.transparency.rules.tiles import (
    HEIGHT,
    LEVELS,
    WHOLE,
    WIDTH,
    Place,
    Tile,
    grown,
    node_in,
    partial_tiles,
    tile_of,
    tree_root,
)
from app.transparency.rules.tree import (
    EMPTY,
    SIZE,
    consistency_ranges,
    continues,
    leaf_hash,
    range_hash,
    subtrees,
)

BATCH = 2_048
Found = tuple[str, str, dict[str, Any]]

_LEAVES = text("""
    SELECT leaf.place, leaf.leaf_hash, entry.event_hash
    FROM log_leaf AS leaf LEFT JOIN log_entry AS entry USING (serial)
    WHERE leaf.place >= :first ORDER BY leaf.place LIMIT :count
""")
_CHECKPOINTS = text("""
    SELECT id, origin, size, root, note, published_at FROM log_checkpoint
    WHERE (size, id) > (:size, :id) ORDER BY size, id LIMIT :count
""")
_STRAY = text("""
    SELECT level, number FROM log_tile
    WHERE level >= 8 OR number * 256 >= (CAST(:size AS bigint) >> (8 * level))
    ORDER BY level, number
""")


def find_in_tree(connection: Connection, looked: Counter[str]) -> Iterator[Found]:
    walk = _Walk(connection, looked)
    judge = _Judge(connection)
    for checkpoint in _checkpoints(connection):
        looked["checkpoints"] += 1
        yield from walk.go(checkpoint.size, checkpoint.published_at)
        yield from judge.judge(checkpoint, walk)
    yield from walk.go(None, None)
    yield from walk.finish()


def _checkpoints(connection: Connection) -> Iterator[Any]:
    after = {"size": -1, "id": UUID(int=0)}
    while rows := connection.execute(_CHECKPOINTS, after | {"count": 200}).all():
        yield from rows
        after = {"size": rows[-1].size, "id": rows[-1].id}


class _Walk:
    """So many leaves of the log, from the first, and the partial tiles that they make."""

    def __init__(self, connection: Connection, looked: Counter[str]) -> None:
        self.connection = connection
        self.looked = looked
        self.size = 0
        self.partial: dict[int, bytes] = {}

    def go(self, until: int | None, sealed: datetime | None) -> Iterator[Found]:
        """On to a tree of `until` leaves, or to the end; `sealed` is when these were signed."""
        while until is None or self.size < until:
            count = BATCH if until is None else min(BATCH, until - self.size)
            asked = {"first": self.size, "count": count}
            rows = self.connection.execute(_LEAVES, asked).all()
            if not rows:
                return
            places = {row.place: row for row in rows}
            end = min(max(places) + 1, self.size + count)
            stored = self._stored(end)
            leaves = []
            for place in range(self.size, end):
                yield from _of_leaf(place, places.get(place), sealed)
                leaves.append(_leaf(place, places, stored))
            yield from self._grow(leaves, stored)

    def _stored(self, end: int) -> Mapping[Place, bytes]:
        """The tiles that leaves from here to `end` can fill, as they are kept."""
        places, first, last = [], self.size, end - 1
        for level in range(LEVELS // HEIGHT):
            first, last = first >> HEIGHT, last >> HEIGHT
            places += [(level, number) for number in range(first, last + 1)]
        return tiles(self.connection, places)

    def _grow(self, leaves: list[bytes], stored: Mapping[Place, bytes]) -> Iterator[Found]:
        self.looked["leaves"] += len(leaves)
        changed = grown(self.partial, self.size, leaves)
        self.size += len(leaves)
        self.partial = partial_tiles(self.partial, changed, self.size)
        for place, computed in sorted(changed.items()):
            if len(computed) == WHOLE:
                self.looked["tiles"] += 1
                yield from _of_tile(place, computed, stored.get(place))

    def finish(self) -> Iterator[Found]:
        """The tiles that are not full, and those that should not be there."""
        last = {(level, self.size >> HEIGHT * (level + 1)): tile
                for level, tile in self.partial.items()}  # fmt: skip
        stored = tiles(self.connection, last)
        for place, computed in last.items():
            self.looked["tiles"] += 1
            yield from _of_tile(place, computed, stored.get(place))
        for row in self.connection.execute(_STRAY, {"size": self.size}):
            yield "stray_tile", Tile(row.level, row.number).path, {}


def _of_leaf(place: int, row: Any, sealed: datetime | None) -> Iterator[Found]:
    facts = {"sealed": sealed.isoformat() if sealed else None}
    if row is None:
        yield "no_leaf", str(place), facts
    elif row.event_hash is None:
        yield "no_entry", str(place), facts
    elif leaf_hash(row.event_hash.encode()) != row.leaf_hash:
        yield "leaf", str(place), facts | {"hash": row.event_hash}


def _leaf(place: int, rows: Mapping[int, Any], stored: Mapping[Place, bytes]) -> bytes:
    """As stored; a leaf that is gone is looked for in its tile, so that what follows still fits."""
    if place in rows:
        return bytes(rows[place].leaf_hash)[:SIZE].ljust(SIZE, b"\0")
    tile = stored.get((0, place // WIDTH), b"")
    first = place % WIDTH * SIZE
    return tile[first : first + SIZE].ljust(SIZE, b"\0")


def _of_tile(place: Place, computed: bytes, stored: bytes | None) -> Iterator[Found]:
    path = Tile(*place, width=len(computed) // SIZE).path
    if stored is None:
        yield "no_tile", path, {}
    elif stored != computed:
        pairs = enumerate(zip(computed, stored, strict=False))
        first = next((at for at, (ours, theirs) in pairs if ours != theirs), len(computed))
        yield "tile", path, {"first": first // SIZE}


class _Judge:
    """Checkpoints in the order of their sizes, each against the walk and the one before."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.keys = keys(connection)
        self.origin = ""
        self.before = Checkpoint("", 0, EMPTY)
        """The last one whose root was right."""

    def judge(self, row: Any, walk: _Walk) -> Iterator[Found]:
        self.origin = self.origin or row.origin
        day = day_in_vietnam(row.published_at)
        named = {"size": row.size, "published": f"{day:%d/%m/%Y}"}
        fault = _fault(row, self.origin, self.keys)
        if fault:
            yield "note", str(row.id), named | {"why": fault}
        if walk.size < row.size:
            yield "short", str(row.id), named | {"leaves": walk.size}
            return
        root = tree_root(walk.partial, walk.size)
        if root != row.root:
            yield "root", str(row.id), named | {"root": encode(root)}
        else:
            yield from self._consistency(Checkpoint(row.origin, row.size, root))

    def _consistency(self, tree: Checkpoint) -> Iterator[Found]:
        before, self.before = self.before, tree
        if not self._continues(before, tree):
            facts = {"before": before.size, "size": tree.size}
            yield "consistency", f"{before.size}–{tree.size}", facts

    def _continues(self, before: Checkpoint, tree: Checkpoint) -> bool:
        """By a proof from the tiles that we serve, checked as a reader of the log would."""
        ranges = consistency_ranges(before.size, tree.size)
        nodes = {node for one in ranges for node in subtrees(one)}
        held = tiles(self.connection, map(tile_of, nodes)) if nodes else {}
        try:
            proof = [range_hash(one, lambda node: node_in(held, node)) for one in ranges]
        except (KeyError, IndexError):
            return False
        return continues(before.root, before.size, tree.root, tree.size, proof)


def _fault(row: Any, origin: str, known: list[VerifierKey]) -> str:
    """Why the note is not the signed text of its row, if it is not."""
    try:
        signed, _ = opened(row.note, known)
    except BadNote as error:
        return str(error)
    said = Checkpoint(origin, row.size, bytes(row.root)).text
    same = signed == said and row.origin == origin
    return "" if same else "its text is not that of its row"
