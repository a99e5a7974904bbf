"""Opens a file: an .xlsx (or .xls, .ods) workbook, one CSV named after its sheet, or a ZIP of both
and pictures. What comes out is cells; `parsing` makes rows of them.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from app.core.errors import Invalid
from app.core.i18n import mark
from app.core.text import fold, nfc
from app.imports.workbook.columns import Cell
from app.imports.workbook.sheets import BY_NAME

MOST_ROWS = 20_000
MOST_UNPACKED = 200 * 1024 * 1024
SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
PICTURES = (".webp", ".jpg", ".jpeg", ".png", ".heic")

Grid = Sequence[Sequence[Cell]]


class UnreadableFile(Invalid):
    """Nothing of the file can be used; the message says why."""

    title = mark("Không đọc được tệp")


@dataclass
class Upload:
    """The cells of each sheet, and the pictures that came along, by file name."""

    grids: dict[str, Grid] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)


def read_upload(name: str, content: bytes) -> Upload:
    """Raises UnreadableFile."""
    upload = Upload()
    for part, body in _parts(name, content):
        suffix = PurePosixPath(part).suffix.lower()
        if suffix in SPREADSHEETS:
            upload.grids |= _sheets(body)
        elif suffix == ".csv":
            upload.grids |= _csv(part, body)
        elif suffix in PICTURES:
            upload.pictures[PurePosixPath(part).name] = body
    if not upload.grids:
        raise UnreadableFile(
            mark("Tệp phải là bảng tính .xlsx, tệp .csv hoặc tệp .zip chứa chúng.")
        )
    return upload


def _parts(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The file itself, or the files in the archive; a workbook is an archive too."""
    if not name.lower().endswith(".zip"):
        yield name, content
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise UnreadableFile(mark("Tệp nén mở ra lớn quá 200 MB."))
            for entry in archive.infolist():
                if not entry.is_dir() and not entry.filename.startswith("__MACOSX"):
                    yield nfc(entry.filename), archive.read(entry)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise UnreadableFile(mark("Tệp nén này hỏng hoặc có mật khẩu.")) from error


def _sheets(content: bytes) -> Mapping[str, Grid]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return {
            known: _limited(list(book.get_sheet_by_name(title).iter_rows()))
            for title in book.sheet_names
            if (known := known_sheet(title))
        }
    except PasswordError as error:
        raise UnreadableFile(
            mark("Bảng tính này có mật khẩu, mời bỏ mật khẩu rồi tải lại.")
        ) from error
    except CalamineError as error:
        raise UnreadableFile(mark("Bảng tính này hỏng, không mở được.")) from error


def _csv(name: str, content: bytes) -> Mapping[str, Grid]:
    """UTF-8, with commas or semicolons; the file's name is the sheet's."""
    sheet = known_sheet(PurePosixPath(name).stem)
    if sheet is None:
        return {}
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(mark("Tệp CSV phải lưu bằng bảng mã UTF-8.")) from error
    first = text.partition("\n")[0]
    comma = ";" if first.count(";") > first.count(",") else ","
    rows = csv.reader(io.StringIO(text), delimiter=comma)
    return {sheet: _limited([list(row) for row in rows])}


def _limited(grid: Sequence[Sequence[Any]]) -> Grid:
    if len(grid) > MOST_ROWS:
        raise UnreadableFile(mark("Một sheet nhận nhiều nhất 20.000 dòng, mời chia tệp."))
    return grid


def known_sheet(title: str) -> str | None:
    """Our name of a sheet that somebody typed with other marks or capitals.

    >>> known_sheet("vung trong"), known_sheet("Sheet1")
    ('Vùng trồng', None)
    """
    return next((name for name in BY_NAME if fold(name) == fold(title)), None)
