"""Signing in as a browser does it."""

from collections.abc import Callable

import pytest
from httpx2 import Response
from sqlmodel import Session, select

from app.core.db import utc_now
from app.identity import queries, rules
from app.identity.models import User, UserSession
from tests.conftest import Client
from tests.factories import PASSWORD, make_member, make_operator, make_user
from tests.sessions import form_token, signed_in


def sign_in(client: Client, user: User, password: str = PASSWORD, **fields: str) -> Response:
    phone = "0" + user.phone[3:]
    return client.post("/dang-nhap", data={"phone": phone, "password": password, **fields})


def test_signing_in_sets_a_cookie_that_scripts_and_other_sites_cannot_use(
    client: Client, session: Session
) -> None:
    answer = sign_in(client, make_user(session))
    assert (answer.status_code, answer.headers["location"]) == (303, "/tai-khoan")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("ng=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_over_https_the_cookie_belongs_to_this_host_alone(client: Client, session: Session) -> None:
    client.base_url = "https://cho.example"
    cookie = sign_in(client, make_user(session)).headers["set-cookie"]
    assert cookie.startswith("__Host-ng=")
    assert "Secure" in cookie
    assert "Domain" not in cookie


def test_signing_in_leads_back_to_the_page_that_asked(client: Client, session: Session) -> None:
    user = make_user(session)
    asked = client.get("/tai-khoan").headers["location"]
    assert 'value="/tai-khoan"' in client.get(asked).text
    assert sign_in(client, user, tiep="/ban-hang/lo").headers["location"] == "/ban-hang/lo"


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_signing_in_never_leads_to_another_site(
    client: Client, session: Session, evil: str
) -> None:
    assert sign_in(client, make_user(session), tiep=evil).headers["location"] == "/tai-khoan"


def test_english_stays_english(client: Client, session: Session) -> None:
    user = make_user(session)
    data = {"phone": user.phone, "password": PASSWORD, "tiep": "/ban-hang"}
    assert client.post("/en/dang-nhap", data=data).headers["location"] == "/en/ban-hang"


def test_a_wrong_password_keeps_the_phone_and_says_so_beside_the_field(
    client: Client, session: Session
) -> None:
    answer = sign_in(client, make_user(session, phone="+84912345678"), "sai mat khau")
    assert answer.status_code == 422
    assert 'value="0912345678"' in answer.text
    assert "mật khẩu chưa đúng" in answer.text
    assert "sai mat khau" not in answer.text


def test_a_malformed_phone_is_explained(client: Client) -> None:
    answer = client.post("/dang-nhap", data={"phone": "12", "password": "x"})
    assert answer.status_code == 422
    assert "Số điện thoại chưa đúng" in answer.text


def test_after_too_many_tries_the_page_says_when_to_come_back(
    client: Client, session: Session
) -> None:
    user = make_user(session)
    for _ in range(rules.TRIES_PER_PHONE):
        assert sign_in(client, user, "sai mat khau").status_code == 422
    answer = sign_in(client, user)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert "phút" in answer.text


def test_a_session_planted_before_signing_in_is_not_kept(client: Client, session: Session) -> None:
    planted, user = make_user(session), make_user(session)
    old = signed_in(client, planted).cookies["ng"]
    sign_in(client, user)
    assert client.cookies["ng"] != old
    assert queries.open_sessions(session, planted.id, utc_now()) == []
    assert user.name in client.get("/tai-khoan").text


def test_signing_out_ends_the_session_on_the_server(client: Client, session: Session) -> None:
    signed_in(client, make_user(session))
    token = client.cookies["ng"]
    assert client.post("/dang-xuat", data=form_token(client)).status_code == 303
    client.cookies.set("ng", token)
    assert client.get("/tai-khoan").status_code == 303


def test_a_form_without_its_token_is_refused(client: Client, session: Session) -> None:
    signed_in(client, make_user(session))
    assert client.post("/dang-xuat").status_code == 403
    assert client.get("/tai-khoan").status_code == 200


def test_the_account_page_leads_to_the_desks_one_has(
    visit: Callable[[], Client], session: Session
) -> None:
    people = make_user(session), make_member(session), make_operator(session)
    pages = [signed_in(visit(), user).get("/tai-khoan").text for user in people]
    doors = [page.split('class="doors-list"')[1].split("</ul>")[0] for page in pages]
    assert ["/ban-hang" in door for door in doors] == [False, True, False]
    assert ["/dieu-hanh" in door for door in doors] == [False, False, True]


def test_one_browser_signs_another_one_out(visit: Callable[[], Client], session: Session) -> None:
    user = make_user(session)
    phone, lost = signed_in(visit(), user), signed_in(visit(), user)
    here = phone.get("/tai-khoan").text
    (path,) = [part.split('"')[0] for part in here.split('action="')[1:] if "/phien/" in part]
    assert phone.post(path, data=form_token(phone)).status_code == 303
    assert lost.get("/tai-khoan").status_code == 303
    assert phone.get("/tai-khoan").status_code == 200


def test_nobody_ends_a_strangers_session(visit: Callable[[], Client], session: Session) -> None:
    owner, stranger = signed_in(visit(), make_user(session)), signed_in(visit(), make_user(session))
    first = session.exec(select(UserSession.token_hash).order_by("created_at")).first()
    assert first is not None
    path = f"/tai-khoan/phien/{first[:20]}/ket-thuc"
    assert stranger.post(path, data=form_token(stranger)).status_code == 404
    assert owner.get("/tai-khoan").status_code == 200


def test_every_other_browser_can_be_signed_out_at_once(
    visit: Callable[[], Client], session: Session
) -> None:
    user = make_user(session)
    kept, lost = signed_in(visit(), user), signed_in(visit(), user)
    kept.post("/tai-khoan/phien-khac/ket-thuc", data=form_token(kept))
    assert [browser.get("/tai-khoan").status_code for browser in (kept, lost)] == [200, 303]


def change(client: Client, old: str, new: str, again: str) -> Response:
    said = {"old": old, "new": new, "again": again}
    return client.post("/tai-khoan/mat-khau", data=said | form_token(client))


def test_a_password_is_changed_by_its_owner(client: Client, session: Session) -> None:
    user = make_user(session)
    signed_in(client, user)
    assert client.get("/tai-khoan/mat-khau").status_code == 200
    assert change(client, PASSWORD, "mot mat khau moi", "mot mat khau moi").status_code == 303
    client.cookies.clear()
    assert sign_in(client, user).status_code == 422
    assert sign_in(client, user, "mot mat khau moi").status_code == 303


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("sai roi", "mot mat khau moi", "mot mat khau moi"), "đang dùng chưa đúng"),
        ((PASSWORD, "ngan", "ngan"), "ít nhất 8 ký tự"),
        ((PASSWORD, "mot mat khau moi", "mot mat khau khac"), "chưa giống nhau"),
    ],
)
def test_a_password_change_says_what_is_wrong(
    client: Client, session: Session, typed: tuple[str, str, str], said: str
) -> None:
    signed_in(client, make_user(session))
    answer = change(client, *typed)
    assert answer.status_code == 422
    assert said in answer.text


def test_somebody_signed_in_is_led_on(client: Client, session: Session) -> None:
    signed_in(client, make_user(session))
    assert client.get("/dang-nhap?tiep=/ban-hang").headers["location"] == "/ban-hang"
