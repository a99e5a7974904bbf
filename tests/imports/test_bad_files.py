"""Files that break, swell, hide or cheat: a clear word, and nothing half read."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from app.imports.workbook import guarding, reading
from app.imports.workbook.guarding import UnreadableFile
from app.imports.workbook.parsing import parse
from app.imports.workbook.reading import read_upload
from app.imports.workbook.writing import write_workbook
from tests.imports.books import SOUND, TAX_CODE


def workbook(fill: Callable[[Any, Any], None], name: str = "Vùng trồng") -> bytes:
    """One sheet with the headings of growing areas, filled by hand."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["Đơn vị", "Tên vùng", "Xã, phường"])
        fill(book, sheet)
    return buffer.getvalue()


def refused(name: str, content: bytes) -> str:
    with pytest.raises(UnreadableFile) as error:
        read_upload(name, content)
    return str(error.value).format(**error.value.gaps)


def repacked(content: bytes, **changed: bytes | None) -> bytes:
    """A workbook with some of its parts replaced, by the last word of their name."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            word = entry.filename.rpartition("/")[2].partition(".")[0]
            new.writestr(entry.filename, changed.get(word) or old.read(entry))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"", "rỗng"),
        ("a.csv", b"", "rỗng"),
        ("a.xlsx", b"not a workbook", "hỏng"),
        ("a.xlsx", b"PK\x03\x04" + b"\0" * 60, "hỏng"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "Lưu thành .xlsx"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "Lưu thành .xlsx"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        ("a.xlsm", write_workbook({}), "Lưu thành .xlsx"),
        ("a.ods", b"PK", "Lưu thành .xlsx"),
        ("a.pdf", b"%PDF", ".xlsx"),
        ("vung trong.csv", "Tên vùng".encode("utf-16"), "UTF-8"),
        ("vung trong.csv", "Tên vùng\nĐồi chè".encode("cp1258", "replace"), "UTF-8"),
        ("vung trong.csv", b'"' + b"x" * 200_000, "ngoặc kép"),
        ("la.csv", b"a,b", "bảng mẫu"),
    ],
)
def test_the_reason_is_said(name: str, content: bytes, said: str) -> None:
    assert said in refused(name, content)


def test_a_truncated_workbook_is_refused() -> None:
    content = write_workbook(SOUND)
    for end in (200, len(content) // 2, len(content) - 30):
        assert refused("a.xlsx", content[:end])


def test_a_workbook_with_macros_is_refused_whatever_its_name() -> None:
    packed = io.BytesIO(write_workbook({}))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"code")
    assert "macro" in refused("a.xlsx", packed.getvalue())


def test_a_workbook_that_swells_is_refused_before_it_is_opened() -> None:
    swollen = repacked(write_workbook({}), styles=b" " * (guarding.MOST_WORKBOOK + 1))
    assert len(swollen) < 1_000_000
    assert "64 MB" in refused("a.xlsx", swollen)


def test_an_entry_that_holds_more_than_it_says_is_refused() -> None:
    for part in (b"xl/styles.xml", b"xl/sharedStrings.xml"):
        content = bytearray(write_workbook({}))
        name = content.rindex(part)  # in the directory at the end
        content[name - 22 : name - 18] = (10).to_bytes(4, "little")  # its size unpacked
        assert "hỏng" in refused("a.xlsx", bytes(content))


def test_one_cell_a_million_rows_away_is_refused_before_a_table_is_made_of_it() -> None:
    far = workbook(lambda _, sheet: sheet.write(1_048_575, 16_383, "x"))
    said = refused("a.xlsx", far)
    assert "1048576" in said
    assert "16384" in said


def test_a_million_formatted_rows_without_a_value_are_no_fault() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(1, 0, [TAX_CODE, "Đồi A", "Xã Tân Cương"])
        sheet.write_blank(1_048_575, 2, None, book.add_format({"bold": True}))

    rows, faults = parse(read_upload("a.xlsx", workbook(fill)).grids)
    assert (len(rows["Vùng trồng"]), faults) == (1, [])


def test_more_rows_than_a_file_may_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    row = SOUND["Vùng trồng"][0]
    assert read_upload("a.xlsx", write_workbook({"Vùng trồng": [row] * 2}))
    assert "2 dòng" in refused("a.xlsx", write_workbook({"Vùng trồng": [row] * 3}))
    assert "2 dòng" in refused("vung trong.csv", b"a\nb\nc\nd\n")


def test_ten_thousand_rows_are_read() -> None:
    rows = [SOUND["Vùng trồng"][0] | {"name": f"Đồi {n}"} for n in range(10_000)]
    parsed, faults = parse(read_upload("a.xlsx", write_workbook({"Vùng trồng": rows})).grids)
    assert (len(parsed["Vùng trồng"]), faults) == (10_000, [])


def test_a_csv_of_too_many_columns_is_refused() -> None:
    assert "200 cột" in refused("vung trong.csv", b"a," * 300)


def test_merged_cells_and_hidden_sheets_are_said() -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.merge_range("B2:B3", "Đồi A")
        book.add_worksheet("Trang bìa").activate()
        sheet.hide()

    upload = read_upload("a.xlsx", workbook(fill))
    assert [(fault.sheet, fault.row) for fault in upload.faults] == [
        ("Vùng trồng", 0),
        ("Vùng trồng", 2),
    ]
    assert upload.titles == ["Vùng trồng", "Trang bìa"]


def test_a_formula_is_read_by_what_it_came_to_and_a_broken_one_is_refused() -> None:
    def whole(book: Any, sheet: Any) -> None:
        sheet.write_row(1, 0, [TAX_CODE])
        sheet.write_formula(1, 1, '="Đồi "&"A"', None, "Đồi A")

    assert read_upload("a.xlsx", workbook(whole)).grids["Vùng trồng"][1][1] == "Đồi A"
    broken = workbook(lambda _, sheet: sheet.write_formula(4, 1, "=1/0", None, "#DIV/0!"))
    assert "ô B5" in refused("a.xlsx", broken)


def test_two_sheets_of_one_name_are_refused() -> None:
    twice = workbook(lambda book, _: book.add_worksheet("vung trong"))
    assert "Vùng trồng" in refused("a.xlsx", twice)


def test_a_broken_value_in_a_csv_is_a_fault_of_its_cell() -> None:
    text = f'Đơn vị,Tên vùng,"Xã, phường"\n{TAX_CODE},#REF!,Tân Cương\n'
    _, faults = parse(read_upload("vung trong.csv", text.encode()).grids)
    assert [(fault.row, fault.column) for fault in faults] == [(2, "name")]


def test_what_names_a_row_cannot_be_emptied() -> None:
    text = f"Đơn vị,Tên vùng,Giống\n{TAX_CODE},-,-\n"
    rows, faults = parse(read_upload("vung trong.csv", text.encode()).grids)
    assert [(fault.row, fault.column) for fault in faults] == [(2, "name")]
    assert rows["Vùng trồng"][0].cells["cultivar"] == ""
