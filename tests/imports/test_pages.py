"""The operator's door to import, as a browser uses it."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from httpx2 import Response
from python_calamine import CalamineWorkbook
from sqlalchemy import text
from sqlmodel import Session, select

from app.catalog.models import Product
from app.core.config import settings
from app.imports import tasks
from app.imports.models import ImportRun, ImportStatus
from app.imports.workbook.sheets import SHEETS
from app.imports.workbook.writing import write_workbook
from app.sellers.models import Seller
from tests.conftest import Client
from tests.factories import make_member, make_operator, make_user
from tests.imports.books import TAX_CODE, Book, book
from tests.sessions import form_token, signed_in

HOME = "/dieu-hanh/nhap"


@pytest.fixture(autouse=True)
def _var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "var_dir", tmp_path)


@pytest.fixture
def operator(visit: Callable[[], Client], session: Session) -> Client:
    return signed_in(visit(), make_operator(session))


def hand_in(client: Client, made: Book, name: str = "nhap.xlsx") -> Response:
    files = {"tep": (name, write_workbook(made))}
    return client.post(HOME, data=form_token(client), files=files)


def confirm(client: Client, page: str) -> Response:
    return client.post(f"{page}/xac-nhan", data=form_token(client))


def test_a_file_is_tried_shown_and_written_once_confirmed(
    operator: Client, session: Session
) -> None:
    page = hand_in(operator, book()).headers["location"]
    shown = operator.get(page).text
    assert "Tệp không có lỗi, chưa ghi gì." in shown
    assert session.exec(select(Seller)).first() is None
    assert confirm(operator, page).headers["location"] == page
    assert "Đã ghi xong." in operator.get(page).text
    assert session.exec(select(Product.name)).one() == "Chè đinh Tân Cương"
    run = session.exec(select(ImportRun)).one()
    assert (run.status, run.content, run.rows) == (ImportStatus.DONE, b"", 10)


def test_confirming_twice_writes_once(operator: Client, session: Session) -> None:
    page = hand_in(operator, book()).headers["location"]
    confirm(operator, page)
    report = session.exec(select(ImportRun.report)).one()
    assert confirm(operator, page).status_code == 303
    assert session.exec(select(ImportRun.report)).one() == report


def test_faults_are_shown_by_sheet_row_and_column_and_cannot_be_confirmed(
    operator: Client, session: Session
) -> None:
    page = hand_in(operator, book(quy_cách={"price": -1})).headers["location"]
    shown = operator.get(page).text
    assert "1 lỗi, chưa ghi gì." in shown
    assert "Xác nhận ghi" not in shown
    for said in ("Quy cách", "Giá (đ)", "Giá phải lớn hơn 0."):
        assert said in shown
    assert confirm(operator, page).status_code == 409
    assert session.exec(select(Seller)).first() is None


def test_the_faults_are_a_file_that_runs_nothing(operator: Client) -> None:
    made = book(quy_cách={"product": "=1+1"})
    page = hand_in(operator, made).headers["location"]
    answer = operator.get(f"{page}/loi.csv")
    assert answer.content.startswith(b"\xef\xbb\xbfSheet")
    assert "Quy cách,2,SKU sản phẩm" in answer.text
    assert ",=" not in answer.text


@pytest.mark.parametrize("content", [b"", b"not a workbook"])
def test_a_file_that_is_no_workbook_is_said_beside_the_field(
    operator: Client, content: bytes
) -> None:
    answer = operator.post(HOME, data=form_token(operator), files={"tep": ("a.xlsx", content)})
    assert answer.status_code == 422
    assert 'id="e-tep"' in answer.text


def test_no_file_at_all_is_said_beside_the_field(operator: Client) -> None:
    answer = operator.post(HOME, data=form_token(operator))
    assert (answer.status_code, "Chưa chọn tệp." in answer.text) == (422, True)


def test_a_file_that_is_too_heavy_is_refused(
    operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.imports.pages.bringing.MOST_BYTES", 100)
    assert hand_in(operator, book()).status_code == 422


def test_more_than_two_hundred_rows_are_a_jobs_work(operator: Client, session: Session) -> None:
    areas = [{"seller": TAX_CODE, "name": f"Đồi {n}", "ward": "Xã Tân Cương"} for n in range(201)]
    page = hand_in(operator, {"Đơn vị": book()["Đơn vị"], "Vùng trồng": areas}).headers["location"]
    assert 'http-equiv="refresh"' in operator.get(page).text
    run = session.exec(select(ImportRun)).one()
    operator_id = str(run.created_by)
    tasks.check(str(run.id))
    tasks.check(str(run.id))  # a job may come twice
    assert "Tệp không có lỗi" in operator.get(page).text
    confirm(operator, page)
    assert 'http-equiv="refresh"' in operator.get(page).text
    assert _jobs(session) == {"imports.check", "imports.write"}
    tasks.write(str(run.id), operator_id)
    tasks.write(str(run.id), operator_id)
    assert "Đã ghi xong." in operator.get(page).text


def _jobs(session: Session) -> set[str]:
    found = session.connection().execute(text("SELECT task_name FROM procrastinate_jobs"))
    return set(found.scalars())


def test_what_changed_since_the_trial_may_still_refuse_the_file(
    operator: Client, session: Session
) -> None:
    first = hand_in(operator, book()).headers["location"]
    second = hand_in(operator, book(lô={"maker": "Bà Nhài"})).headers["location"]
    confirm(operator, first)
    lot = session.exec(select(ImportRun).where(ImportRun.id == _id(first))).one()
    assert lot.status is ImportStatus.DONE
    session.connection().execute(text("UPDATE lot SET status = 'published'"))
    confirm(operator, second)
    assert "chưa ghi gì" in operator.get(second).text


def _id(page: str) -> UUID:
    return UUID(page.rpartition("/")[2])


def test_the_template_has_every_column_and_reads_as_an_empty_import(operator: Client) -> None:
    content = operator.get(f"{HOME}/mau.xlsx").content
    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    assert workbook.sheet_names == [sheet.name for sheet in SHEETS]
    for sheet in SHEETS:
        (head,) = workbook.get_sheet_by_name(sheet.name).to_python()
        assert head == [column.heading for column in sheet.columns]


def test_the_desk_lists_the_latest_files(operator: Client) -> None:
    assert "Chưa có tệp nào" in operator.get(HOME).text
    hand_in(operator, book(), name="vu-thu.xlsx")
    assert "vu-thu.xlsx" in operator.get(HOME).text
    assert operator.get(f"/en{HOME}").status_code == 200


def test_only_operators_come_in(visit: Callable[[], Client], session: Session) -> None:
    mine = signed_in(visit(), make_operator(session))
    page = hand_in(mine, book()).headers["location"]
    shopper, member = (
        signed_in(visit(), make_user(session)),
        signed_in(visit(), make_member(session)),
    )
    paths = (HOME, page, f"{page}/loi.csv", f"{HOME}/mau.xlsx")
    for stranger in (shopper, member):
        assert {stranger.get(path).status_code for path in paths} == {403}
        assert confirm(stranger, page).status_code == 403
        assert hand_in(stranger, book()).status_code == 403
    nobody = visit()
    assert {nobody.get(path).status_code for path in paths} == {303}
    assert session.exec(select(ImportRun.status)).one() is ImportStatus.READY


def test_a_run_that_is_none_is_not_found(operator: Client) -> None:
    for path in (f"{HOME}/{UUID(int=7)}", f"{HOME}/{UUID(int=7)}/loi.csv"):
        assert operator.get(path).status_code == 404
    assert confirm(operator, f"{HOME}/{UUID(int=7)}").status_code == 404


def test_a_form_without_its_token_is_refused(operator: Client, session: Session) -> None:
    files = {"tep": ("a.xlsx", write_workbook(book()))}
    assert operator.post(HOME, files=files).status_code == 403
    assert session.exec(select(ImportRun)).first() is None
