"""Opens a file: an .xlsx workbook, one CSV named after its sheet, or a ZIP of both and pictures.

What comes out is cells; `parsing` makes rows of them. What a file may do to us is in `guarding`.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from app.core.i18n import mark
from app.core.text import nfc, slugify
from app.imports.rules import Fault
from app.imports.workbook.columns import Cell
from app.imports.workbook.guarding import (
    MOST_CSV,
    MOST_UNPACKED,
    OTHER_KIND,
    UnreadableFile,
    check_workbook,
    inflated,
)
from app.imports.workbook.sheets import BY_NAME

MOST_ROWS = 20_000
MOST_COLUMNS = 200
WORKBOOK = ".xlsx"
OTHER_WORKBOOKS = (".xlsm", ".xlsb", ".xls", ".ods")
PICTURES = (".webp", ".jpg", ".jpeg", ".png", ".heic")

_AGAIN = re.compile(r"\s*\(\d+\)$")
"""What a browser puts behind the name of a file that is there already."""

Grid = Sequence[Sequence[Cell]]


@dataclass
class Upload:
    """The cells of each sheet, and the pictures that came along, by file name.

    `titles` are the sheets by our names where they have one; `faults` what is wrong with a sheet
    as such.
    """

    grids: dict[str, Grid] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_upload(name: str, content: bytes) -> Upload:
    """Raises UnreadableFile."""
    upload = Upload()
    for part, body in _parts(name, content):
        suffix = PurePosixPath(part).suffix.lower()
        if suffix == WORKBOOK:
            _read_workbook(upload, body)
        elif suffix in OTHER_WORKBOOKS:
            raise UnreadableFile(OTHER_KIND)
        elif suffix == ".csv":
            _read_csv(upload, part, body)
        elif suffix in PICTURES:
            upload.pictures[PurePosixPath(part).name] = body
    if not upload.titles:
        raise UnreadableFile(
            mark("Tệp phải là bảng tính .xlsx, tệp .csv hoặc tệp .zip chứa chúng.")
        )
    if not upload.grids:
        raise UnreadableFile(
            mark("Không có sheet nào mang tên như bảng mẫu: {names}."), names=", ".join(BY_NAME)
        )
    _refuse_too_many(upload)
    return upload


def _parts(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The file itself, or the files in the archive; a workbook is an archive too."""
    if not content:
        raise UnreadableFile(mark("Tệp này rỗng."))
    if not name.lower().endswith(".zip"):
        yield name, content
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in inflated(archive, MOST_UNPACKED):
                if not entry.is_dir() and not entry.filename.startswith("__MACOSX"):
                    yield nfc(entry.filename), archive.read(entry)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise UnreadableFile(mark("Tệp nén này hỏng hoặc có mật khẩu.")) from error


def _read_workbook(upload: Upload, content: bytes) -> None:
    check_workbook(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for sheet in book.sheets_metadata:
                title = known_sheet(sheet.name) or sheet.name
                hidden = sheet.visible is not SheetVisibleEnum.Visible
                _read_sheet(upload, book, sheet.name, title, hidden=hidden)
    except CalamineError as error:
        raise UnreadableFile(mark("Bảng tính này hỏng, không mở được.")) from error


def _read_sheet(
    upload: Upload, book: CalamineWorkbook, name: str, title: str, *, hidden: bool
) -> None:
    _name_sheet(upload, title)
    if title not in BY_NAME:
        return
    sheet = book.get_sheet_by_name(name)
    upload.grids[title] = list(sheet.iter_rows())
    if hidden:
        reason = mark("Sheet này đang ẩn. Mời hiện ra để xem, hoặc xoá đi.")
        upload.faults.append(Fault(title, 0, "", reason))
    for (top, _), (bottom, _) in sheet.merged_cell_ranges or ():
        rows = f"{top + 1}–{bottom + 1}" if top != bottom else str(top + 1)
        reason = mark("Có ô gộp ở dòng {rows}. Mời bỏ gộp ô, mỗi ô một giá trị.")
        upload.faults.append(Fault(title, top + 1, "", reason, {"rows": rows}))


def _name_sheet(upload: Upload, title: str) -> None:
    if title in upload.titles and title in BY_NAME:
        raise UnreadableFile(mark("Có hai sheet cùng tên “{sheet}”."), sheet=title)
    upload.titles.append(title)


def _read_csv(upload: Upload, name: str, content: bytes) -> None:
    """UTF-8, with commas or semicolons; the file's name is the sheet's."""
    stem = PurePosixPath(name).stem
    title = known_sheet(stem) or stem
    _name_sheet(upload, title)
    if title not in BY_NAME:
        return
    if len(content) > MOST_CSV:
        raise UnreadableFile(mark("Tệp CSV nặng quá 16 MB, mời chia nhỏ."))
    text = _decoded(content)
    first = text.partition("\n")[0]
    comma = ";" if first.count(";") > first.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=comma)
    try:
        upload.grids[title] = list(_bounded(rows))
    except csv.Error as error:
        raise UnreadableFile(mark("Tệp CSV này hỏng: dấu ngoặc kép không khớp.")) from error


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            mark("Tệp CSV phải lưu bằng bảng mã UTF-8: chọn “CSV UTF-8” khi lưu.")
        ) from error


def _bounded(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows):
        if number > MOST_ROWS or len(row) > MOST_COLUMNS:
            raise UnreadableFile(TOO_MANY, most=f"{MOST_ROWS:,}".replace(",", "."))
        yield row


TOO_MANY = mark("Một tệp nhận nhiều nhất {most} dòng, 200 cột. Mời chia tệp.")


def _refuse_too_many(upload: Upload) -> None:
    if filled_rows(upload) > MOST_ROWS:
        raise UnreadableFile(TOO_MANY, most=f"{MOST_ROWS:,}".replace(",", "."))


def filled_rows(upload: Upload) -> int:
    """Filled rows below the headings, of all sheets."""
    return sum(sum(map(any, grid[1:])) for grid in upload.grids.values())


def known_sheet(title: str) -> str | None:
    """Our name of a sheet that somebody typed with other marks or capitals.

    >>> known_sheet("vung trong"), known_sheet("gia-va-ton-kho (1)"), known_sheet("Sheet1")
    ('Vùng trồng', 'Giá và tồn kho', None)
    """
    bare = slugify(_AGAIN.sub("", title))
    return next((name for name in BY_NAME if slugify(name) == bare), None)


__all__ = ["Grid", "UnreadableFile", "Upload", "filled_rows", "known_sheet", "read_upload"]
