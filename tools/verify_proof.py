"""Checks a proof downloaded from a lot's page: `python verify_proof.py proof.json --key KEY`.

It needs Python and the package `cryptography`, no network and nothing of the shop: copy this one
file wherever you trust the machine. KEY is the log's public key, `name+hash+base64`, from
https://THE-SHOP/log/key or, better, from somewhere the shop does not control; or a file of such
lines. Ends with 0 when every check is good.

What it checks: the checkpoint's Ed25519 signature (C2SP signed-note and tlog-checkpoint), that each
event is in the signed Merkle tree (RFC 9162 section 2.1.3.2), and that each event follows from the
one before it in its cooperative's own chain.
"""

import argparse
import base64
import json
import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "nguyen-goc/proof/1"
EVENT = re.compile(r"ni:///sha-256;([0-9a-f]{64})\?ver=CBV2\.0")


class Wrong(Exception):
    """A check that failed, in words."""


def digest(*parts: bytes) -> bytes:
    return sha256(b"".join(parts)).digest()


def raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def public_key(line: str) -> tuple[str, bytes, bytes]:
    """The name, the four bytes of the id, and the 32 of the key."""
    name, identity, encoded = line.strip().split("+", 2)
    content = raw(encoded)
    if content[:1] != b"\1" or digest(name.encode(), b"\n", content)[:4].hex() != identity:
        raise Wrong(f"this is not an Ed25519 key of a log: {line}")
    return name, bytes.fromhex(identity), content[1:]


def signed_tree(note: str, keys: list[str]) -> tuple[str, int, bytes]:
    """Origin, size and root of a checkpoint that one of `keys` signed."""
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    for line in filter(None, signatures.split("\n")):
        dash, name, encoded = line.split(" ")
        content = raw(encoded)
        for known, identity, key in map(public_key, keys):
            if (dash, name, content[:4]) == ("—", known, identity):
                try:
                    Ed25519PublicKey.from_public_bytes(key).verify(content[4:], text.encode())
                except InvalidSignature:
                    raise Wrong(f"the signature of {name} is false") from None
                origin, size, root = text.split("\n")[:3]
                if origin != name:
                    raise Wrong(f"{name} signed a checkpoint of another log, {origin}")
                return origin, int(size), raw(root)
    raise Wrong("none of the keys signed this checkpoint")


def root_from(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """The root that an audit path leads to, or nothing when its length does not fit."""
    last, found = size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if index % 2 or index == last:
            found = digest(b"\1", sibling, found)
            while index % 2 == 0 and index:
                index, last = index // 2, last // 2
        else:
            found = digest(b"\1", found, sibling)
        index, last = index // 2, last // 2
    return found if last == 0 else None


def check_event(event: dict[str, Any], size: int, root: bytes) -> None:
    index, path = event["index"], [raw(each) for each in event["path"]]
    leaf = digest(b"\0", event["hash"].encode())
    if not 0 <= index < size or root_from(leaf, index, size, path) != root:
        raise Wrong(f"event {event['hash']} is not at place {index} of the signed tree")


def check_chains(events: list[dict[str, Any]]) -> int:
    """How many chains there are."""
    heads: dict[tuple[str, int], str] = {}
    for event in sorted(events, key=lambda each: int(each["link"]["position"])):
        link, hit = event["link"], EVENT.fullmatch(event["hash"])
        chain, position = link["chain"], link["position"]
        if hit is None or raw(link["head"]) != digest(
            b"\1", raw(link["before"]), bytes.fromhex(hit[1])
        ):
            raise Wrong(f"event {event['hash']} does not follow in its cooperative's chain")
        if position == 1 and link["before"] != chain:
            raise Wrong(f"the chain of {event['hash']} does not begin with its own name")
        for at, head in ((position - 1, link["before"]), (position, link["head"])):
            if heads.setdefault((chain, at), head) != head:
                raise Wrong(f"the chain is broken at its event {position}, {event['hash']}")
    return len({chain for chain, _ in heads})


def verify(proof: dict[str, Any], keys: list[str]) -> Iterator[str]:
    """What was found to be right, sentence by sentence. Raises Wrong."""
    if proof.get("format") != FORMAT or not proof.get("events"):
        raise Wrong("this is not a proof of this kind")
    origin, size, root = signed_tree(proof["checkpoint"], keys)
    yield f"the checkpoint of {origin} ({size} events) is signed by the key"
    for event in proof["events"]:
        check_event(event, size, root)
    yield f"all {len(proof['events'])} events of the proof are in the signed tree"
    yield f"they follow one another in the chains of {check_chains(proof['events'])} cooperatives"


def main() -> bool:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", default="", help="the log's public key, or a file of keys")
    asked = parser.parse_args()
    try:
        proof = json.loads(asked.file.read_text())
        given = asked.key if "+" in asked.key or not asked.key else Path(asked.key).read_text()
        keys = [line for line in given.split("\n") if line] or [proof["key"]]
        for sentence in verify(proof, keys):
            print("good ", sentence)
    except Wrong as wrong:
        print("WRONG", wrong)
        return False
    except (KeyError, TypeError, ValueError, AttributeError, OSError, RecursionError) as error:
        print("WRONG this is not a proof, or it is damaged:", type(error).__name__)
        return False
    if not asked.key:
        print("note  the key is the one that the proof names: compare it with the published one")
    return True


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
