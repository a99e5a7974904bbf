"""Merkle trees of SHA-256: RFC 6962 section 2.1, whose verifications are written out in RFC 9162.

A `Node` names a complete subtree: `(level, index)` covers the leaves from `index << level` up to
`(index + 1) << level`. Proofs are asked for as ranges of leaves, so that a log of millions reads
the few nodes it needs instead of the leaves.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256

Node = tuple[int, int]
Range = tuple[int, int]
NodeHash = Callable[[Node], bytes]

SIZE = 32
"""Bytes of a hash."""
EMPTY = sha256(b"").digest()
"""The root of a tree without leaves."""


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Of the leaves with these hashes, level by level; a lone last node rises as it is."""
    level = list(hashes)
    while len(level) > 1:
        pairs = [node_hash(*level[i : i + 2]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[2 * len(pairs) :]
    return level[0] if level else EMPTY


def range_hash(wanted: Range, node: NodeHash) -> bytes:
    """The hash over the leaves of a range that a proof names."""
    *left, last = subtrees(wanted)
    found = node(last)
    for one in reversed(left):
        found = node_hash(node(one), found)
    return found


def subtrees(wanted: Range) -> list[Node]:
    """The complete subtrees of a range whose begin is a multiple of the largest of them.

    >>> subtrees((0, 7))
    [(2, 0), (1, 2), (0, 6)]
    """
    begin, end = wanted
    found = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        found.append((level, begin >> level))
        begin += 1 << level
    return found


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """What an audit path holds, the leaf's sibling first (RFC 6962 section 2.1.1).

    Raises ValueError unless `0 <= index < size`.
    """
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    begin, end, found = 0, size, list[Range]()
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((begin, middle))
            begin = middle
    return found[::-1]


def consistency_ranges(old: int, size: int) -> list[Range]:
    """What proves that the tree of `old` leaves begins the one of `size` (section 2.1.2).

    Nothing follows from an empty tree. Raises ValueError unless `0 <= old <= size`.
    """
    if not 0 <= old <= size:
        raise ValueError(f"a tree of {old} does not begin one of {size}")
    begin, end, found = 0, size, list[Range]()
    while 0 < old < end:
        middle = begin + _split(end - begin)
        if old <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((begin, middle))
            begin = middle
    if begin > 0:
        found.append((begin, end))
    return found[::-1]


def _split(count: int) -> int:
    """The largest power of two below `count` (at least 2)."""
    return 1 << (count - 1).bit_length() - 1


def includes(root: bytes, size: int, index: int, leaf: bytes, path: Sequence[bytes]) -> bool:
    """Whether `path` leads from the leaf's hash to the root (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(sibling, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def continues(old_root: bytes, old: int, root: bytes, size: int, proof: Sequence[bytes]) -> bool:
    """Whether the tree of `old` leaves begins the one of `size` (RFC 9162 section 2.1.4.2)."""
    if old == size:
        return not proof and old_root == root
    if old == 0:
        return not proof and old_root == EMPTY
    if not 0 < old < size:
        return False
    # A complete old tree is a node of the new one, and a proof leaves it out.
    hashes = list(proof) if old & (old - 1) else [old_root, *proof]
    at, last = old - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    return _both_roots(hashes, at, last) == (old_root, root)


def _both_roots(hashes: list[bytes], at: int, last: int) -> tuple[bytes, bytes] | None:
    """The old root and the new one that a consistency proof leads to, if it is whole."""
    if not hashes:
        return None
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        at, last = at >> 1, last >> 1
    return (old, new) if last == 0 else None
