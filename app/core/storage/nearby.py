"""A folder of this machine in front of a far store, for files that never change."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from app.core.storage.local import LocalFolder

if TYPE_CHECKING:
    from app.core.storage import Storage


class KeptNearby:
    """Reads come from `near` when they can and are kept there, the oldest giving way.

    Only for keys that name their content: nobody tells this machine of a change.
    """

    def __init__(self, far: "Storage", near: LocalFolder, most_bytes: int) -> None:
        self.far, self.near, self.most_bytes = far, near, most_bytes
        self._added = most_bytes  # so that the first one looks at what is there already
        self._tidying = Lock()

    def put(self, key: str, body: bytes) -> None:
        self.far.put(key, body)

    def get(self, key: str) -> bytes:
        with suppress(OSError):
            return self.near.get(key)
        body = self.far.get(key)
        with suppress(OSError):  # a full disk here is no reason not to show a picture
            self.near.put(key, body)
            self._make_room(len(body))
        return body

    def has(self, key: str) -> bool:
        return self.near.has(key) or self.far.has(key)

    def delete(self, key: str) -> None:
        self.far.delete(key)
        self.near.delete(key)

    def keys(self, prefix: str = "") -> Iterator[str]:
        return self.far.keys(prefix)

    def _make_room(self, added: int) -> None:
        """Looks at the folder once for each tenth of its room that was filled."""
        with self._tidying:
            self._added += added
            if self._added < self.most_bytes // 10:
                return
            self._added = 0
            _keep_newest(self.near.folder, self.most_bytes)


def _keep_newest(folder: Path, most_bytes: int) -> None:
    """Another process may be tidying the same folder: what is gone already is no error."""
    found = []
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            if path.is_file():
                found.append((path.stat().st_mtime, path.stat().st_size, path))
    room = most_bytes
    for _, size, path in sorted(found, reverse=True):
        room -= size
        if room < 0:
            path.unlink(missing_ok=True)
