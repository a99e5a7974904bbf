"""The second step and the Security page as a browser meets them."""

import re
from collections.abc import Callable

import pytest
from fastapi.routing import iter_route_contexts
from httpx2 import Response
from sqlmodel import Session, select

from app.core.db import utc_now
from app.identity import queries, rules
from app.identity.models import TotpSecret, User, UserSession
from app.identity.rules import Role
from app.identity.service import factors
from app.main import create_app
from tests.conftest import Client
from tests.factories import PASSWORD, TOTP_SECRET, make_operator, make_user
from tests.identity.authenticator import Authenticator
from tests.sessions import form_token, half_signed_in, signed_in

STEP, SECURITY = "/dang-nhap/xac-thuc", "/tai-khoan/bao-mat"
APP, CODES, KEY = f"{SECURITY}/ung-dung", f"{SECURITY}/ma-du-phong", f"{SECURITY}/khoa"


def sign_in(client: Client, user: User, wanted: str = "") -> Response:
    said = {"phone": user.phone, "password": PASSWORD, "tiep": wanted}
    return client.post("/dang-nhap", data=said)


def prove(client: Client, code: str, path: str = STEP) -> Response:
    page = client.get(path).text
    fields = dict(re.findall(r'name="(_token|tiep)" value="([^"]*)"', page))
    return client.post(STEP, data=fields | {"code": code})


def code(step: int = 0) -> str:
    return rules.code_at(TOTP_SECRET, utc_now(), step)


def confirm(client: Client) -> Response:
    data = {"password": PASSWORD} | form_token(client)
    return client.post(f"{SECURITY}/xac-nhan", data=data)


@pytest.fixture
def operator(session: Session) -> User:
    """With an app; the browser has not signed in."""
    operator = make_operator(session)
    factors.keep_app(session, operator, TOTP_SECRET)
    return operator


def test_password_then_code_open_the_page_that_asked(client: Client, operator: User) -> None:
    asked = sign_in(client, operator, "/dieu-hanh/lo").headers["location"]
    assert asked == f"{STEP}?tiep=/dieu-hanh/lo"
    before = client.cookies["ng"]
    assert prove(client, code(), asked).headers["location"] == "/dieu-hanh/lo"
    assert client.cookies["ng"] != before
    assert client.get("/dieu-hanh/lo").status_code == 200


@pytest.mark.parametrize("path", ["/dieu-hanh", "/tai-khoan", SECURITY, "/tai-khoan/mat-khau"])
def test_the_password_alone_opens_nothing(client: Client, operator: User, path: str) -> None:
    half_signed_in(client, operator)
    assert client.get(path).headers["location"] == f"{STEP}?tiep={path}"


def test_a_wrong_code_is_said_beside_the_field(client: Client, operator: User) -> None:
    half_signed_in(client, operator)
    answer = prove(client, "000000")
    assert answer.status_code == 422
    assert "Mã chưa đúng" in answer.text
    assert client.get("/dieu-hanh").status_code == 303


def test_a_shopper_with_an_app_has_two_steps_too(client: Client, session: Session) -> None:
    shopper = make_user(session)
    factors.keep_app(session, shopper, TOTP_SECRET)
    assert sign_in(client, shopper).headers["location"] == STEP
    assert client.get("/tai-khoan").status_code == 303
    prove(client, code())
    assert client.get("/tai-khoan").status_code == 200


def test_a_recovery_code_stands_in_once(visit: Callable[[], Client], operator: User) -> None:
    one, other = visit(), visit()
    spare = factors.issue_recovery_codes(one.session, operator)[0]
    assert prove(half_signed_in(one, operator), spare).status_code == 303
    assert prove(half_signed_in(other, operator), spare).status_code == 422


def test_a_guest_signs_in_first_and_somebody_signed_in_goes_on(
    client: Client, operator: User
) -> None:
    assert client.get(STEP).headers["location"].startswith("/dang-nhap?")
    assert client.post(STEP).status_code in {303, 403}
    signed_in(client, operator)
    assert client.get(f"{STEP}?tiep=/dieu-hanh").headers["location"] == "/dieu-hanh"


def desk_pages() -> list[str]:
    routes = iter_route_contexts(create_app().routes)
    paths = {route.path for route in routes if route.path and "GET" in (route.methods or ())}
    return sorted(path for path in paths if path.startswith("/dieu-hanh"))


@pytest.mark.parametrize("role", sorted(rules.NEED_SECOND_FACTOR))
def test_whoever_decides_about_others_enrols_before_the_desk_opens(
    client: Client, session: Session, role: Role
) -> None:
    half_signed_in(client, make_user(session, role=role))
    for path in desk_pages():
        answer = client.get(re.sub(r"\{\w+\}", "0" * 32, path))
        assert answer.status_code == 403 or answer.headers["location"] == SECURITY, path
    assert "Mời bật xác thực hai lớp" in client.get(SECURITY).text


def test_readers_of_the_desk_may_go_without(client: Client, session: Session) -> None:
    half_signed_in(client, make_user(session, role=Role.MODERATOR))
    assert client.get("/dieu-hanh").status_code == 200


def test_an_app_is_enrolled_by_its_symbol_and_code(client: Client, session: Session) -> None:
    operator = make_operator(session)
    half_signed_in(client, operator)
    page = client.get(APP).text
    offer = page.split('name="offer" value="')[1].split('"')[0]
    secret = page.split("secret=")[1].split("&")[0]
    assert "<svg" in page
    assert rules.spaced(secret) in page
    assert client.get(APP).headers["cache-control"] == "no-store"
    data = {"offer": offer, "code": rules.code_at(secret, utc_now())} | form_token(client)
    assert client.post(APP, data=data).headers["location"] == CODES
    assert client.post(APP, data=data).status_code == 303  # a second click
    assert client.get("/dieu-hanh").status_code == 200
    shown = client.post(CODES, data=form_token(client))
    assert shown.headers["cache-control"] == "no-store"
    assert len(re.findall(r"<li>[0-9A-Z]{5}-[0-9A-Z]{5}</li>", shown.text)) == 10


def test_a_wrong_first_code_keeps_the_symbol(client: Client, session: Session) -> None:
    half_signed_in(client, make_user(session))
    page = client.get(APP).text
    offer = page.split('name="offer" value="')[1].split('"')[0]
    answer = client.post(APP, data={"offer": offer, "code": "12"} | form_token(client))
    assert answer.status_code == 422
    assert page.split("secret=")[1].split("&")[0] in answer.text
    assert session.exec(select(TotpSecret)).all() == []


def test_an_offer_made_for_somebody_else_is_refused(client: Client, session: Session) -> None:
    offer = factors.offer_app(make_user(session))
    half_signed_in(client, make_user(session))
    answer = client.post(APP, data={"offer": offer, "code": "123456"} | form_token(client))
    assert answer.status_code == 422
    assert "Biểu mẫu đã cũ" in answer.text


@pytest.mark.parametrize("path", [APP, f"{APP}/go", KEY, f"{KEY}/bat-dau", f"{KEY}/go", CODES])
def test_factors_change_only_after_the_password_once_more(
    client: Client, operator: User, path: str
) -> None:
    signed_in(client, operator)
    answer = client.post(path, data=form_token(client))
    assert answer.headers["location"] == f"{SECURITY}/xac-nhan?tiep={SECURITY}"
    assert queries.factors(client.session, operator.id).app_since is not None
    assert confirm(client).headers["location"] == SECURITY
    assert "xac-nhan" not in client.post(path, data=form_token(client)).headers.get("location", "")


def test_a_wrong_password_confirms_nothing(client: Client, operator: User) -> None:
    signed_in(client, operator)
    data = {"password": "sai", "tiep": APP} | form_token(client)
    answer = client.post(f"{SECURITY}/xac-nhan", data=data)
    assert answer.status_code == 422
    assert f'value="{APP}"' in answer.text
    assert client.get(APP).status_code == 303


def test_a_confirmation_leads_nowhere_else(client: Client, operator: User) -> None:
    signed_in(client, operator)
    data = {"password": PASSWORD, "tiep": "//evil.example"} | form_token(client)
    assert client.post(f"{SECURITY}/xac-nhan", data=data).headers["location"] == SECURITY


def test_an_operators_last_factor_stays(client: Client, operator: User) -> None:
    signed_in(client, operator)
    confirm(client)
    answer = client.post(f"{APP}/go", data=form_token(client))
    assert answer.status_code == 409
    assert "cần xác thực hai lớp" in answer.text
    assert queries.factors(client.session, operator.id).app_since is not None


def test_passkeys_are_not_offered_at_a_bare_address(client: Client, operator: User) -> None:
    signed_in(client, operator)
    confirm(client)
    assert "chưa dùng được khóa" in client.get(KEY).text
    assert client.post(f"{KEY}/bat-dau", data=form_token(client)).status_code == 404


def test_a_passkey_is_enrolled_and_signs_in(visit: Callable[[], Client], session: Session) -> None:
    user, key = make_user(session), Authenticator(origin="http://localhost")
    client = half_signed_in(visit(), user)
    client.headers["host"] = "localhost"
    options = client.post(f"{KEY}/bat-dau", data=form_token(client)).text
    made = {"name": "<script>", "credential": key.make(options)} | form_token(client)
    assert client.post(KEY, data=made).headers["location"] == CODES
    page = client.get(SECURITY).text
    assert "&lt;script&gt;" in page

    other = half_signed_in(visit(), user)
    other.headers["host"] = "localhost"
    token = dict(re.findall(r'name="(_token)" value="([^"]*)"', other.get(STEP).text))
    options = other.post(f"{STEP}/khoa", data=token).text
    signed = token | {"credential": key.sign(options), "tiep": "/tai-khoan"}
    assert other.post(STEP, data=signed).headers["location"] == "/tai-khoan"
    assert other.get("/tai-khoan").status_code == 200


def test_nobody_removes_a_strangers_key(visit: Callable[[], Client], session: Session) -> None:
    client = half_signed_in(visit(), make_user(session))
    for handle in ("", "0" * 20, "x" * 40):
        answer = client.post(f"{KEY}/go", data={"handle": handle} | form_token(client))
        assert answer.status_code == 404


def test_changing_a_factor_ends_other_browsers(
    visit: Callable[[], Client], session: Session
) -> None:
    user = make_user(session)
    here, elsewhere = half_signed_in(visit(), user), half_signed_in(visit(), user)
    page = here.get(APP).text
    offer = page.split('name="offer" value="')[1].split('"')[0]
    secret = page.split("secret=")[1].split("&")[0]
    data = {"offer": offer, "code": rules.code_at(secret, utc_now())} | form_token(here)
    here.post(APP, data=data)
    assert here.get("/tai-khoan").status_code == 200
    assert elsewhere.get("/tai-khoan").headers["location"].startswith("/dang-nhap?")
    assert len(session.exec(select(UserSession).where(UserSession.user_id == user.id)).all()) == 2
