"""OpenAPI says everything that can be answered, with examples that are right."""

from typing import Any

import jsonschema_rs
import pytest

from app.core.i18n import speaking
from app.core.rest.document import document, operations
from app.main import create_app
from tests.api.conftest import Api


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return document(create_app(), "vi")


def names(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["operationId"]: one for one in operations(found)}


def test_the_document_is_served_and_is_openapi_3_1(anybody: Api) -> None:
    answer = anybody.get("/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")
    assert answer.json()["servers"] == [{"url": "/"}]


def test_every_operation_says_what_it_is_for_and_what_can_go_wrong(
    described: dict[str, Any],
) -> None:
    for name, one in names(described).items():
        assert one["summary"], name
        assert len(one["tags"]) == 1, name
        refused = {status for status in one["responses"] if int(status) >= 400}
        assert {"406", "422", "429"} <= refused, name
        if "security" in one:
            assert {"401", "403"} <= refused, name
            assert one["x-scope"] in one["description"], name
        for status in refused:
            shown = one["responses"][status]["content"]["application/problem+json"]
            assert shown["example"]["status"] == int(status)


def test_every_example_is_valid(described: dict[str, Any]) -> None:
    checked = 0
    for name, one in names(described).items():
        contents = [one.get("requestBody", {}).get("content", {})]
        contents += [response.get("content", {}) for response in one["responses"].values()]
        for kind, content in (pair for each in contents for pair in each.items()):
            if kind == "multipart/form-data":
                continue
            whole = content["schema"] | {"components": described["components"]}
            try:
                jsonschema_rs.validate(whole, content["example"])
            except jsonschema_rs.ValidationError as error:
                raise AssertionError(f"{name}: {error}") from error
            checked += 1
    assert checked > 300


def test_writes_may_be_repeated_and_changes_name_what_they_change(
    described: dict[str, Any],
) -> None:
    for path, methods in described["paths"].items():
        for method, one in methods.items():
            headers = {each["name"]: each for each in one.get("parameters", [])}
            assert ("Idempotency-Key" in headers) == (method != "get"), (method, path)
            if method in {"put", "patch"} and not path.endswith("/pause"):
                assert headers["If-Match"]["required"], path


def test_english_is_complete(described: dict[str, Any]) -> None:
    with speaking("en"):
        english = names(document(create_app(), "en"))
    for name, one in names(described).items():
        assert english[name]["summary"] != one["summary"], name
        assert english[name]["operationId"] == one["operationId"]


def test_operation_ids_stay_what_they_are(described: dict[str, Any]) -> None:
    """Clients are generated from them."""
    from tests.api.calls import CALLS  # noqa: PLC0415

    assert list(names(described)) == sorted(names(described), key=list(names(described)).index)
    assert set(names(described)) == set(CALLS)


def test_the_page_shows_every_operation(anybody: Api, described: dict[str, Any]) -> None:
    page = anybody.client.get("/api").text
    for path in described["paths"]:
        assert path.removeprefix("/api/v1") in page
    english = anybody.client.get("/en/api").text
    assert "Read orders, with buyers" in english
    assert 'id="not-found"' in page
