"""Each seller's own chain of event hashes, and the hash of an event as the log writes it.

`h_i = SHA-256(0x01 ‖ h_(i-1) ‖ event hash)`; `h_0 = SHA-256(0x00 ‖ the seller's id)` is the chain's
public name, so that the chains of two sellers cannot be exchanged.
"""

import re
from hashlib import sha256
from uuid import UUID

EVENT_HASH = re.compile(r"ni:///sha-256;([0-9a-f]{64})\?ver=CBV2\.0")
"""A named information URI (RFC 6920) in the form of CBV 2.0 section 8.9.1."""


def beginning(seller_id: UUID) -> bytes:
    return sha256(b"\0" + seller_id.bytes).digest()


def next_head(head: bytes, event_hash: str) -> bytes:
    """Raises ValueError for what is no event hash."""
    return sha256(b"\1" + head + digest(event_hash)).digest()


def digest(event_hash: str) -> bytes:
    """The 32 bytes that the text names. Raises ValueError."""
    hit = EVENT_HASH.fullmatch(event_hash)
    if hit is None:
        raise ValueError(f"not an event hash: {event_hash[:100]!r}")
    return bytes.fromhex(hit[1])
