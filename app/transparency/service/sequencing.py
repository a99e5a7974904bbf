"""Entries get their places in the one tree: by one sequencer at a time, batch by batch.

A batch is one transaction: leaves, tiles and the emptied queue are there together or not at all,
so that a sequencer that is killed leaves the tree as it was and the next one goes on.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, BIGINT, BYTEA, INTEGER
from sqlmodel import Session

from app.transparency.queries.tree import tree_size
from app.transparency.rules.tiles import HEIGHT, Place, grown, widths
from app.transparency.rules.tree import leaf_hash

BATCH = 10_000
SEQUENCER = 0x6E672D6C6F67
"""The advisory lock of whoever writes to the tree or signs it."""

_LOCK = text("SELECT pg_advisory_xact_lock(:key)")
_TAKE = text("""
    WITH taken AS (
        DELETE FROM log_pending WHERE serial IN (
            SELECT serial FROM log_pending ORDER BY serial LIMIT :count
        ) RETURNING serial
    )
    SELECT serial, event_hash FROM log_entry JOIN taken USING (serial) ORDER BY serial
""")
_PLACE = text("""
    INSERT INTO log_leaf (place, serial, leaf_hash)
    SELECT :first + given.ordinality - 1, given.serial, given.leaf_hash
    FROM unnest(:serials, :hashes) WITH ORDINALITY AS given (serial, leaf_hash, ordinality)
""").bindparams(
    bindparam("first", type_=BIGINT),
    bindparam("serials", type_=ARRAY(BIGINT)),
    bindparam("hashes", type_=ARRAY(BYTEA)),
)
_TILES = text("""
    SELECT tile.level, tile.hashes FROM log_tile AS tile
    JOIN unnest(:levels, :numbers) AS given (level, number) USING (level, number)
""").bindparams(
    bindparam("levels", type_=ARRAY(INTEGER)), bindparam("numbers", type_=ARRAY(BIGINT))
)
_WRITE = text("""
    INSERT INTO log_tile (level, number, hashes)
    SELECT * FROM unnest(:levels, :numbers, :hashes)
    ON CONFLICT (level, number) DO UPDATE SET hashes = EXCLUDED.hashes
""").bindparams(
    bindparam("levels", type_=ARRAY(INTEGER)),
    bindparam("numbers", type_=ARRAY(BIGINT)),
    bindparam("hashes", type_=ARRAY(BYTEA)),
)


def lock_tree(session: Session) -> None:
    """Until the end of this transaction nobody else sequences or signs."""
    session.connection().execute(_LOCK, {"key": SEQUENCER})


def sequence(session: Session, *, at_most: int = BATCH) -> int:
    """Puts what waits, at most so many, into the tree; how many it were.

    One seller's entries get their places in the order of their chain.
    """
    lock_tree(session)
    taken = session.connection().execute(_TAKE, {"count": at_most}).all()
    if taken:
        leaves = [leaf_hash(entry.event_hash.encode()) for entry in taken]
        _grow(session, [entry.serial for entry in taken], leaves)
    return len(taken)


def _grow(session: Session, serials: Sequence[int], leaves: Sequence[bytes]) -> None:
    size = tree_size(session.connection())
    changed = grown(current_partial_tiles(session, size), size, leaves)
    placed = {"first": size, "serials": serials, "hashes": leaves}
    session.connection().execute(_PLACE, placed)
    session.connection().execute(_WRITE, _columns(changed))


def current_partial_tiles(session: Session, size: int) -> dict[int, bytes]:
    """By level, of the tree that has `size` leaves now."""
    levels = list(widths(size))
    numbers = [size >> HEIGHT * (level + 1) for level in levels]
    found = session.connection().execute(_TILES, {"levels": levels, "numbers": numbers})
    return {row.level: bytes(row.hashes) for row in found}


def _columns(tiles: Mapping[Place, bytes]) -> dict[str, list[Any]]:
    return {
        "levels": [level for level, _ in tiles],
        "numbers": [number for _, number in tiles],
        "hashes": list(tiles.values()),
    }
