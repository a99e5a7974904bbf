"""A downloaded proof: what it says, and every check of it, with nothing but the bundle and a key.

The same checks stand a second time in `tools/verify_proof.py`, which imports nothing of the shop.
`docs/proofs.md` describes the format.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from app.core.i18n import mark
from app.transparency.rules.chain import EVENT_HASH, next_head
from app.transparency.rules.checkpoints import Checkpoint, parse
from app.transparency.rules.notes import BadNote, VerifierKey, decode, opened, verifier_key
from app.transparency.rules.tree import includes, leaf_hash

FORMAT = "nguyen-goc/proof/1"
LARGEST = 4 * 1024 * 1024
"""Bytes of a proof that is looked at: some thousand events."""
NAMED = 20
"""Faults of one kind that are named; more say nothing more."""


def _raw(given: object) -> bytes:
    if not isinstance(given, str):
        raise ValueError("not base 64")  # noqa: TRY004  # what pydantic takes for a fault
    return decode(given)


Raw = Annotated[bytes, BeforeValidator(_raw)]
"""Base 64 in the text."""


class Part(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="ignore")


class Link(Part):
    """A place in a seller's chain: `head` follows from `before` and the event."""

    chain: Raw
    position: Annotated[int, Field(ge=1)]
    before: Raw
    head: Raw


class Event(Part):
    hash: Annotated[str, Field(pattern=f"^{EVENT_HASH.pattern}$")]
    index: Annotated[int, Field(ge=0)]
    path: Annotated[list[Raw], Field(max_length=64)]
    link: Link


class Proof(Part):
    format: Annotated[str, Field(pattern=f"^{FORMAT}$")]
    key: Annotated[str, Field(max_length=300)]
    checkpoint: Annotated[str, Field(max_length=20_000)]
    events: Annotated[list[Event], Field(min_length=1, max_length=5000)]
    waiting: Annotated[list[str], Field(max_length=5000)] = []


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: `said` is a sentence with places for `facts`."""

    good: bool
    said: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    checks: list[Check]
    checkpoint: Checkpoint | None = None
    events: int = 0

    @property
    def good(self) -> bool:
        return all(check.good for check in self.checks)


NOT_A_PROOF = mark("Đây không phải tệp bằng chứng của sổ này, hoặc tệp đã hỏng.")
TOO_LARGE = mark("Tệp quá lớn: bằng chứng chỉ dài tới {most} MB.")
SIGNED = mark("Dấu mốc do sổ “{origin}” ký, chữ ký đúng với khóa {key}.")
UNSIGNED = mark("Chữ ký trên dấu mốc không đúng với khóa đã công bố.")
INCLUDED = mark("Cả {count} sự kiện nằm trong {size} dòng của sổ lúc đóng dấu.")
LEFT_OUT = mark("Sự kiện ở dòng {index} không khớp với dấu mốc: {hash}")
LINKED = mark("Chuỗi riêng của {chains} đơn vị nối liền nhau qua các sự kiện này.")
UNLINKED = mark("Chuỗi của đơn vị đứt ở sự kiện thứ {position}: {hash}")


def verify(content: bytes, keys: Sequence[VerifierKey] | None = None) -> Verdict:
    """Every check of a proof's file; for None, the key that the proof itself names counts, and
    whoever reads the verdict has to compare that one with the published.
    """
    if len(content) > LARGEST:
        return Verdict([Check(good=False, said=TOO_LARGE, facts={"most": LARGEST >> 20})])
    try:
        proof = Proof.model_validate(json.loads(content))
        trusted = [verifier_key(proof.key)] if keys is None else keys
    except (ValueError, ValidationError, RecursionError):
        return Verdict([Check(good=False, said=NOT_A_PROOF)])
    return _verify(proof, trusted)


def _verify(proof: Proof, keys: Sequence[VerifierKey]) -> Verdict:
    try:
        text, by = opened(proof.checkpoint, keys)
        checkpoint = parse(text)
    except (BadNote, ValueError):
        return Verdict([Check(good=False, said=UNSIGNED)])
    named = {"origin": checkpoint.origin, "key": str(by[0])}
    checks = [Check(good=by[0].name == checkpoint.origin, said=SIGNED, facts=named)]
    checks += _inclusion(proof.events, checkpoint)
    checks += _links(proof.events)
    return Verdict(checks, checkpoint, len(proof.events))


def _inclusion(events: Sequence[Event], tree: Checkpoint) -> list[Check]:
    wrong = [
        Check(good=False, said=LEFT_OUT, facts={"index": event.index, "hash": event.hash})
        for event in events
        if not includes(
            tree.root, tree.size, event.index, leaf_hash(event.hash.encode()), event.path
        )
    ]
    whole = {"count": len(events), "size": tree.size}
    return wrong[:NAMED] or [Check(good=True, said=INCLUDED, facts=whole)]


def _links(events: Iterable[Event]) -> list[Check]:
    """Each head follows from the one before, and neighbours of one chain agree about it."""
    heads: dict[tuple[bytes, int], bytes] = {}
    wrong = []
    for event in sorted(events, key=lambda one: one.link.position):
        link = event.link
        before = heads.setdefault((link.chain, link.position - 1), link.before)
        sound = link.position > 1 or link.before == link.chain
        follows = next_head(link.before, event.hash) == link.head
        agrees = heads.setdefault((link.chain, link.position), link.head) == link.head
        if not (sound and follows and agrees and before == link.before):
            named = {"position": link.position, "hash": event.hash}
            wrong.append(Check(good=False, said=UNLINKED, facts=named))
    chains = len({chain for chain, _ in heads})
    return wrong[:NAMED] or [Check(good=True, said=LINKED, facts={"chains": chains})]


def fingerprint(key: VerifierKey) -> str:
    """Short enough to read out on the telephone: eight groups of four."""
    digits = sha256(key.public).hexdigest()[:32]
    return " ".join(digits[i : i + 4] for i in range(0, 32, 4))
