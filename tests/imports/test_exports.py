"""Files to take away, at both desks."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text
from sqlmodel import Session, col, select

from app.catalog.models import ProductStatus
from app.core import sealed_files
from app.core.config import settings
from app.core.db import utc_now
from app.core.storage import store
from app.identity.models import AuditEntry
from app.imports import tasks
from app.imports.models import ExportRun, ExportStatus
from app.imports.service import exports
from app.sellers.models import Seller
from tests.conftest import Client
from tests.factories import (
    make_area,
    make_basket,
    make_lot,
    make_member,
    make_operator,
    make_product,
    make_seller,
    make_user,
    make_variant,
)
from tests.imports.exports import taken
from tests.orders.test_checkout import order
from tests.sessions import form_token, signed_in

HOME, OWN = "/dieu-hanh/xuat", "/ban-hang/xuat"


@pytest.fixture(autouse=True)
def _var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "var_dir", tmp_path)


@pytest.fixture
def operator(visit: Callable[[], Client], session: Session) -> Client:
    return signed_in(visit(), make_operator(session))


def ask(client: Client, home: str, **typed: object) -> str:
    """The page of the file."""
    answer = client.post(home, data=form_token(client) | typed)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def cells(content: bytes, sheet: str) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [list(row) for row in book.get_sheet_by_name(sheet).to_python()]


def test_an_operator_takes_everybodys_rows_away(operator: Client, session: Session) -> None:
    seller = make_seller(session, tax_code="0100109106", phone="+84912345678")
    make_variant(session, make_product(session, seller, name="=1+1"), sku="A-1")
    page = ask(operator, HOME, sheet=["Đơn vị", "Sản phẩm", "Quy cách"], kind="xlsx")
    assert "Tệp đã sẵn sàng." in operator.get(page).text
    answer = operator.get(f"{page}/tep")
    assert answer.headers["content-disposition"].endswith('.xlsx"')
    assert len(answer.content) == int(answer.headers["content-length"])
    assert cells(answer.content, "Đơn vị")[1][:2] == ["0100109106", "0912 345 678"]
    assert cells(answer.content, "Sản phẩm")[1][2] == "'=1+1"


def test_csv_comes_as_one_file_or_as_an_archive_and_runs_nothing(session: Session) -> None:
    make_variant(session, make_product(session, name="+84"), sku="A-1", name='=cmd|"/c calc"!A1')
    name, content = taken(session, kind="csv", sheets=["Quy cách"])
    assert name == "quy-cach.csv"
    assert content.startswith(b"\xef\xbb\xbf")
    assert '"\'=cmd|""/c calc""!A1"' in content.decode()
    name, content = taken(session, kind="csv", sheets=["Sản phẩm", "Quy cách"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["Sản phẩm.csv", "Quy cách.csv"]
        assert ",'+84," in archive.read("Sản phẩm.csv").decode()


def test_rows_are_chosen_by_seller_status_and_day(session: Session) -> None:
    long_ago = utc_now() - timedelta(days=90)
    mine = make_product(session, make_seller(session), status=ProductStatus.DRAFT)
    other = make_product(session, updated_at=long_ago)
    make_variant(session, mine, sku="MINE")
    make_variant(session, other, sku="OTHER")

    def skus(**wanted: Any) -> list[object]:
        content = taken(session, sheets=["Quy cách"], **wanted)[1]
        return [row[2] for row in cells(content, "Quy cách")[1:]]

    assert set(skus()) == {"MINE", "OTHER"}
    assert skus(seller_id=mine.seller_id) == ["MINE"]
    assert skus(status="approved") == ["OTHER"]
    assert skus(since=utc_now().date() - timedelta(days=1)) == ["MINE"]


def test_a_seller_takes_its_own_away_and_nobody_elses(
    visit: Callable[[], Client], session: Session
) -> None:
    stranger = make_variant(session, sku="STRANGER")
    make_area(session, name="Đồi của người")
    seller = make_seller(session)
    variant = make_variant(session, make_product(session, seller), sku="MINE")
    make_lot(session, variant)
    member = signed_in(visit(), make_member(session, seller))
    every = ["Sản phẩm", "Quy cách", "Giá và tồn kho", "Vùng trồng", "Lô", "Công đoạn", "Đơn hàng"]
    other = session.get_one(type(seller), stranger.seller_id)
    page = ask(member, OWN, sheet=every, seller=other.phone, kind="csv")
    content = member.get(f"{page}/tep").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "MINE" in text
    assert "STRANGER" not in text
    assert "Đồi của người" not in text


def test_orders_say_how_they_are_paid_in_words(
    visit: Callable[[], Client], session: Session
) -> None:
    variant = make_variant(session)
    order(session, make_basket(session, (variant, 2)))
    member = signed_in(visit(), make_member(session, session.get_one(Seller, variant.seller_id)))
    page = ask(member, OWN, sheet=["Đơn hàng"], kind="xlsx")
    heads, row = cells(member.get(f"{page}/tep").content, "Đơn hàng")
    assert row[heads.index("Cách trả tiền")] == "Tiền mặt khi nhận hàng"


def test_a_file_is_its_makers_alone(visit: Callable[[], Client], session: Session) -> None:
    one, colleague = (signed_in(visit(), make_operator(session)) for _ in range(2))
    page = ask(one, HOME, sheet=["Quy cách"], kind="csv")
    assert one.get(f"{page}/tep").status_code == 200
    for path in (page, f"{page}/tep"):
        assert colleague.get(path).status_code == 404
    seller = make_seller(session)
    owner, staff = (signed_in(visit(), make_member(session, seller)) for _ in range(2))
    rival, shopper = (
        signed_in(visit(), make_member(session)),
        signed_in(visit(), make_user(session)),
    )
    own = ask(owner, OWN, sheet=["Quy cách"], kind="csv")
    assert staff.get(f"{own}/tep").status_code == 200
    for path in (own, f"{own}/tep", page.replace(HOME, OWN)):
        assert {who.get(path).status_code for who in (rival, shopper)} == {404}
    assert one.get(own.replace(OWN, HOME)).status_code == 404
    assert visit().get(f"{own}/tep").status_code == 303


def test_what_is_typed_wrong_is_said_beside_its_field(operator: Client, session: Session) -> None:
    typed = form_token(operator) | {"seller": "0912 000 000", "since": "hôm qua", "kind": "csv"}
    answer = operator.post(HOME, data=typed)
    assert answer.status_code == 422
    for said in ('id="e-sheet"', 'value="hôm qua"', 'id="e-since"'):
        assert said in answer.text
    typed |= {"since": "12/10/2026", "sheet": "Quy cách"}
    answer = operator.post(HOME, data=typed)
    assert (answer.status_code, 'id="e-seller"' in answer.text) == (422, True)
    assert session.exec(select(ExportRun)).first() is None


def test_many_rows_are_a_jobs_work_and_told_as_they_go(
    operator: Client, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    product = make_product(session)
    for number in range(3):
        make_variant(session, product, sku=f"A-{number}")
    page = ask(operator, HOME, sheet=["Quy cách"], kind="csv")
    shown = operator.get(page).text
    assert 'http-equiv="refresh"' in shown
    assert "0 / 3" in shown
    assert operator.get(f"{page}/tep").status_code == 404
    found = session.connection().execute(text("SELECT task_name FROM procrastinate_jobs"))
    assert set(found.scalars()) == {"imports.export"}
    run_id = page.rpartition("/")[2]
    tasks.export(run_id)
    tasks.export(run_id)  # a job may come twice
    assert operator.get(f"{page}/tep").text.count("\r\n") == 4


def test_a_file_lies_sealed_and_is_deleted_after_three_days(
    operator: Client, session: Session
) -> None:
    make_variant(session, sku="SECRET-SKU")
    page = ask(operator, HOME, sheet=["Quy cách"], kind="csv")
    (key,) = store("private").keys("exports/")
    assert b"SECRET-SKU" not in store("private").get(key)
    tasks.forget_old()
    assert operator.get(f"{page}/tep").status_code == 200
    session.connection().execute(
        text("UPDATE export_run SET created_at = now() - interval '4 days'")
    )
    tasks.forget_old()
    assert list(store("private").keys("exports/")) == []
    assert operator.get(f"{page}/tep").status_code == 404
    assert "Tệp đã được xoá." in operator.get(page).text
    assert session.exec(select(ExportRun.status)).one() is ExportStatus.GONE


def test_who_took_what_is_audited(operator: Client, session: Session) -> None:
    ask(operator, HOME, sheet=["Đơn vị"], kind="csv")
    entry = session.exec(select(AuditEntry).where(col(AuditEntry.action) == "export.ask")).one()
    assert entry.after is not None
    assert entry.after["sheets"] == ["Đơn vị"]


def test_a_large_file_is_kept_in_parts(
    operator: Client, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed_files, "PART", 100)
    make_variant(session, sku="A-1")
    page = ask(operator, HOME, sheet=["Quy cách"], kind="xlsx")
    assert len(list(store("private").keys("exports/"))) > 10
    assert cells(operator.get(f"{page}/tep").content, "Quy cách")[1][2] == "A-1"
