"""Where files of this installation live, behind one small port.

`store("media")` and `store("private")` are two folders of `var/`, or, with `STORAGE_URL`, two
folders of a bucket; nothing else of the shop opens files there. Keys are relative paths of plain
letters: `ab/ab12…-800.webp`.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Protocol

from app.core.config import settings
from app.core.storage.local import LocalFolder

AREAS = ("media", "private")


class Storage(Protocol):
    """Bytes by key; every method raises OSError when the store cannot be reached.

    A key that is no plain relative path is a ValueError.
    """

    def put(self, key: str, body: bytes) -> None:
        """Whole or not at all; a key that exists is replaced."""

    def get(self, key: str) -> bytes:
        """Raises FileNotFoundError."""

    def has(self, key: str) -> bool: ...

    def delete(self, key: str) -> None:
        """A key that is gone already is no error."""

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Every key that begins with `prefix`, in order."""


def store(area: str) -> Storage:
    """The store of one area: `media` (public pictures) or `private` (papers, sealed)."""
    if settings.storage_url:
        return _bucket(settings.storage_url, area)
    return LocalFolder(settings.var_dir / area)


@cache
def _bucket(url: str, area: str) -> Storage:
    """One client for the whole process; its library is loaded by installations that use it."""
    from app.core.storage.bucket import Bucket  # noqa: PLC0415

    return Bucket.at(
        url,
        area,
        key_id=settings.s3_access_key_id.get_secret_value(),
        secret=settings.s3_secret_access_key.get_secret_value(),
    )


def local_folder(area: str) -> Path | None:
    """The folder that holds an area on this machine; None when a bucket does."""
    return None if settings.storage_url else settings.var_dir / area
