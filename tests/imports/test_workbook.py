"""Files as operators hand them in."""

import io
import zipfile

import pytest

from app.core.config import ROOT
from app.imports.workbook.parsing import parse
from app.imports.workbook.reading import Grid, UnreadableFile, read_upload
from app.imports.workbook.sheets import SHEETS
from app.imports.workbook.writing import write_workbook
from tests.imports.books import SOUND, TAX_CODE, book


def test_a_written_workbook_is_read_back_without_a_fault() -> None:
    rows, faults = parse(read_upload("a.xlsx", write_workbook(SOUND)).grids)
    assert faults == []
    assert {sheet: len(found) for sheet, found in rows.items() if found} == {
        sheet: len(found) for sheet, found in SOUND.items()
    }
    lot = rows["Lô"][0]
    assert (lot.number, lot["fresh_grams"], lot["area"]) == (2, 93_000, "Đồi Hồng Thái 2")
    assert lot["packed_on"] == SOUND["Lô"][0]["packed_on"]


def test_the_same_rows_make_the_same_file() -> None:
    assert write_workbook(SOUND) == write_workbook(SOUND)


def test_texts_that_would_run_as_formulas_are_escaped_and_read_back_exactly() -> None:
    made = book(sản_phẩm={"name": "=HYPERLINK(1)"})
    upload = read_upload("a.xlsx", write_workbook(made))
    assert "'=HYPERLINK(1)" in upload.grids["Sản phẩm"][1]
    rows, _ = parse(upload.grids)
    assert rows["Sản phẩm"][0]["name"] == "=HYPERLINK(1)"


def test_a_csv_is_a_sheet_by_its_name() -> None:
    text = "SKU;Đơn vị;Giá (đ);SKU sản phẩm;Tên quy cách;Khối lượng tịnh (g)\r\n"
    text += f"A-1;{TAX_CODE};350.000;A-1;Hộp;100\r\n"
    rows, faults = parse(read_upload("quy cach.csv", text.encode("utf-8-sig")).grids)
    assert faults == []
    assert rows["Quy cách"][0]["price"] == 350_000


def test_an_archive_brings_the_workbook_and_its_pictures() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("thư mục/nhap.xlsx", write_workbook(SOUND))
        archive.writestr("thư mục/img/che.png", b"picture")
        archive.writestr("__MACOSX/._nhap.xlsx", b"junk")
        archive.writestr("ghi-chu.txt", b"hello")
    upload = read_upload("tat-ca.zip", packed.getvalue())
    assert set(upload.grids) == {sheet.name for sheet in SHEETS}
    assert upload.pictures == {"che.png": b"picture"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"not a workbook"),
        ("a.zip", b"not an archive"),
        ("a.pdf", b"%PDF"),
        ("la.csv", "Đơn vị".encode()),
        ("don vi.csv", "Đơn vị".encode("utf-16")),
        ("lo.csv", b"a\n" * 20_002),
    ],
)
def test_a_file_that_is_nothing_of_the_kind_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_upload(name, content)


def test_an_archive_that_swells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.imports.workbook.reading.MOST_UNPACKED", 1000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("lo.csv", b"0" * 2000)
    with pytest.raises(UnreadableFile):
        read_upload("a.zip", packed.getvalue())


def test_headings_are_found_in_any_order_without_marks_and_stars() -> None:
    grid: Grid = [[], ["TEN VUNG *", "don vi", "Xã, phường"], ["Đồi A", TAX_CODE, "Tân Cương"]]
    rows, faults = parse({"Vùng trồng": grid})
    assert faults == []
    assert (rows["Vùng trồng"][0].number, rows["Vùng trồng"][0]["name"]) == (3, "Đồi A")


def test_unknown_repeated_and_missing_headings_are_said() -> None:
    _, faults = parse({"Vùng trồng": [["Tên vùng", "Tên vùng", "Màu"], ["A", "B", "C"]]})
    assert [(fault.column, fault.reason) for fault in faults] == [
        ("", "Cột “{heading}” ghi hai lần."),
        ("", "Không có cột “{heading}” ở sheet này."),
        ("seller", "Thiếu cột này."),
    ]


def test_empty_rows_are_passed_over_and_rows_keep_their_numbers() -> None:
    grid: Grid = [["Đơn vị", "Tên vùng"], [None, " "], [TAX_CODE, "Đồi A"]]
    rows, _ = parse({"Vùng trồng": grid})
    assert [row.number for row in rows["Vùng trồng"]] == [3]


def test_every_column_is_documented() -> None:
    text = (ROOT / "docs" / "import.md").read_text()
    for sheet in SHEETS:
        described = text.partition(f"## {sheet.name}\n")[2].partition("\n## ")[0]
        for column in sheet.columns:
            (line,) = (
                one for one in described.splitlines() if one.startswith(f"| {column.heading} |")
            )
            assert ("**required**" in line) is column.required
