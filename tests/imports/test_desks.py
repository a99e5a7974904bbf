"""Import as a browser uses it: whose files are whose, and what an officer may bring."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from httpx2 import Response
from python_calamine import CalamineWorkbook
from sqlmodel import Session, select

from app.catalog.models import Variant
from app.core.config import settings
from app.identity.models import AuditEntry
from app.imports.models import ImportProgress, ImportRun, ImportStatus
from app.imports.workbook.sheets import OWN_SHEETS
from app.imports.workbook.writing import write_workbook
from app.sellers.models import Consent, Seller
from tests.conftest import Client
from tests.factories import (
    make_consent,
    make_member,
    make_officer,
    make_operator,
    make_product,
    make_seller,
    make_user,
    make_variant,
)
from tests.imports.books import Book
from tests.sessions import form_token, signed_in

OWN, DESK = "/ban-hang/nhap", "/dieu-hanh/nhap"
SHEETS = [sheet.without("seller") for sheet in OWN_SHEETS]
PRICE: Book = {"Giá và tồn kho": [{"sku": "A-1", "price": 320_000}]}
AREA: Book = {"Vùng trồng": [{"name": "Đồi A", "ward": "Xã Tân Cương"}]}


@pytest.fixture(autouse=True)
def _var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "var_dir", tmp_path)


@pytest.fixture
def seller(session: Session) -> Seller:
    seller = make_seller(session)
    make_variant(session, make_product(session, seller), sku="A-1")
    return seller


@pytest.fixture
def owner(visit: Callable[[], Client], session: Session, seller: Seller) -> Client:
    return signed_in(visit(), make_member(session, seller))


def hand_in(client: Client, made: Book, home: str = OWN) -> Response:
    files = {"tep": ("hang.xlsx", write_workbook(made, SHEETS))}
    return client.post(home, data=form_token(client), files=files)


def post(client: Client, path: str) -> Response:
    return client.post(path, data=form_token(client))


def price(session: Session) -> int:
    return session.exec(select(Variant.price).where(Variant.sku == "A-1")).one()


def test_a_seller_brings_its_prices_and_confirms(owner: Client, session: Session) -> None:
    page = hand_in(owner, PRICE).headers["location"]
    shown = owner.get(page).text
    assert "Tệp không có lỗi, chưa ghi gì." in shown
    assert "Vùng trồng" not in shown.split("<main")[1], "only sheets of the file are counted"
    assert price(session) == 350_000
    assert post(owner, f"{page}/xac-nhan").headers["location"] == page
    assert post(owner, f"{page}/xac-nhan").status_code == 303
    assert price(session) == 320_000


def test_the_template_of_a_seller_does_not_ask_who_it_is(owner: Client) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(owner.get(f"{OWN}/mau.xlsx").content))
    assert book.sheet_names == [sheet.name for sheet in OWN_SHEETS]
    for name in book.sheet_names:
        assert "Đơn vị" not in book.get_sheet_by_name(name).to_python()[0]


def test_a_file_is_cancelled_before_it_is_confirmed(owner: Client, session: Session) -> None:
    page = hand_in(owner, PRICE).headers["location"]
    assert post(owner, f"{page}/huy").headers["location"] == page
    assert "Đã huỷ, không ghi gì." in owner.get(page).text
    assert post(owner, f"{page}/xac-nhan").status_code == 409
    assert (price(session), session.exec(select(ImportRun.content)).one()) == (350_000, b"")


def test_a_job_that_is_asked_to_stop_says_so(owner: Client, session: Session) -> None:
    areas = [{"name": f"Đồi {n}", "ward": "Xã Tân Cương"} for n in range(201)]
    page = hand_in(owner, {"Vùng trồng": areas}).headers["location"]
    assert "Đang chờ tới lượt." in owner.get(page).text
    progress = session.exec(select(ImportProgress)).one()
    progress.stage, progress.sheet, progress.done, progress.total = "rows", "Vùng trồng", 100, 201
    shown = owner.get(page).text
    assert "Sheet Vùng trồng" in shown
    assert "100 / 201" in shown
    post(owner, f"{page}/huy")
    assert session.exec(select(ImportRun.status)).one() is ImportStatus.CANCELLED


def test_the_file_comes_back_with_its_faulty_cells_marked(owner: Client) -> None:
    rows = [{"sku": "A-1", "price": 320_000}, {"sku": "<script>", "price": -5, "on_hand": 3}]
    text = "SKU,Giá (đ),Tồn kho\nA-1,320000,\n=SUM(A1),-5,3\n"
    assert len(rows) == len(text.strip().splitlines()) - 1
    files = {"tep": ("gia va ton kho.csv", text.encode())}
    page = owner.post(OWN, data=form_token(owner), files=files).headers["location"]
    answer = owner.get(f"{page}/loi.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.get_sheet_by_name("Giá và tồn kho").to_python() == [
        ["SKU", "Giá (đ)", "Tồn kho"],
        ["A-1", "320000", ""],
        ["=SUM(A1)", "-5", "3"],
    ]
    assert b"xl/comments1.xml" in answer.content
    again = {"tep": ("sua.xlsx", answer.content)}
    second = owner.post(OWN, data=form_token(owner), files=again).headers["location"]
    assert owner.get(second).text.count("<tr>") == owner.get(page).text.count("<tr>")


def test_each_file_belongs_to_one_desk(
    visit: Callable[[], Client], owner: Client, session: Session, seller: Seller
) -> None:
    page = hand_in(owner, PRICE).headers["location"]
    staff = signed_in(visit(), make_member(session, seller))
    assert staff.get(page).status_code == 200
    operator = signed_in(visit(), make_operator(session))
    rival, shopper = (
        signed_in(visit(), make_member(session)),
        signed_in(visit(), make_user(session)),
    )
    for who in (rival, shopper):
        assert {who.get(f"{page}{part}").status_code for part in ("", "/loi.csv")} == {404}
        assert {post(who, f"{page}/{act}").status_code for act in ("xac-nhan", "huy")} == {404}
    theirs = page.replace(OWN, DESK)
    assert operator.get(theirs).status_code == 404
    assert post(operator, f"{theirs}/xac-nhan").status_code == 404
    assert "hang.xlsx" not in operator.get(DESK).text
    assert "hang.xlsx" not in rival.get(OWN).text
    assert price(session) == 350_000


def help_with(
    client: Client, session: Session, seller: Seller, *scopes: str
) -> tuple[Client, Consent]:
    """An officer at the seller's desk."""
    officer = make_officer(session)
    consent = make_consent(session, seller, officer, scopes=list(scopes))
    desk = signed_in(client, officer)
    post(desk, f"/can-bo/don-vi/{seller.slug}/bat-dau")
    return desk, consent


def test_an_officer_brings_what_the_seller_consented_to(
    visit: Callable[[], Client], session: Session, seller: Seller
) -> None:
    desk, _ = help_with(visit(), session, seller, "products")
    page = hand_in(desk, PRICE | AREA).headers["location"]
    assert "Không nhập ở đây: Vùng trồng" in desk.get(page).text
    post(desk, f"{page}/xac-nhan")
    assert price(session) == 320_000
    marked = select(AuditEntry.assisted_for).where(AuditEntry.action == "product.import")
    assert session.exec(marked).one() == seller.id


def test_an_officer_sees_no_files_but_their_own_and_takes_none_away(
    visit: Callable[[], Client], owner: Client, session: Session, seller: Seller
) -> None:
    page = hand_in(owner, PRICE).headers["location"]
    desk, consent = help_with(visit(), session, seller, "products", "lots")
    assert desk.get(page).status_code == 404
    assert post(desk, f"{page}/xac-nhan").status_code == 404
    shown = desk.get(OWN).text
    assert "hang.xlsx" not in shown
    assert "/ban-hang/xuat" not in shown.split("<main")[1]
    assert desk.get("/ban-hang/xuat").status_code == 403
    mine = hand_in(desk, PRICE).headers["location"]
    consent.scopes = ["lots"]
    session.flush()
    assert post(desk, f"{mine}/xac-nhan").status_code == 404, "consent reaches it no more"
    assert price(session) == 350_000


def test_consent_to_other_work_opens_no_import(
    visit: Callable[[], Client], session: Session, seller: Seller
) -> None:
    desk, _ = help_with(visit(), session, seller, "orders")
    assert desk.get(OWN).status_code == 403
    assert hand_in(desk, PRICE).status_code == 403


def test_pages_are_read_in_english_too(owner: Client) -> None:
    page = hand_in(owner, PRICE).headers["location"]
    assert "nothing is written yet" in owner.get(f"/en{page}").text
    assert "A lone hyphen" in owner.get(f"/en{OWN}").text
    assert "Changed since" in owner.get("/en/ban-hang/xuat").text


def test_lists_of_files_ask_as_much_for_many_as_for_one(
    owner: Client, session: Session, queries: list[str]
) -> None:
    def asked() -> int:
        queries.clear()
        assert owner.get(OWN).status_code == owner.get("/ban-hang/xuat").status_code == 200
        return len(queries)

    hand_in(owner, PRICE)
    one = asked()
    for _ in range(3):
        hand_in(owner, PRICE)
    assert asked() == one
    assert len(session.exec(select(ImportRun.id)).all()) == 4
