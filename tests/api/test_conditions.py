"""Nobody writes over what they have not seen, and nobody reads twice what did not change."""

from typing import Any

import pytest

from tests.api.calls import CONTENT
from tests.api.conftest import Api, World


def test_a_strong_tag_names_the_bytes_and_nothing_else(api: Api, world: World) -> None:
    first, again = api.get(world.path), api.get(world.path)
    assert first.headers["etag"] == again.headers["etag"]
    assert not first.headers["etag"].startswith("W/")
    api.change("PATCH", world.path, {"summary": "Khác."})
    assert api.get(world.path).headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize("form", ["{}", "W/{}", '"x", {}', "*"])
def test_what_the_client_has_already_is_not_sent_again(api: Api, form: str) -> None:
    tag = api.get("/categories").headers["etag"]
    answer = api.get("/categories", headers={"if-none-match": form.format(tag)})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == tag
    assert "ratelimit" in answer.headers


def test_another_tag_gets_the_whole_answer(api: Api) -> None:
    assert api.get("/categories", headers={"if-none-match": '"x"'}).status_code == 200


def change(api: Api, world: World, headers: dict[str, str]) -> Any:
    return api.call("PUT", world.path, json=CONTENT, headers=headers)


def test_a_change_names_what_it_changes(api: Api, world: World) -> None:
    answer = change(api, world, {})
    assert answer.status_code == 428
    assert answer.json()["type"] == "/api#condition-missing"


def test_a_change_of_what_somebody_else_changed_is_refused(api: Api, world: World) -> None:
    seen = api.get(world.path).headers["etag"]
    assert change(api, world, {"if-match": seen}).status_code == 200
    late = change(api, world, {"if-match": seen})
    assert late.status_code == 412
    now = api.get(world.path).headers["etag"]
    assert change(api, world, {"if-match": f'"old", {now}'}).status_code == 200


@pytest.mark.parametrize("wrong", ["", "x", '"x"', "W/{}", "W/*"])
def test_what_is_no_strong_tag_of_it_never_matches(api: Api, world: World, wrong: str) -> None:
    seen = api.get(world.path).headers["etag"]
    assert change(api, world, {"if-match": wrong.format(seen)}).status_code == 412


def test_an_order_that_was_sold_meanwhile_is_seen_by_whoever_counts_stock(
    api: Api, world: World
) -> None:
    """The tag of a variant changes with its stock, which orders change too."""
    path = f"{world.path}/variants/{world.variant.sku}"
    seen = api.get(path).headers["etag"]
    world.variant.on_hand -= 1
    late = api.change("PATCH", path, {"on_hand": 50}, headers={"if-match": seen})
    assert late.status_code == 412
    assert api.get(path).json()["on_hand"] == 9


def test_a_step_of_an_order_may_name_what_was_seen(api: Api, world: World) -> None:
    path = f"/seller/orders/{world.order}"
    seen = api.get(path).headers["etag"]
    assert api.post(f"{path}/confirmation", headers={"if-match": '"x"'}).status_code == 412
    assert api.post(f"{path}/confirmation", headers={"if-match": seen}).status_code == 200
    assert api.post(f"{path}/confirmation").status_code == 200  # it is so already
