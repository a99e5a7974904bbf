"""Large files that were made to be taken away: sealed in the private store, part by part."""

from collections.abc import Iterator
from typing import IO

from app.core.sealing import sealed, unsealed
from app.core.storage import store

PART = 4 * 1024 * 1024
"""Bytes that are sealed, and held in memory, at a time."""


def keep(folder: str, file: IO[bytes], *, purpose: str) -> int:
    """How many parts the rest of `file` lies in."""
    number = 0
    for number, part in enumerate(iter(lambda: file.read(PART), b""), start=1):
        store("private").put(_key(folder, number), sealed(part, purpose=purpose))
    return number


def content(folder: str, parts: int, *, purpose: str) -> Iterator[bytes]:
    """The file, part by part."""
    for number in range(1, parts + 1):
        yield unsealed(store("private").get(_key(folder, number)), purpose=purpose)


def delete(folder: str, parts: int) -> None:
    for number in range(1, parts + 1):
        store("private").delete(_key(folder, number))


def _key(folder: str, number: int) -> str:
    return f"{folder}/{number:04}"
