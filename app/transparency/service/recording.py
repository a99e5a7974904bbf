"""An event's hash joins its seller's chain, and waits for its place in the tree.

Only the seller's own chain is locked: the tree's one lock belongs to the sequencer's job, so that
requests of different sellers never wait for one another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, BIGINT, BYTEA, TEXT
from sqlmodel import Session

from app.core.db import utc_now
from app.transparency.rules.chain import beginning, digest, next_head


@dataclass(frozen=True)
class Recorded:
    """`head` is the chain's after this event; `new` is false when it stood there already."""

    event_hash: str
    serial: int
    position: int
    head: bytes
    new: bool


# An upsert, since it locks the row and reads it as it is after the wait; what SELECT … FOR UPDATE
# would do in two statements for a new seller.
_LOCK = text("""
    INSERT INTO log_chain AS chain (seller_id, length, head) VALUES (:seller, 0, :beginning)
    ON CONFLICT (seller_id) DO UPDATE SET length = chain.length
    RETURNING length, head
""")
_KNOWN = text("""
    SELECT event_hash, serial, position, head FROM log_entry
    WHERE seller_id = :seller AND event_hash = ANY(:hashes)
""").bindparams(bindparam("hashes", type_=ARRAY(TEXT)))
# All of them or none: where some are known, the heads that were worked out are not right.
_ADD = text("""
    WITH added AS (
        INSERT INTO log_entry (seller_id, position, event_hash, head, recorded_at)
        SELECT :seller, given.position, given.event_hash, given.head, :now
        FROM unnest(:hashes, :positions, :heads) AS given (event_hash, position, head)
        WHERE NOT EXISTS (
            SELECT FROM log_entry WHERE seller_id = :seller AND event_hash = ANY(:hashes)
        )
        ORDER BY given.position
        RETURNING event_hash, serial, position, head
    ), waiting AS (
        INSERT INTO log_pending (serial) SELECT serial FROM added
    ), longer AS (
        UPDATE log_chain SET length = :length, head = :head
        WHERE seller_id = :seller AND EXISTS (SELECT FROM added)
    )
    SELECT event_hash, serial, position, head FROM added
""").bindparams(
    bindparam("hashes", type_=ARRAY(TEXT)),
    bindparam("positions", type_=ARRAY(BIGINT)),
    bindparam("heads", type_=ARRAY(BYTEA)),
)


def append(session: Session, seller_id: UUID, event_hash: str) -> Recorded:
    """The event's place in its seller's chain; safe to repeat. Raises ValueError for no hash."""
    return append_all(session, seller_id, [event_hash])[0]


def append_all(session: Session, seller_id: UUID, event_hashes: Sequence[str]) -> list[Recorded]:
    """Several events of one seller in this order: two statements, or four where some are repeated.

    The hashes are texts like `ni:///sha-256;…?ver=CBV2.0`. Raises ValueError before anything is
    written if one of them is not.
    """
    for event_hash in event_hashes:
        digest(event_hash)
    asked = list(dict.fromkeys(event_hashes))
    connection = session.connection()
    locked = {"seller": seller_id, "beginning": beginning(seller_id)}
    length, head = connection.execute(_LOCK, locked).one()
    found = _add(connection, seller_id, length, head, asked)
    if len(found) < len(asked):
        known = connection.execute(_KNOWN, {"seller": seller_id, "hashes": asked})
        found = {row.event_hash: _recorded(row, new=False) for row in known}
        missing = [one for one in asked if one not in found]
        found |= _add(connection, seller_id, length, head, missing)
    return [found[one] for one in event_hashes]


def _add(
    connection: Connection, seller_id: UUID, length: int, head: bytes, hashes: list[str]
) -> dict[str, Recorded]:
    """The events when all of them were new; when one was not, nothing."""
    if not hashes:
        return {}
    added = connection.execute(_ADD, _links(seller_id, length, head, hashes))
    return {row.event_hash: _recorded(row, new=True) for row in added}


def _recorded(row: Row[Any], *, new: bool) -> Recorded:
    return Recorded(row.event_hash, row.serial, row.position, bytes(row.head), new)


def _links(seller_id: UUID, length: int, head: bytes, hashes: list[str]) -> dict[str, Any]:
    """The chain after `length` links, continued by `hashes`."""
    heads = []
    for event_hash in hashes:
        head = next_head(head, event_hash)
        heads.append(head)
    end = length + len(hashes)
    return {
        "seller": seller_id,
        "hashes": hashes,
        "positions": list(range(length + 1, end + 1)),
        "heads": heads,
        "length": end,
        "head": head,
        "now": utc_now(),
    }
