"""The operator's view of sellers, as a browser uses it."""

import re
from collections.abc import Callable

import pytest
from httpx2 import Response
from sqlmodel import Session, col, select

from app.identity.models import AuditEntry, User
from app.identity.queries import user_by_phone
from app.identity.rules import Role
from app.sellers.models import MemberRole, Seller, SellerStatus
from app.sellers.queries import members
from tests.conftest import Client, Queries
from tests.factories import PASSWORD, make_member, make_operator, make_seller, make_user
from tests.sessions import form_token, signed_in

SELLERS = "/dieu-hanh/don-vi"
NEWCOMER = {"name": "Trần Văn Mới", "phone": "0987 654 321", "role": "owner"}


@pytest.fixture
def operator(client: Client, session: Session) -> Client:
    return signed_in(client, make_operator(session))


@pytest.fixture
def seller(session: Session) -> Seller:
    return make_seller(session, slug="htx-che-doi-suong", name="HTX chè Đồi Sương")


def post(browser: Client, seller: Seller, part: str, **data: str) -> Response:
    return browser.post(f"{SELLERS}/{seller.slug}/{part}", data=form_token(browser) | data)


def password_on(page: str) -> str:
    found = re.search(r'class="lot-code read-out">(\d{10})<', page)
    assert found
    return found[1]


def sign_in(browser: Client, phone: str, password: str) -> Response:
    return browser.post("/dang-nhap", data={"phone": phone, "password": password})


@pytest.mark.parametrize("wanted", ["doi suong", "Đồi Sương", "0909", "0109 9"])
def test_sellers_are_found_without_accents_by_phone_and_by_tax_code(
    operator: Client, session: Session, wanted: str
) -> None:
    make_seller(
        session, slug="htx-che-doi-suong", name="HTX Sương", phone="+84909123456",
        tax_code="0101099887",
    )  # fmt: skip
    make_seller(session, slug="mien-dong-viet-cuong", name="Miến", phone="+84918000111")
    page = operator.get(SELLERS, params={"q": wanted}).text
    assert "HTX Sương" in page
    assert "Miến" not in page


def test_the_lists_queries_do_not_grow_with_sellers(
    operator: Client, session: Session, queries: Queries
) -> None:
    counts: list[int] = []
    for more in (1, 10):
        for _ in range(more):
            make_member(session)
        queries.clear()
        assert operator.get(SELLERS).text.count("lot-row") == len(counts) * 10 + 1
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_new_member_gets_a_password_that_is_shown_once_and_changed_on_signing_in(
    operator: Client, seller: Seller, visit: Callable[[], Client]
) -> None:
    answer = post(operator, seller, "thanh-vien", **NEWCOMER)
    assert answer.headers["cache-control"] == "no-store"
    password = password_on(answer.text)
    assert password not in operator.get(f"{SELLERS}/{seller.slug}").text

    theirs = visit()
    assert sign_in(theirs, NEWCOMER["phone"], password).status_code == 303
    for path in ("/tai-khoan", "/ban-hang", "/ban-hang/lo"):
        assert theirs.get(path).headers["location"] == "/tai-khoan/mat-khau"
    page = theirs.get("/tai-khoan/mat-khau").text
    assert "Mật khẩu tạm chỉ dùng cho lần này" in page
    token = page.split('name="_token" value="')[1].split('"')[0]
    new = {"old": password, "new": "sương trên đồi chè", "again": "sương trên đồi chè"}
    assert theirs.post("/tai-khoan/mat-khau", data={"_token": token, **new}).status_code == 303
    assert "HTX chè Đồi Sương" in theirs.get("/ban-hang").text


def test_adding_somebody_twice_adds_them_once(
    operator: Client, seller: Seller, session: Session
) -> None:
    assert post(operator, seller, "thanh-vien", **NEWCOMER).status_code == 200
    assert post(operator, seller, "thanh-vien", **NEWCOMER).status_code == 303
    assert [one.name for one in members(session, seller.id)] == ["Trần Văn Mới"]


def test_somebody_with_an_account_keeps_their_password(
    operator: Client, seller: Seller, session: Session, visit: Callable[[], Client]
) -> None:
    user = make_user(session)
    answer = post(operator, seller, "thanh-vien", name="Ai đó", phone=user.phone, role="staff")
    assert answer.status_code == 303
    browser = visit()
    assert sign_in(browser, user.phone, PASSWORD).headers["location"] == "/tai-khoan"
    assert "HTX chè Đồi Sương" in browser.get("/ban-hang").text


def test_what_is_wrong_is_said_beside_the_field(operator: Client, seller: Seller) -> None:
    answer = post(operator, seller, "thanh-vien", name="Trần Văn Mới", phone="123")
    assert answer.status_code == 422
    assert 'value="123"' in answer.text
    assert 'id="e-phone"' in answer.text


def test_an_officer_does_not_sell(operator: Client, seller: Seller, session: Session) -> None:
    officer = make_user(session, role=Role.COMMUNE_OFFICER)
    answer = post(operator, seller, "thanh-vien", name="Cán bộ", phone=officer.phone)
    assert answer.status_code == 422
    assert "cán bộ sàn" in answer.text
    assert members(session, seller.id) == []


def test_a_renewed_password_ends_every_session_of_its_owner(
    operator: Client, seller: Seller, session: Session, visit: Callable[[], Client]
) -> None:
    user = make_member(session, seller)
    theirs = signed_in(visit(), user)
    assert theirs.get("/ban-hang").status_code == 200
    password = password_on(post(operator, seller, "thanh-vien/mat-khau", phone=user.phone).text)
    assert theirs.get("/ban-hang").headers["location"].startswith("/dang-nhap")
    browser = visit()
    assert sign_in(browser, user.phone, PASSWORD).status_code == 422
    assert sign_in(browser, user.phone, password).status_code == 303


def test_members_are_named_only_beside_their_own_seller(
    operator: Client, seller: Seller, session: Session
) -> None:
    other = make_member(session)
    for part in ("thanh-vien/mat-khau", "thanh-vien/bo"):
        assert post(operator, seller, part, phone=other.phone).status_code == 404
        assert post(operator, seller, part).status_code == 404


def test_whoever_leaves_opens_the_desk_no_more_but_one_owner_stays(
    operator: Client, seller: Seller, session: Session, visit: Callable[[], Client]
) -> None:
    owner = make_member(session, seller)
    helper = make_member(session, seller, role=MemberRole.STAFF)
    theirs = signed_in(visit(), helper)
    assert post(operator, seller, "thanh-vien/bo", phone=helper.phone).status_code == 303
    assert theirs.get("/ban-hang").status_code == 404
    answer = post(operator, seller, "thanh-vien/bo", phone=owner.phone)
    assert answer.status_code == 409
    assert "ít nhất một chủ gian hàng" in answer.text


def test_a_seller_is_suspended_with_a_reason_and_opened_again(
    operator: Client, seller: Seller, session: Session
) -> None:
    assert post(operator, seller, "tam-ngung", reason="ngắn").status_code == 422
    for _ in range(2):
        answer = post(operator, seller, "tam-ngung", reason="Giấy an toàn thực phẩm hết hạn")
        assert answer.status_code == 303
    assert session.get_one(Seller, seller.id).status is SellerStatus.SUSPENDED
    assert "Giấy an toàn thực phẩm hết hạn" in operator.get(f"{SELLERS}/{seller.slug}").text
    post(operator, seller, "mo-lai")
    post(operator, seller, "mo-lai")
    assert session.get_one(Seller, seller.id).status is SellerStatus.APPROVED
    entries = session.exec(select(AuditEntry).order_by(col(AuditEntry.at))).all()
    assert [entry.action for entry in entries] == ["seller.suspend", "seller.approve"]


ROUTES = [
    ("GET", ""),
    ("GET", "/htx-che-doi-suong"),
    ("POST", "/htx-che-doi-suong/thanh-vien"),
    ("POST", "/htx-che-doi-suong/thanh-vien/mat-khau"),
    ("POST", "/htx-che-doi-suong/thanh-vien/bo"),
    ("POST", "/htx-che-doi-suong/tam-ngung"),
    ("POST", "/htx-che-doi-suong/mo-lai"),
]


@pytest.mark.parametrize(("method", "part"), ROUTES)
def test_only_who_reviews_sellers_opens_it(
    seller: Seller, visit: Callable[[], Client], session: Session, method: str, part: str
) -> None:
    before = _state(session, seller)
    people: list[User] = [make_member(session, seller), make_user(session)]
    people.append(make_user(session, role=Role.COMMUNE_OFFICER))
    if method == "POST":  # moderators and auditors read
        people += [make_user(session, role=role) for role in (Role.MODERATOR, Role.AUDITOR)]
    for person in people:
        browser = signed_in(visit(), person)
        data = form_token(browser) | NEWCOMER | {"reason": "Một lý do đủ dài"}
        assert browser.request(method, SELLERS + part, data=data).status_code == 403
    assert visit().request(method, SELLERS + part).status_code in {303, 403}
    assert _state(session, seller) == before
    assert user_by_phone(session, "+84987654321") is None


def _state(session: Session, seller: Seller) -> SellerStatus:
    return session.get_one(Seller, seller.id).status


@pytest.mark.parametrize(("method", "part"), ROUTES[1:])
def test_a_seller_who_is_not_there_is_not_found(operator: Client, method: str, part: str) -> None:
    data = form_token(operator) if method == "POST" else None
    path = SELLERS + part.replace("doi-suong", "khong-co")
    assert operator.request(method, path, data=data).status_code == 404
