"""What a request may be: media types, sizes, methods, clean text; and how its refusal reads."""

import json
from typing import Any

import pytest
from fastapi import Request
from httpx2 import Response

from app.core.problems import show_broken
from app.core.rest import gateway
from tests.api.calls import CONTENT, VARIANT
from tests.api.conftest import Api, World

LIST = "/seller/products"


def raw(api: Api, body: bytes, kind: str = "application/json") -> Response:
    return api.call("POST", LIST, content=body, headers={"content-type": kind})


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"nul",
        b'{"name": NaN}',
        b'{"name": "\\u0000abc"}',
        b'{"name": "\\ud800abc"}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 40 + b"1" + b"}" * 40,
        b'{"price": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_no_json_of_ours_is_malformed(api: Api, body: bytes) -> None:
    answer = raw(api, body)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (CONTENT | {"nme": "x"}, "#/nme"),
        (CONTENT | {"name": 5}, "#/name"),
        (CONTENT | {"label": {"shelf_life_days": 1.0}}, "#/label/shelf_life_days"),
        (CONTENT | {"attributes": {"taste": {"aroma": "5"}}}, "#/attributes/taste/aroma"),
        (CONTENT | {"attributes": {"taste": {"sour": 5}}}, "#/attributes/taste/sour"),
        (CONTENT | {"category": "che"}, "#/category"),
        (CONTENT | {"category": "khong-co"}, "#/category"),
        ([], "#"),
        ({}, "#/category"),
    ],
)
def test_a_wrong_field_is_named_by_a_pointer(api: Api, body: Any, pointer: str) -> None:
    answer = api.post(LIST, body)
    assert answer.status_code == 422
    said = answer.json()
    assert said["errors"][0]["pointer"] == pointer
    assert said["errors"][0]["detail"]
    assert said["instance"] == "/api/v1/seller/products"
    assert len(said["request_id"]) == 32


def test_a_wrong_parameter_is_named(api: Api) -> None:
    said = api.get("/products?sort=cheap").json()
    assert said["errors"] == [{"parameter": "sort", "detail": "Mời chọn một mục trong danh sách."}]


def test_english_addresses_are_answered_in_english(api: Api) -> None:
    answer = api.client.get("/en/api/v1/seller")
    assert answer.json()["title"] == "A valid access token is needed"
    assert answer.json()["type"] == "/en/api#unauthorised"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_media_type_is_refused(api: Api, kind: str) -> None:
    assert raw(api, b"{}", kind).status_code == 415


def test_a_patch_may_call_itself_one(api: Api, world: World) -> None:
    kind = {"content-type": "application/merge-patch+json", "if-match": "*"}
    answer = api.call("PATCH", world.path, content=b'{"summary": "Moi"}', headers=kind)
    assert answer.json()["content"]["summary"] == "Moi"


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("text/html", 406),
        ("application/json;q=0", 406),
        ("text/html, */*;q=0.1", 200),
        ("application/json", 200),
        ("application/*", 200),
    ],
)
def test_answers_are_json_or_nothing(api: Api, accept: str, status: int) -> None:
    answer = api.get("/categories", headers={"accept": accept})
    assert answer.status_code == status


def test_a_body_that_is_too_large_is_refused_whether_it_says_so_or_not(api: Api) -> None:
    whole = raw(api, b" " * (gateway.MOST_JSON + 1))
    kind = {"content-type": "application/json"}
    pieces = (b" " * 65536 for _ in range(20))
    chunked = api.call("POST", LIST, content=pieces, headers=kind)
    assert (whole.status_code, chunked.status_code) == (413, 413)
    assert chunked.headers["content-type"] == "application/problem+json"


def test_head_is_get_without_its_body(api: Api, world: World) -> None:
    got, head = api.get(world.path), api.call("HEAD", world.path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == got.headers["etag"]
    assert head.headers["content-length"] == got.headers["content-length"]


def test_options_says_what_an_address_takes(anybody: Api, world: World) -> None:
    answer = anybody.call("OPTIONS", world.path)
    assert answer.status_code == 204
    assert answer.headers["allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"
    assert "If-Match" in answer.headers["access-control-allow-headers"]
    assert anybody.call("OPTIONS", "/nothing").status_code == 404


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_another_method_is_refused_with_those_that_work(api: Api, method: str) -> None:
    answer = api.call(method, "/categories")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/nothing", "/seller/nothing", "/products/a/b/c"])
def test_an_unknown_address_is_a_problem_too(api: Api, path: str) -> None:
    answer = api.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/products/a%00b", "/products?q=%00", "/lots/%00"])
def test_an_address_that_no_text_can_hold_is_refused(api: Api, path: str) -> None:
    assert api.get(path).status_code == 422


def test_text_is_kept_composed_and_trimmed(api: Api) -> None:
    decomposed = "  Che\u0300 Ta\u0302n Cu\u031bo\u031bng  "
    said = api.post(LIST, CONTENT | {"name": decomposed}).json()
    assert said["content"]["name"] == "Chè Tân Cương"


def test_pages_of_others_may_read_what_everybody_may(anybody: Api) -> None:
    headers = {"origin": "https://example.org", "sec-fetch-site": "cross-site"}
    answer = anybody.get("/categories", headers=headers)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


def test_a_script_typed_into_a_name_stays_text_on_pages(api: Api, world: World) -> None:
    evil = "<script>alert(1)</script>"
    api.change("PATCH", f"/seller/products/{world.draft.slug}", {"name": evil, "summary": evil})
    answer = api.post(f"{world.path}/variants", VARIANT | {"name": evil})
    assert answer.status_code == 201
    assert answer.json()["name"] == evil
    assert "<script>alert" not in api.client.get(f"/san-pham/{world.product.slug}").text


@pytest.mark.parametrize(
    ("path", "said"),
    [("/api/v1/seller", "Sàn đang trục trặc"), ("/en/api/v1/seller", "Something of ours failed")],
)
def test_a_failure_of_ours_is_a_problem_that_tells_nothing(path: str, said: str) -> None:
    request = Request({"type": "http", "method": "GET", "path": path, "headers": []})
    answer = show_broken(request, ValueError("SELECT secret"))
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert json.loads(bytes(answer.body))["title"] == said
    assert b"SELECT" not in answer.body
