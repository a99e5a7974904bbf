"""Signed notes with Ed25519 (C2SP signed-note) and the keys that open them.

`— name base64(key id ‖ signature)`; a verifier key is written `name+hash+base64`.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\1"
MOST_SIGNATURES = 100
_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f]")


class BadNote(ValueError):
    """Not a note, or signed by nobody we know."""


@dataclass(frozen=True)
class VerifierKey:
    """`name` without spaces or plus; `public` is the 32 bytes of RFC 8032."""

    name: str
    public: bytes

    @cached_property
    def id(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{encode(ED25519 + self.public)}"

    def signed(self, text: str, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Signer:
    """`seed` is the 32 secret bytes of RFC 8032."""

    name: str
    seed: bytes

    @cached_property
    def key(self) -> VerifierKey:
        private = Ed25519PrivateKey.from_private_bytes(self.seed)
        return VerifierKey(self.name, private.public_key().public_bytes_raw())

    def line(self, text: str) -> str:
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        return f"— {self.name} {encode(self.key.id + signature)}\n"


def verifier_key(text: str) -> VerifierKey:
    """Raises ValueError unless it is an Ed25519 key whose hash is right."""
    name, _, rest = text.strip().partition("+")
    identity, _, encoded = rest.partition("+")
    raw = decode(encoded)
    key = VerifierKey(name, raw[1:])
    sound = raw[:1] == ED25519 and len(raw) == 33 and name and not re.search(r"\s", name)
    if not sound or key.id.hex() != identity:
        raise ValueError("not an Ed25519 verifier key: name+hash+base64")
    return key


def sign(text: str, signers: Iterable[Signer]) -> str:
    """The note of `text`, which ends in a newline."""
    return text + "\n" + "".join(signer.line(text) for signer in signers)


def opened(note: str, keys: Iterable[VerifierKey]) -> tuple[str, list[VerifierKey]]:
    """The text and the known keys that signed it.

    Raises BadNote when none did, or when a signature that names a known key is wrong.
    """
    text, lines = _parts(note)
    known = {(key.name, key.id): key for key in keys}
    by = []
    for name, signature in lines:
        key = known.get((name, signature[:4]))
        if key is None:
            continue
        if not key.signed(text, signature[4:]):
            raise BadNote(f"the signature of {name} is wrong")
        by.append(key)
    if not by:
        raise BadNote("no known key signed this")
    return text, by


def _parts(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    text, between, signatures = note.rpartition("\n\n")
    lines = signatures.split("\n")
    if _CONTROLS.search(note) or not between or lines.pop() or not lines:
        raise BadNote("not a signed note")
    hits = [_LINE.fullmatch(line) for line in lines]
    if len(lines) > MOST_SIGNATURES or not all(hits):
        raise BadNote("not a signed note")
    return text + "\n", [(hit[1], decode(hit[2])) for hit in hits if hit]


def encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def decode(text: str) -> bytes:
    """Standard base 64 (RFC 4648 section 4), strictly. Raises ValueError."""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base 64") from error
