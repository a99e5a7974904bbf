"""Opening an account by phone, and a lost password, as a browser does it."""

import re
from collections.abc import Callable

import pytest
from httpx2 import Response
from sqlmodel import Session, select

from app.identity.models import AuditEntry, OneTimeCode, User
from app.identity.queries import user_by_phone
from app.identity.rules import Role
from app.notifications.models import Message
from tests.codes import code_sent_to, sms_to
from tests.conftest import Client
from tests.factories import PASSWORD, make_user
from tests.sessions import signed_in

PHONE, TYPED = "+84912345678", "0912 345 678"
NEW = "sương trên đồi chè"


def ask(client: Client, path: str = "/dang-ky", phone: str = TYPED, **data: str) -> Response:
    return client.post(path, data={"phone": phone, **data})


def finish(client: Client, code: str, path: str = "/dang-ky", **data: str) -> Response:
    said = {"code": code, "name": "Lý Thị Sửu", "password": NEW}
    return client.post(f"{path}/ma", data=said | data)


def test_a_phone_and_its_code_open_an_account_and_sign_it_in(
    client: Client, session: Session
) -> None:
    assert client.get("/dang-ky?tiep=/mo-gian-hang").status_code == 200
    assert ask(client, tiep="/mo-gian-hang").headers["location"] == "/dang-ky/ma"
    assert "0912 345 678" in client.get("/dang-ky/ma").text
    answer = finish(client, code_sent_to(session, PHONE))
    assert (answer.status_code, answer.headers["location"]) == (303, "/mo-gian-hang")
    user = user_by_phone(session, PHONE)
    assert user is not None
    assert (user.name, user.role) == ("Lý Thị Sửu", Role.SHOPPER)
    assert user.phone_verified_at is not None
    assert "Lý Thị Sửu" in client.get("/tai-khoan").text
    entries = session.exec(select(AuditEntry.action)).all()
    assert entries == ["user.register"]


def test_no_page_holds_the_code(client: Client, session: Session) -> None:
    pages = [ask(client).text, client.get("/dang-ky/ma").text]
    code = code_sent_to(session, PHONE)
    pages.append(finish(client, "000000" if code != "000000" else "111111").text)
    assert all(code not in page for page in pages)


def test_a_number_with_an_account_gets_the_same_pages_and_word_by_sms(
    visit: Callable[[], Client], session: Session
) -> None:
    make_user(session, phone="+84987654321")
    free, taken = visit(), visit()
    asked = [ask(free, phone="0912345678"), ask(taken, phone="0987654321")]
    assert [one.headers["location"] for one in asked] == ["/dang-ky/ma"] * 2
    pages = [finish(browser, "123456").text for browser in (free, taken)]
    assert without_phones(pages[0]) == without_phones(pages[1])
    assert "da co tai khoan" in sms_to(session, "+84987654321")
    assert not re.search(r"\b\d{6}\b", sms_to(session, "+84987654321"))


def without_phones(page: str) -> str:
    return re.sub(r"0\d{3} \d{3} \d{3}", "", page)


def test_what_is_wrong_is_said_beside_the_field_and_costs_no_code(
    client: Client, session: Session
) -> None:
    assert "Số điện thoại chưa đúng" in ask(client, phone="12").text
    ask(client)
    code = code_sent_to(session, PHONE)
    for wrong in ({"password": "ngan"}, {"password": "0912345678"}, {"name": ""}):
        answer = finish(client, code, **wrong)
        assert answer.status_code == 422
        assert "field-error" in answer.text
    assert user_by_phone(session, PHONE) is None
    assert finish(client, code).status_code == 303


@pytest.mark.parametrize(
    "phone", ["0208 3855 555", "+1 650 253 0000", "+252 61 5000000", "1900 1234"]
)
def test_codes_go_to_mobile_numbers_of_this_country_alone(
    client: Client, session: Session, phone: str
) -> None:
    for path in ("/dang-ky", "/quen-mat-khau"):
        assert ask(client, path, phone).status_code == 422
    assert session.exec(select(OneTimeCode)).all() == []


def test_a_second_submit_opens_no_second_account(client: Client, session: Session) -> None:
    ask(client)
    code, cookie = code_sent_to(session, PHONE), client.cookies["ng-ma"]
    assert finish(client, code).status_code == 303
    client.cookies.set("ng-ma", cookie, domain="127.0.0.1")
    again = finish(client, code)
    assert again.status_code == 422
    assert "đã dùng rồi" in again.text
    assert len(session.exec(select(User)).all()) == 1


def test_the_code_can_be_sent_again_but_not_at_once(client: Client, session: Session) -> None:
    ask(client)
    assert client.post("/dang-ky/ma/gui-lai").headers["location"] == "/dang-ky/ma?xong=cho"
    assert "chưa đầy một phút" in client.get("/dang-ky/ma?xong=cho").text
    assert len(session.exec(select(Message)).all()) == 1


def test_too_many_codes_say_when_to_come_back(client: Client, session: Session) -> None:
    for number in range(31):
        answer = ask(client, phone=f"09123456{number:02}")
    assert answer.status_code == 429
    assert "phút" in answer.text
    assert len(session.exec(select(OneTimeCode)).all()) == 30


@pytest.mark.parametrize("path", ["/dang-ky", "/quen-mat-khau"])
def test_who_skips_the_first_page_is_led_to_it(client: Client, path: str) -> None:
    assert client.get(f"{path}/ma").headers["location"] == path
    assert finish(client, "123456", path).headers["location"] == path
    assert client.post(f"{path}/ma/gui-lai").headers["location"] == path
    client.cookies.set("ng-ma", "made up", domain="127.0.0.1")
    assert client.get(f"{path}/ma").headers["location"] == path


def test_a_cookie_of_one_page_opens_no_other(client: Client, session: Session) -> None:
    make_user(session, phone=PHONE)
    ask(client, "/quen-mat-khau")
    assert client.get("/dang-ky/ma").headers["location"] == "/dang-ky"


def test_somebody_signed_in_is_led_on(client: Client, session: Session) -> None:
    signed_in(client, make_user(session))
    assert client.get("/dang-ky?tiep=/mo-gian-hang").headers["location"] == "/mo-gian-hang"


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example"])
def test_registering_never_leads_to_another_site(
    client: Client, session: Session, evil: str
) -> None:
    ask(client, tiep=evil)
    assert finish(client, code_sent_to(session, PHONE)).headers["location"] == "/tai-khoan"


def test_english_stays_english(client: Client, session: Session) -> None:
    assert ask(client, "/en/dang-ky").headers["location"] == "/en/dang-ky/ma"
    assert "your code is" in sms_to(session, PHONE)
    answer = finish(client, code_sent_to(session, PHONE), "/en/dang-ky")
    assert answer.headers["location"] == "/en/tai-khoan"


def test_a_name_is_shown_as_text(client: Client, session: Session) -> None:
    ask(client)
    finish(client, code_sent_to(session, PHONE), name="<script>alert(1)</script>")
    page = client.get("/tai-khoan").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_lost_password_is_set_anew_and_ends_every_session(
    visit: Callable[[], Client], session: Session
) -> None:
    user = make_user(session, phone=PHONE)
    lost, browser = signed_in(visit(), user), visit()
    ask(browser, "/quen-mat-khau")
    answer = finish(browser, code_sent_to(session, PHONE), "/quen-mat-khau")
    assert answer.headers["location"] == "/dang-nhap?xong=mat-khau"
    assert "Đã đặt mật khẩu mới" in browser.get(answer.headers["location"]).text
    assert lost.get("/tai-khoan").status_code == 303
    for password, status in ((PASSWORD, 422), (NEW, 303)):
        data = {"phone": TYPED, "password": password}
        assert browser.post("/dang-nhap", data=data).status_code == status


@pytest.mark.parametrize("role", [None, Role.OPERATOR, Role.COMMUNE_OFFICER])
def test_nobody_learns_who_has_an_account_and_officers_ask_an_administrator(
    client: Client, session: Session, role: Role | None
) -> None:
    if role is not None:
        make_user(session, phone=PHONE, role=role)
    assert ask(client, "/quen-mat-khau").headers["location"] == "/quen-mat-khau/ma"
    sent = session.exec(select(Message.template)).all()
    assert sent == ([] if role is None else ["officer_password"])
    answer = finish(client, "123456", "/quen-mat-khau")
    assert answer.status_code == 422
    assert "Mã chưa đúng" in answer.text


def test_a_disabled_account_is_not_opened_by_a_code(client: Client, session: Session) -> None:
    user = make_user(session, phone=PHONE)
    user.disabled_at = user.created_at
    ask(client, "/quen-mat-khau")
    assert session.exec(select(Message)).all() == []
