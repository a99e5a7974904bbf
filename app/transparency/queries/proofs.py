"""Proofs of what was recorded, and the few facts of it that a lot's page says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, bindparam, literal_column, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT

from app.transparency.queries.tree import keys, newest_checkpoint, tiles
from app.transparency.rules.bundles import FORMAT
from app.transparency.rules.chain import beginning
from app.transparency.rules.notes import encode
from app.transparency.rules.tiles import node_in, tile_of
from app.transparency.rules.tree import inclusion_ranges, range_hash, subtrees

# Scalar subqueries, since a few rows are looked up by their indexes whatever the planner thinks of
# tables that have just grown; of joins it would read the whole log.
_ENTRIES = text("""
    SELECT entry.event_hash, entry.seller_id, entry.position, entry.head, entry.recorded_at,
        (SELECT place FROM log_leaf WHERE serial = entry.serial) AS place,
        (SELECT head FROM log_entry AS before WHERE before.seller_id = entry.seller_id
            AND before.position = entry.position - 1) AS before
    FROM log_entry AS entry
    WHERE entry.event_hash = ANY(:hashes)
    ORDER BY entry.serial
""").bindparams(bindparam("hashes", type_=ARRAY(TEXT)))
# The hashes stand where a statement has them: bound, or those of the row that a page is about.
_STANDING = """
    WITH log AS (SELECT coalesce(max(size), 0) AS size FROM log_checkpoint),
    own AS (
        SELECT (SELECT place FROM log_leaf WHERE serial = entry.serial) AS place
        FROM log_entry AS entry WHERE entry.event_hash = ANY({hashes})
    ),
    counted AS (
        SELECT count(*) AS events, count(*) FILTER (WHERE place < size) AS sealed,
            max(place) FILTER (WHERE place < size) AS last
        FROM own CROSS JOIN log
    )
    SELECT events, sealed,
        (SELECT min(published_at) FROM log_checkpoint WHERE size > last) AS since,
        EXISTS (
            SELECT FROM self_audit_finding
            WHERE run_id = (SELECT id FROM self_audit_run ORDER BY finished_at DESC LIMIT 1)
                AND check_name = 'log' AND kind <> 'late'
        ) AS doubted
    FROM counted
"""
_OF_HASHES = text(_STANDING.format(hashes=":hashes")).bindparams(
    bindparam("hashes", type_=ARRAY(TEXT))
)


@dataclass(frozen=True)
class Standing:
    """What a page may say of some events' hashes.

    `sealed` of the `events` that are recorded lie under a published checkpoint; the last of these
    since `since`. `doubted` when the last self-audit found that anything of the log disagrees.
    """

    events: int
    sealed: int
    since: datetime | None
    doubted: bool


def standing(connection: Connection, hashes: Sequence[str]) -> Standing:
    """In one statement, by the hashes' index."""
    row = connection.execute(_OF_HASHES, {"hashes": list(hashes)}).one()
    return Standing(row.events, row.sealed, row.since, row.doubted)


def standing_column(hashes: str) -> ColumnElement[Any]:
    """The same within a statement of another domain, as JSON for `read_standing`.

    `hashes` is SQL of our own: an array of texts, of the row that the statement is about.
    """
    found = _STANDING.format(hashes=hashes)
    return literal_column(f"(SELECT to_jsonb(standing) FROM ({found}) AS standing)", JSONB)  # noqa: S608  # our own words


def read_standing(found: dict[str, Any]) -> Standing:
    since = found["since"] and datetime.fromisoformat(found["since"])
    return Standing(found["events"], found["sealed"], since, found["doubted"])


def proof_of(connection: Connection, hashes: Sequence[str]) -> dict[str, Any]:
    """A proof as `rules.bundles` describes it, for `json.dumps`: of those of `hashes` that the
    newest checkpoint covers; `waiting` names those that are recorded and not yet covered. What was
    never recorded is in neither. Four statements, whatever the number of events.
    """
    entries = connection.execute(_ENTRIES, {"hashes": list(hashes)}).all()
    checkpoint = newest_checkpoint(connection)
    size = checkpoint.size if checkpoint else 0
    covered = [entry for entry in entries if entry.place is not None and entry.place < size]
    return {
        "format": FORMAT,
        "key": str(next(iter(keys(connection)), "")),
        "checkpoint": checkpoint.note if checkpoint else "",
        "publishedAt": checkpoint.published_at.isoformat() if checkpoint else None,
        "events": _events(connection, covered, size),
        "waiting": [entry.event_hash for entry in entries if entry not in covered],
    }


def _events(connection: Connection, entries: Sequence[Row[Any]], size: int) -> list[dict[str, Any]]:
    paths = {entry.place: inclusion_ranges(entry.place, size) for entry in entries}
    nodes = {node for path in paths.values() for one in path for node in subtrees(one)}
    held = tiles(connection, map(tile_of, nodes)) if nodes else {}
    hashes = {node: node_in(held, node) for node in nodes}
    return [
        {
            "hash": entry.event_hash,
            "recordedAt": entry.recorded_at.isoformat(),
            "index": entry.place,
            "path": [encode(range_hash(one, hashes.__getitem__)) for one in paths[entry.place]],
            "link": _link(entry.seller_id, entry),
        }
        for entry in entries
    ]


def _link(seller_id: UUID, entry: Row[Any]) -> dict[str, Any]:
    chain = beginning(seller_id)
    before = chain if entry.before is None else bytes(entry.before)
    return {
        "chain": encode(chain),
        "position": entry.position,
        "before": encode(before),
        "head": encode(bytes(entry.head)),
    }
