"""The keys of printed codes, each derived from `LABEL_KEY` for one purpose (HKDF, RFC 5869)."""

from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.core.config import settings


def unit_key(secret: bytes = b"") -> bytes:
    """Makes the tags of unit codes; `secret` is that of another installation than this one."""
    return _derived(b"label: unit codes", secret or settings.label_secret())


def pin_key() -> bytes:
    """Hashes the PINs of scratch fields."""
    return _derived(b"label: scratch pins", settings.label_secret())


def signing_key() -> Ed25519PrivateKey:
    """Signs the manifests of label runs."""
    seed = _derived(b"label: manifests", settings.label_secret())
    return Ed25519PrivateKey.from_private_bytes(seed)


@lru_cache(8)
def _derived(purpose: bytes, secret: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)
