"""Who signs the log, and under which name."""

import re
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.core.config import Settings, settings
from app.transparency.rules.notes import Signer, decode

PURPOSE = b"the key of the public log"


def first_origin(settings: Settings = settings) -> str:
    """The name that a new log gets: its address without the scheme (C2SP tlog-tiles)."""
    address = urlsplit(settings.code_url)
    return re.sub(r"[\s+]", "", f"{address.netloc}{address.path}/log")


def signers(origin: str, settings: Settings = settings) -> list[Signer]:
    """The newest first. Raises ValueError when LOG_KEY is not 32 bytes in base 64, or two such."""
    given = settings.log_key.get_secret_value().split()
    return [Signer(origin, seed) for seed in map(_seed, given)] or [_derived(origin, settings)]


def _seed(text: str) -> bytes:
    seed = decode(text)
    if len(seed) != 32:
        raise ValueError("LOG_KEY is not 32 bytes in base 64")
    return seed


def _derived(origin: str, settings: Settings) -> Signer:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return Signer(origin, derived.derive(settings.secret()))
