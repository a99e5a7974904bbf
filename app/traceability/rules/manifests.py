"""Signed manifests of label runs: what was printed, when, for which lot, said so that it can be
checked without us.

The signature is Ed25519 (RFC 8032) over the manifest as JSON with sorted keys and no spaces, in
UTF-8: of texts and whole numbers, as here, that is RFC 8785.
"""

import base64
import hashlib
import json
from collections.abc import Iterable
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KIND = "nguyen-goc/label-run/1"


class BadManifest(ValueError):
    """No such document, signed by another key, or changed since."""


def canonical(facts: dict[str, Any]) -> bytes:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(payloads: Iterable[str]) -> str:
    r"""SHA-256 over what the symbols say, one a line, each line ended by a line feed.

    >>> digest_of(["A", "B"]) == hashlib.sha256(b"A\nB\n").hexdigest()
    True
    """
    found = hashlib.sha256()
    for payload in payloads:
        found.update(f"{payload}\n".encode())
    return found.hexdigest()


def signed(facts: dict[str, Any], key: Ed25519PrivateKey) -> dict[str, Any]:
    """The document that is handed out."""
    public = key.public_key()
    signature = encoded(key.sign(canonical(facts)))
    return {"manifest": facts, "key": key_id(public), "signature": signature}


def verified(document: object, keys: Iterable[Ed25519PublicKey]) -> dict[str, Any]:
    """The manifest of a document that one of `keys` signed. Raises BadManifest."""
    try:
        facts, signature = document["manifest"], decoded(document["signature"])  # type: ignore[index]
        kind, key = facts["kind"], document["key"]  # type: ignore[index]
        content = canonical(facts)
    except (KeyError, TypeError, ValueError) as error:
        raise BadManifest("not a manifest") from error
    ours = [public for public in keys if key_id(public) == key]
    if kind != KIND or not ours:
        raise BadManifest("of somebody else")
    try:
        ours[0].verify(signature, content)
    except InvalidSignature as error:
        raise BadManifest("changed since it was signed") from error
    return dict(facts)


def key_id(public: Ed25519PublicKey) -> str:
    """The thumbprint of the key (RFC 7638)."""
    return encoded(hashlib.sha256(canonical(_members(public))).digest())


def jwk(public: Ed25519PublicKey) -> dict[str, str]:
    """As RFC 8037 writes an Ed25519 key."""
    return _members(public) | {"kid": key_id(public), "use": "sig", "alg": "EdDSA"}


def _members(public: Ed25519PublicKey) -> dict[str, str]:
    return {"kty": "OKP", "crv": "Ed25519", "x": encoded(public.public_bytes_raw())}


def encoded(content: bytes) -> str:
    r"""Base 64 for addresses, without padding.

    >>> encoded(bytes([251, 255])), decoded("-_8")
    ('-_8', b'\xfb\xff')
    """
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
