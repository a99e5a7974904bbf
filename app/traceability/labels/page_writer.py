"""Pages without end after what ReportLab has set: fonts and forms are its own, pages are written
straight into the file, so that a hundred thousand of them take no memory.

The pages are an incremental update (ISO 32000-1, 7.5.6): the objects of the setting stay as they
are, its page tree is replaced, and a second cross-reference table points back at the first.
"""

import re
import zlib
from array import array
from typing import IO

KIDS = 1000
"""Pages a node of the tree: readers look a page up in steps, not in one long list."""


class PageWriter:
    """`setting` is a finished document of one page, whose resources every new page gets."""

    def __init__(self, file: IO[bytes], setting: bytes) -> None:
        self._file = file
        self._pages = _reference(rb"/Pages (\d+) 0 R", setting)
        self._root = _reference(rb"/Root (\d+) 0 R", setting)
        self._info = _reference(rb"/Info (\d+) 0 R", setting)
        self._before = _reference(rb"startxref\s+(\d+)", setting)
        self._first = self._next = _reference(rb"/Size (\d+)", setting)
        self._page = _page_of(setting)
        self._offsets = array("Q")
        self._nodes: list[tuple[int, array[int]]] = []
        self._count = 0
        self._last: tuple[bytes, int] = (b"", 0)
        self._at = file.write(setting)

    def add(self, content: bytes) -> None:
        """One page; one that looks like the page before shares its content."""
        if self._count % KIDS == 0:
            self._nodes.append((self._reserve(), array("Q")))
        node, kids = self._nodes[-1]
        if content != self._last[0]:
            self._last = (content, self._stream(content))
        said = b"<< /Type /Page /Parent %d 0 R /Contents %d 0 R %s >>"
        kids.append(self._object(said % (node, self._last[1], self._page)))
        self._count += 1

    def finish(self) -> None:
        """The tree of the pages, where every object is, and the end of the file."""
        for node, kids in self._nodes:
            said = b"<< /Type /Pages /Parent %d 0 R /Count %d /Kids [%s] >>"
            self._object(said % (self._pages, len(kids), _listed(kids)), node)
        tree = array("Q", [node for node, _ in self._nodes])
        said = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (self._count, _listed(tree))
        tree_at = self._at
        self._write(b"%d 0 obj\n%s\nendobj\n" % (self._pages, said))
        table_at = self._at
        self._write(b"xref\n%d 1\n%010d 00000 n \n" % (self._pages, tree_at))
        self._write(b"%d %d\n" % (self._first, len(self._offsets)))
        for offset in self._offsets:
            self._write(b"%010d 00000 n \n" % offset)
        said = b"<< /Size %d /Root %d 0 R /Info %d 0 R /Prev %d >>"
        self._write(b"trailer\n" + said % (self._next, self._root, self._info, self._before))
        self._write(b"\nstartxref\n%d\n%%%%EOF\n" % table_at)

    def _stream(self, content: bytes) -> int:
        packed = zlib.compress(content, 1)
        head = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
        return self._object(head + packed + b"\nendstream")

    def _reserve(self) -> int:
        self._offsets.append(0)
        self._next += 1
        return self._next - 1

    def _object(self, said: bytes, number: int | None = None) -> int:
        number = self._reserve() if number is None else number
        self._offsets[number - self._first] = self._at
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, said))
        return number

    def _write(self, said: bytes) -> None:
        self._at += self._file.write(said)


def _reference(pattern: bytes, setting: bytes) -> int:
    """The last one: ReportLab's trailer stands at the end."""
    return int(re.findall(pattern, setting)[-1])


def _page_of(setting: bytes) -> bytes:
    """The box and the resources of the setting's one page."""
    box = re.search(rb"/MediaBox \[[^]]*\]", setting)
    end = setting.rfind(b"/Rotate")
    start = setting.rfind(b"/Resources", 0, end)
    if box is None or start < 0:
        raise ValueError("the setting is no page of ReportLab's")
    return box[0] + b" " + setting[start:end]


def _listed(numbers: "array[int]") -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)
