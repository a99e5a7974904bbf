"""Import from a terminal."""

from pathlib import Path

import pytest
from sqlmodel import Session, select

from app.cli.database import load_sample
from app.cli.errors import Refused
from app.cli.importing import run
from app.core.config import settings
from app.imports.workbook.writing import write_workbook
from app.sellers.models import Seller
from tests.imports.books import PICTURE, SOUND, book
from tests.pictures import photograph


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "var_dir", tmp_path / "var")
    (tmp_path / PICTURE).write_bytes(photograph())
    return tmp_path


def test_a_workbook_is_tried_and_then_written(
    session: Session, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "nhap.xlsx"
    file.write_bytes(write_workbook(SOUND))
    assert run(file, confirm=False)
    assert "Nothing was written yet" in capsys.readouterr().out
    assert session.exec(select(Seller)).first() is None
    assert run(file, confirm=True)
    assert "Lô: 1 new, 0 changed, 0 unchanged" in capsys.readouterr().out
    assert session.exec(select(Seller.name)).one() == "HTX chè Đồi Sương"


def test_faults_are_said_by_sheet_row_and_column(
    session: Session, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "nhap.xlsx"
    file.write_bytes(write_workbook(book(quy_cách={"price": -1})))
    assert not run(file, confirm=True)
    said = capsys.readouterr().out
    assert "Quy cách, row 2, Giá (đ): Giá phải lớn hơn 0." in said
    assert "Nothing was written." in said


@pytest.mark.parametrize("name", ["khong-co.xlsx", "hong.xlsx"])
def test_a_file_that_cannot_be_read_is_said_in_one_line(folder: Path, name: str) -> None:
    (folder / "hong.xlsx").write_bytes(b"?")
    with pytest.raises(Refused):
        run(folder / name, confirm=False)


def test_an_unknown_scale_is_said_in_one_line() -> None:
    with pytest.raises(Refused, match="SCALE"):
        load_sample("galaxy")


def test_a_demo_may_start_empty(session: Session) -> None:
    load_sample("none")
    assert session.exec(select(Seller)).first() is None
