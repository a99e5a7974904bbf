"""Where files of this installation live, behind one small port.

`store("media")` and `store("private")` are two folders of `var/`; nothing else of the shop opens
files there. Keys are relative paths of plain letters: `ab/ab12…-800.webp`.
"""

from collections.abc import Iterator
from typing import Protocol

from app.core.config import settings
from app.core.storage.local import LocalFolder


class Storage(Protocol):
    """Bytes by key; every method raises OSError when the store cannot be reached."""

    def put(self, key: str, body: bytes) -> None:
        """Whole or not at all; a key that exists is replaced."""

    def get(self, key: str) -> bytes:
        """Raises FileNotFoundError."""

    def has(self, key: str) -> bool: ...

    def delete(self, key: str) -> None:
        """A key that is gone already is no error."""

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Every key that begins with `prefix`."""


def store(area: str) -> Storage:
    """The store of one area: `media` (public pictures) or `private` (papers, sealed)."""
    return LocalFolder(settings.var_dir / area)
