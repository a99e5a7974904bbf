"""What a file may not do to us: swell beyond the memory, name cells a million rows away.

The reader of workbooks makes a whole table of what lies between the first and the last cell, so
that a file of two cells can ask for terabytes; both are looked for before it sees the file.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from app.core.errors import Invalid
from app.core.i18n import mark

MOST_UNPACKED = 200 * 1024 * 1024
MOST_WORKBOOK = 64 * 1024 * 1024
"""Of one workbook: ten thousand rows with every column filled are about 30 MB."""
MOST_CSV = 16 * 1024 * 1024
MOST_CELLS = 2_000_000
CHUNK = 1024 * 1024
OVERLAP = 200
"""Longer than the tag of a cell."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE = b"\xd0\xcf\x11\xe0"
_CELL = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*?\br="([A-Z]{1,3})(\d{1,7})")(?:[^>]*?\bt="(e)")?[^>]*?(/?)>'
)
"""Column, row, whether it is an error, whether it is empty."""


class UnreadableFile(Invalid):
    """Nothing of the file can be used; the message says why, with `{…}` filled from `gaps`."""

    title = mark("Không đọc được tệp")

    def __init__(self, message: str = "", **gaps: Any) -> None:
        super().__init__(message)
        self.gaps = gaps


OTHER_KIND = mark("Chỉ nhận bảng tính .xlsx. Mời mở tệp, chọn Lưu thành .xlsx.")


def check_workbook(content: bytes) -> None:
    """Raises UnreadableFile for what is no .xlsx, or one that must not be opened."""
    if content.startswith(_OLE):
        locked = _ENCRYPTED in content
        said = mark("Bảng tính này có mật khẩu, mời bỏ mật khẩu rồi tải lại.")
        raise UnreadableFile(said if locked else OTHER_KIND)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_entries(archive)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise UnreadableFile(mark("Bảng tính này hỏng, không mở được.")) from error


def _check_entries(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnreadableFile(mark("Bảng tính có macro nên không nhận. Mời lưu thành .xlsx."))
    if "[Content_Types].xml" not in names or not any(n.startswith("xl/") for n in names):
        raise UnreadableFile(mark("Tệp này không phải bảng tính .xlsx."))
    for entry in inflated(archive, MOST_WORKBOOK):
        of_sheet = entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml")
        _check_extent(archive, entry) if of_sheet else _drain(archive, entry)


def _drain(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Reads no more than the entry says it holds; one that holds more fails its checksum."""
    with archive.open(entry) as part:
        while part.read(CHUNK):
            pass


def inflated(archive: zipfile.ZipFile, most: int) -> Iterator[zipfile.ZipInfo]:
    """The entries, if all of them together say that they hold no more than `most` bytes."""
    entries = archive.infolist()
    if sum(entry.file_size for entry in entries) > most:
        size = most // 1024 // 1024
        raise UnreadableFile(mark("Tệp này mở ra lớn quá {size} MB, mời chia nhỏ."), size=size)
    yield from entries


def _check_extent(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    row = column = 0
    tail = b""
    with archive.open(entry) as sheet:
        while chunk := sheet.read(CHUNK):
            for letters, digits, broken, empty in _CELL.findall(tail + chunk):
                if broken:
                    cell = (letters + digits).decode()
                    raise UnreadableFile(mark("Công thức ở ô {cell} hỏng, mời sửa."), cell=cell)
                if not empty:
                    row, column = max(row, int(digits)), max(column, _place(letters))
            tail = chunk[-OVERLAP:]
    if row * column > MOST_CELLS:
        said = mark("Có ô nằm quá xa, ở dòng {row}, cột {column}. Mời xoá các ô thừa rồi lưu lại.")
        raise UnreadableFile(said, row=row, column=column)


def _place(letters: bytes) -> int:
    """
    >>> _place(b"A"), _place(b"XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
