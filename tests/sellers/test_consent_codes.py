"""Consent by a code that the seller reads out; a shop that an officer opens with one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from httpx2 import Response
from sqlmodel import Session, col, select

from app.core.db import utc_now
from app.identity.models import AuditEntry, OneTimeCode, User
from app.identity.queries import user_by_phone
from app.sellers.models import Consent, Seller, SellerKind, SellerStatus
from app.sellers.queries import memberships
from tests.conftest import Client
from tests.factories import make_member, make_officer, make_operator, make_seller, make_user
from tests.sellers.messages import last_code, last_sms
from tests.sessions import form_token, signed_in

START = "/can-bo/ho-moi"
PHONE = "+84987654321"
HOUSEHOLD = {
    "owner": "Lý Thị Sửu",
    "phone": "0987 654 321",
    "name": "Nhà vườn Sửu",
    "province_code": "19",
    "ward_code": "05503",
    "street": "Xóm Hồng Thái 2",
    "profile": "1",
    "products": "1",
}


@pytest.fixture
def seller(session: Session) -> Seller:
    return make_seller(session, slug="ho-ba-nhai", name="Hộ bà Nhài", phone="+84912000111")


@pytest.fixture
def officer(session: Session) -> User:
    return make_officer(session, name="Hoàng Văn Cán")


@pytest.fixture
def desk(visit: Callable[[], Client], officer: User) -> Client:
    return signed_in(visit(), officer)


def post(browser: Client, path: str, **data: str) -> Response:
    return browser.post(path, data=form_token(browser) | data)


def ask(browser: Client, seller: Seller, **data: str) -> Response:
    return post(browser, f"/can-bo/don-vi/{seller.slug}/dong-y", **{"way": "code"} | data)


def read_out(browser: Client, seller: Seller, consent: Consent, digits: str) -> Response:
    path = f"/can-bo/don-vi/{seller.slug}/dong-y/{consent.code}/ma"
    return post(browser, path, digits=digits)


def questions(session: Session) -> list[Consent]:
    return list(session.exec(select(Consent).order_by(col(Consent.id))).all())


def test_the_code_says_who_asks_for_what_and_gives_consent_when_read_out(
    desk: Client, seller: Seller, session: Session
) -> None:
    answer = ask(desk, seller, products="1", orders="1")
    assert answer.headers["location"] == "/can-bo/don-vi/ho-ba-nhai?xong=code"
    said = last_sms(session, seller.phone)
    assert "Hoang Van Can xin lam giup gian hang: Don hang, San pham" in said
    (question,) = questions(session)
    assert question.given_at is None
    code = last_code(session, seller.phone)
    assert code not in desk.get(f"/can-bo/don-vi/{seller.slug}").text
    assert read_out(desk, seller, question, f"{code[:3]} {code[3:]}").status_code == 303
    assert question.given_at is not None
    assert (question.way, question.phone) == ("code", seller.phone)
    assert "duoc lam giup gian hang" in last_sms(session, seller.phone)
    again = read_out(desk, seller, question, code)
    assert again.status_code == 303  # a double click
    given = select(AuditEntry).where(AuditEntry.action == "consent.give")
    assert len(session.exec(given).all()) == 1


def test_a_wrong_code_gives_nothing_and_says_so_beside_the_field(
    desk: Client, seller: Seller, session: Session
) -> None:
    ask(desk, seller, products="1")
    (question,) = questions(session)
    right = last_code(session, seller.phone)
    wrong = f"{(int(right) + 1) % 10**6:06}"
    answer = read_out(desk, seller, question, wrong)
    assert answer.status_code == 422
    assert 'id="e-digits"' in answer.text
    assert question.given_at is None


def test_sending_twice_sends_one_code_for_the_same_question(
    desk: Client, seller: Seller, session: Session
) -> None:
    for _ in range(2):
        assert ask(desk, seller, products="1").status_code == 303
    assert len(questions(session)) == 1
    assert len(session.exec(select(OneTimeCode)).all()) == 1


def test_a_code_for_one_question_answers_no_other(
    desk: Client, seller: Seller, session: Session, visit: Callable[[], Client]
) -> None:
    ask(desk, seller, products="1")
    (first,) = questions(session)
    code = last_code(session, seller.phone)
    more = ask(desk, seller, products="1", orders="1")
    assert more.status_code == 422
    assert "Vừa gửi một mã khác" in more.text
    assert [one.withdrawn_at for one in questions(session)] == [None]
    other = signed_in(visit(), make_officer(session))
    assert ask(other, seller, products="1").status_code == 422
    assert read_out(other, seller, first, code).status_code == 404
    for row in session.exec(select(OneTimeCode)).all():
        row.sent_at -= timedelta(minutes=1)
    assert ask(other, seller, products="1").status_code == 303
    theirs = questions(session)[-1]
    assert read_out(desk, seller, first, code).status_code == 422  # a newer code went out
    assert read_out(other, seller, theirs, last_code(session, seller.phone)).status_code == 303
    assert first.given_at is None


def test_a_code_that_came_before_the_number_changed_is_worth_nothing(
    desk: Client, seller: Seller, session: Session
) -> None:
    ask(desk, seller, products="1")
    (question,) = questions(session)
    code = last_code(session, seller.phone)
    seller.phone = "+84912000222"
    assert read_out(desk, seller, question, code).status_code == 409
    assert question.given_at is None


def open_shop(desk: Client, **data: str) -> Response:
    """Both steps, as the page leads through them."""
    assert post(desk, START, **HOUSEHOLD | data).status_code == 200
    code = last_code(desk.session, PHONE)
    return post(desk, START, **HOUSEHOLD | data, step="code", code=code)


def test_an_officer_opens_a_shop_for_a_household_whose_owner_reads_out_the_code(
    desk: Client, officer: User, session: Session
) -> None:
    page = post(desk, START, **HOUSEHOLD).text
    assert "Chủ hộ đọc mã" in page
    assert "xin mo gian hang cho ba con va lam giup" in last_sms(session, PHONE)
    assert user_by_phone(session, PHONE) is None
    assert session.exec(select(Seller)).all() == []
    answer = open_shop(desk)
    seller = session.exec(select(Seller)).one()
    assert answer.headers["location"] == f"/can-bo/don-vi/{seller.slug}?xong=ho-moi"
    assert (seller.kind, seller.status) == (SellerKind.FARM_HOUSEHOLD, SellerStatus.DRAFT)
    assert (seller.phone, seller.ward_code, seller.representative) == (
        PHONE, "05503", "Lý Thị Sửu",
    )  # fmt: skip
    owner = user_by_phone(session, PHONE)
    assert owner is not None
    assert [shop.id for shop, _ in memberships(session, owner.id)] == [seller.id]
    (consent,) = questions(session)
    assert (consent.officer_id, consent.way, consent.scopes) == (
        officer.id, "code", ["products", "profile"],
    )  # fmt: skip
    post(desk, f"/can-bo/don-vi/{seller.slug}/bat-dau")
    assert "Đang làm giúp Nhà vườn Sửu" in desk.get("/ban-hang").text
    assert desk.get("/ban-hang/ho-so").status_code == 200
    assert desk.get("/ban-hang/ho-so/dien-thoai").status_code == 403


def test_what_the_owner_agreed_to_cannot_be_changed_after_the_code(
    desk: Client, session: Session
) -> None:
    post(desk, START, **HOUSEHOLD)
    code = last_code(session, PHONE)
    for changed in ({"orders": "1"}, {"name": "Nhà vườn khác"}, {"street": "Xóm khác"}):
        answer = post(desk, START, **HOUSEHOLD | changed, step="code", code=code)
        assert answer.status_code == 422
        assert 'id="e-code"' in answer.text
    assert session.exec(select(Seller)).all() == []
    assert user_by_phone(session, PHONE) is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"phone": "123"}, "phone"),
        ({"owner": ""}, "owner"),
        ({"name": "x"}, "name"),
        ({"name": "Vườn trà chữa bệnh"}, "name"),
        ({"street": ""}, "street"),
        ({"ward_code": "05500"}, "ward_code"),
        ({"profile": "", "products": ""}, "scopes"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_and_no_code_is_sent(
    desk: Client, session: Session, wrong: dict[str, str], field: str
) -> None:
    answer = post(desk, START, **HOUSEHOLD | wrong)
    assert answer.status_code == 422
    assert f"#f-{field}" in answer.text
    assert session.exec(select(OneTimeCode)).all() == []


def test_a_number_that_sells_or_watches_already_opens_nothing(
    desk: Client, officer: User, seller: Seller, session: Session
) -> None:
    worker = make_member(session)
    for phone in (seller.phone, officer.phone, worker.phone):
        answer = post(desk, START, **HOUSEHOLD | {"phone": phone})
        assert answer.status_code == 422
        assert 'id="e-phone"' in answer.text
    assert session.exec(select(OneTimeCode)).all() == []


def test_an_owner_who_has_an_account_keeps_it(desk: Client, session: Session) -> None:
    shopper = make_user(session, phone=PHONE, name="Lý Thị Sửu")
    password = shopper.password_hash
    assert open_shop(desk).status_code == 303
    assert shopper.password_hash == password
    assert len(memberships(session, shopper.id)) == 1


def test_a_code_that_is_too_old_opens_nothing(desk: Client, session: Session) -> None:
    post(desk, START, **HOUSEHOLD)
    for row in session.exec(select(OneTimeCode)).all():
        row.expires_at = utc_now()
    code = last_code(session, PHONE)
    assert post(desk, START, **HOUSEHOLD, step="code", code=code).status_code == 422
    assert session.exec(select(Seller)).all() == []


def test_an_operator_opens_shops_in_every_commune(
    visit: Callable[[], Client], session: Session
) -> None:
    operator = signed_in(visit(), make_operator(session))
    assert "Chọn xã, phường" in operator.get(START).text
    assert open_shop(operator, ward_code="05500").status_code == 303


def test_a_script_in_a_name_is_text(desk: Client, session: Session) -> None:
    page = post(desk, START, **HOUSEHOLD | {"owner": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
