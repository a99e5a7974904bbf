"""The tree: its size, its tiles, its entries and its newest checkpoint."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, BIGINT, INTEGER

from app.transparency.rules.notes import VerifierKey, verifier_key
from app.transparency.rules.tiles import WIDTH, Place, Tile, bundle
from app.transparency.rules.tree import SIZE

_SIZE = text("SELECT coalesce(max(place) + 1, 0) FROM log_leaf")
_NEWEST = text("""
    SELECT origin, size, root, note, published_at FROM log_checkpoint
    ORDER BY size DESC, id DESC LIMIT 1
""")
_KEYS = text("SELECT verifier, since FROM log_key ORDER BY since DESC, verifier")
_TILE = text("SELECT hashes FROM log_tile WHERE level = :level AND number = :number")
_TILES = text("""
    SELECT level, number, hashes FROM log_tile
    JOIN unnest(:levels, :numbers) AS given (level, number) USING (level, number)
""").bindparams(
    bindparam("levels", type_=ARRAY(INTEGER)), bindparam("numbers", type_=ARRAY(BIGINT))
)
_ENTRIES = text("""
    SELECT event_hash FROM log_leaf JOIN log_entry USING (serial)
    WHERE place >= :first AND place < :first + :count ORDER BY place
""")


def tree_size(connection: Connection) -> int:
    """How many leaves there are."""
    return int(connection.execute(_SIZE).scalar_one())


def newest_checkpoint(connection: Connection) -> Row[Any] | None:
    """`origin, size, root, note, published_at`."""
    return connection.execute(_NEWEST).first()


def keys(connection: Connection) -> list[VerifierKey]:
    """Every key that has signed, the newest first."""
    return [verifier_key(row.verifier) for row in connection.execute(_KEYS)]


def tile(connection: Connection, wanted: Tile) -> bytes | None:
    """A tile of hashes or a bundle of entries; nothing unless the log is as long as that."""
    if wanted.level is None:
        return _bundle(connection, wanted)
    place = {"level": wanted.level, "number": wanted.index}
    held = connection.execute(_TILE, place).scalar()
    length = wanted.width * SIZE
    return bytes(held[:length]) if held is not None and len(held) >= length else None


def _bundle(connection: Connection, wanted: Tile) -> bytes | None:
    span = {"first": wanted.index * WIDTH, "count": wanted.width}
    found = connection.execute(_ENTRIES, span).scalars().all()
    whole = len(found) == wanted.width
    return bundle([one.encode() for one in found]) if whole else None


def tiles(connection: Connection, places: Iterable[Place]) -> Mapping[Place, bytes]:
    """Those of `places` that there are, in one statement."""
    wanted = sorted(set(places))
    columns = {"levels": [level for level, _ in wanted], "numbers": [at for _, at in wanted]}
    found = connection.execute(_TILES, columns)
    return {(row.level, row.number): bytes(row.hashes) for row in found}
