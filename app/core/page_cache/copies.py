"""The last good copy of a page, on disk, for when the page cannot be made.

A copy is never served as if it were the page: its domain says what it is and of when (`restate`).
It is dropped with the first tag of its page, the thing that the page is about. Touches that nobody
heard, while this process was down or deaf, are asked for when it hears again (`withdrawn`).
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

import brotli
import structlog

from app.core.page_cache.entry import Entry
from app.core.page_cache.marks import EVERYTHING, Kept, withdrawn_since
from app.core.write_behind import WriteBehind

MOST = 4000
"""Copies in a folder: the longest unused go first."""
LARGEST = 64 * 1024
"""Bytes of a compressed page that is worth a copy."""
HTML = b"text/html"
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Copy:
    """A page as it was at `saved`, with its headers."""

    path: str
    tag: str
    saved: datetime
    headers: list[tuple[bytes, bytes]]
    content: bytes


@dataclass(frozen=True)
class Keep:
    path: str
    tag: str
    etag: bytes
    headers: list[tuple[bytes, bytes]]
    content: bytes


@dataclass(frozen=True)
class Drop:
    tag: str


class Copies:
    """Written by a thread of its own, in the order in which pages were made and touched.

    Several processes may share `folder`: each file is put into place whole.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.writing: WriteBehind[Keep | Drop] = WriteBehind(self.write)
        self._kept: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self._read = False

    def keep(self, path: str, announced: Kept, entry: Entry) -> None:
        """From the event loop: notes and returns."""
        kind = next((value for name, value in entry.headers if name == b"content-type"), b"")
        if announced.restate and entry.status == 200 and entry.tags and kind.startswith(HTML):
            self.writing.put(Keep(path, entry.tags[0], entry.etag, entry.headers, entry.content))

    def drop(self, tag: str) -> None:
        self.writing.put(Drop(tag))

    def find(self, path: str) -> Copy | None:
        file = self.folder / _name(path)
        try:
            head, _, body = file.read_bytes().partition(b"\n")
            saved = datetime.fromtimestamp(file.stat().st_mtime, UTC)
            facts = json.loads(head)
            headers = [(n.encode("latin-1"), v.encode("latin-1")) for n, v in facts["headers"]]
            return Copy(path, facts["tag"], saved, headers, brotli.decompress(body))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, OSError, brotli.error):
            log.exception("page copies: a copy cannot be read", path=path)
            return None

    def write(self, batch: list[Keep | Drop]) -> None:
        """In the writer's thread."""
        self._read_folder()
        for item in batch:
            if isinstance(item, Keep):
                self._write(item)
            elif item.tag == EVERYTHING:
                self._drop_withdrawn()
            else:
                self._drop(item.tag)

    def _write(self, item: Keep) -> None:
        name = _name(item.path)
        file = self.folder / name
        known = self._kept.get(name)
        if known == (item.tag, item.etag) and file.exists():
            file.touch()  # it is still what the page says
        else:
            body = brotli.compress(item.content, quality=5)
            if len(body) > LARGEST:
                return
            _put(file, _head(item) + b"\n" + body)
        self._kept[name] = item.tag, item.etag
        self._kept.move_to_end(name)
        while len(self._kept) > MOST:
            oldest, _ = self._kept.popitem(last=False)
            (self.folder / oldest).unlink(missing_ok=True)

    def _drop(self, tag: str) -> None:
        for name in [name for name, (of, _) in self._kept.items() if of == tag]:
            del self._kept[name]
            (self.folder / name).unlink(missing_ok=True)

    def _drop_withdrawn(self) -> None:
        """Everything may have changed: which pages must not be shown as they were is asked."""
        oldest = min((file.stat().st_mtime for file in self._files()), default=None)
        if oldest is not None:
            for tag in withdrawn_since(datetime.fromtimestamp(oldest, UTC)):
                self._drop(tag)

    def _read_folder(self) -> None:
        if self._read:
            return
        self._read = True
        self.folder.mkdir(parents=True, exist_ok=True)
        for file in sorted(self._files(), key=lambda each: each.stat().st_mtime):
            with file.open("rb") as opened:
                facts: dict[str, Any] = json.loads(opened.readline())
            self._kept.setdefault(file.name, (facts["tag"], facts["etag"].encode()))

    def _files(self) -> Iterator[Path]:
        return (file for file in self.folder.iterdir() if file.suffix == ".page")


def _name(path: str) -> str:
    return hashlib.blake2b(path.encode(), digest_size=12).hexdigest() + ".page"


def _head(item: Keep) -> bytes:
    facts = {
        "path": item.path,
        "tag": item.tag,
        "etag": item.etag.decode(),
        "headers": [(n.decode("latin-1"), v.decode("latin-1")) for n, v in item.headers],
    }
    return json.dumps(facts).encode()


def _put(file: Path, content: bytes) -> None:
    draft = file.with_suffix(f".{token_hex(4)}")
    draft.write_bytes(content)
    draft.replace(file)
