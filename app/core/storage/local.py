"""Files in a folder of this machine."""

import secrets
from collections.abc import Iterator
from pathlib import Path

from app.core.storage.keys import checked


class LocalFolder:
    """Readable by the shop's own user alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, key: str, body: bytes) -> None:
        path = self.path(key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        try:
            half.touch(0o600, exist_ok=False)
            half.write_bytes(body)
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)  # a full disk leaves no half of a file

    def get(self, key: str) -> bytes:
        return self.path(key).read_bytes()

    def has(self, key: str) -> bool:
        return self.path(key).exists()

    def delete(self, key: str) -> None:
        self.path(key).unlink(missing_ok=True)

    def keys(self, prefix: str = "") -> Iterator[str]:
        for path in sorted(self.folder.rglob("*")):
            key = path.relative_to(self.folder).as_posix()
            if path.is_file() and not path.name.startswith(".") and key.startswith(prefix):
                yield key

    def path(self, key: str) -> Path:
        """Where a key is or would be. Raises ValueError for one that would leave the folder."""
        return self.folder / checked(key)
