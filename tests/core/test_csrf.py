import pytest
from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient
from starlette.datastructures import Headers
from starlette.requests import Request

from app.core import problems
from app.core.csrf import SameOriginWrites, require_token, same_origin, token


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "https://shop.example"}, False),
        ({"origin": "https://shop.example"}, True),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "https://shop.example.evil.example"}, False),
        ({"origin": "null"}, False),
        ({}, True),  # no browser at all
    ],
)
def test_what_counts_as_our_own_page(headers: dict[str, str], *, allowed: bool) -> None:
    assert same_origin(Headers({"host": "shop.example", **headers})) is allowed


def request(cookie: str = "", **headers: str) -> Request:
    sent = {"cookie": cookie, **headers} if cookie else headers
    raw = [(name.encode(), value.encode()) for name, value in sent.items()]
    return Request({"type": "http", "method": "POST", "headers": raw})


def test_a_token_belongs_to_one_visitor() -> None:
    assert token(request("ng=a")) == token(request("ng=a")) != token(request("ng=b"))
    assert token(request()) == ""


def test_a_session_counts_before_a_basket() -> None:
    assert token(request("ng=a; ng-gio=b")) == token(request("ng=a")) != token(request("ng-gio=b"))


@pytest.fixture
def browser() -> TestClient:
    app = FastAPI()
    problems.install(app)
    app.add_api_route(
        "/", lambda: "ok", methods=["GET", "POST"], dependencies=[Depends(require_token)]
    )
    app.add_api_route("/payments/vnpay/notices", lambda: "ok", methods=["POST"])
    app.add_middleware(SameOriginWrites, exempt=("/payments/",))
    return TestClient(app, cookies={"ng": "a"})


def test_a_form_with_its_token_is_taken(browser: TestClient) -> None:
    right = token(request("ng=a"))
    assert browser.post("/", data={"_token": right}).status_code == 200
    assert browser.post("/", headers={"x-form-token": right}).status_code == 200


@pytest.mark.parametrize("sent", ["", "wrong", "chè"])
def test_a_form_without_it_is_refused_in_words(browser: TestClient, sent: str) -> None:
    answer = browser.post("/", data={"_token": sent})
    assert answer.status_code == 403
    assert "Biểu mẫu đã cũ" in answer.text


def test_reading_needs_no_token(browser: TestClient) -> None:
    assert browser.get("/", headers={"sec-fetch-site": "cross-site"}).status_code == 200


def test_another_sites_page_may_not_write_except_where_no_cookie_counts(
    browser: TestClient,
) -> None:
    foreign = {"sec-fetch-site": "cross-site"}
    assert browser.post("/", headers=foreign).status_code == 403
    assert browser.post("/payments/vnpay/notices", headers=foreign).status_code == 200


def test_a_visitor_without_cookies_has_nothing_to_misuse(browser: TestClient) -> None:
    browser.cookies.clear()
    assert browser.post("/").status_code == 200
