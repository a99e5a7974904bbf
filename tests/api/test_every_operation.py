"""Every operation, by its owner, by somebody else, without the right, and without a token."""

from collections.abc import Callable
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import Connection
from sqlmodel import Session

from app.core.rest.document import api_routes, document, operations
from app.main import create_app
from app.tokens.rules import Scope
from tests.api.calls import CALLS, NEEDS_AREA, NEEDS_SKU
from tests.api.conftest import Api, Open, World
from tests.conftest import Client
from tests.factories import make_member, make_seller
from tests.sessions import signed_in


@pytest.fixture(scope="session")
def described() -> dict[str, dict[str, Any]]:
    return {one["operationId"]: one for one in operations(document(create_app(), "vi"))}


def ask(api: Api, world: World, name: str) -> Response:
    call = CALLS[name]
    names = world.names | {
        "seller": world.seller.slug,
        "draft": world.draft.slug,
        "order": world.order,
        "lot": world.lot.code,
        "draft_lot": world.draft_lot.code,
    }
    body = call.body
    if body is not None and name in NEEDS_SKU:
        body = body | {"sku": world.variant.sku, "growing_area": world.area.name}
    if body is not None and name in NEEDS_AREA:
        body = body | {"growing_area": world.area.name}
    headers = {"if-match": "*"} if call.method in {"PUT", "PATCH", "DELETE"} else {}
    path = call.path.format(**names)
    sent = {"files": call.files} if call.files else {"json": body}
    return api.call(call.method, path, headers=headers, **sent)


def test_every_operation_has_a_call_here(described: dict[str, Any]) -> None:
    assert set(described) == set(CALLS)


def test_the_owner_is_answered(
    api: Api, world: World, connection: Connection, described: dict[str, dict[str, Any]]
) -> None:
    wrong = []
    for name, call in CALLS.items():
        with connection.begin_nested() as tried:
            answer = ask(api, world, name)
            tried.rollback()
        if answer.status_code != call.status:
            wrong.append(f"{name}: {answer.status_code}, not {call.status}: {answer.text}")
        assert str(answer.status_code) in described[name]["responses"]
    assert not wrong, "\n".join(wrong)


def test_nobody_elses_row_exists(system: Open, world: World, session: Session) -> None:
    rival = system(make_seller(session))
    wrong = []
    for name, call in CALLS.items():
        answer = ask(rival, world, name)
        if answer.status_code != call.strange:
            wrong.append(f"{name}: {answer.status_code}, not {call.strange}: {answer.text}")
    assert not wrong, "\n".join(wrong)
    session.refresh(world.product)
    assert (world.product.version, world.product.status) == (1, "approved")


def test_a_token_does_what_it_is_for_and_no_more(
    system: Open, world: World, described: dict[str, dict[str, Any]]
) -> None:
    without = {each: system(world.seller, *(set(Scope) - {each})) for each in Scope}
    for name, one in described.items():
        if "x-scope" in one:
            answer = ask(without[Scope(one["x-scope"])], world, name)
            assert answer.status_code == 403, name
            assert f'scope="{one["x-scope"]}"' in answer.headers["www-authenticate"]


def test_one_right_is_enough_for_what_it_opens(
    system: Open, world: World, connection: Connection, described: dict[str, dict[str, Any]]
) -> None:
    only = {each: system(world.seller, each) for each in Scope}
    for name, one in described.items():
        if "x-scope" in one:
            with connection.begin_nested() as tried:
                answer = ask(only[Scope(one["x-scope"])], world, name)
                tried.rollback()
            assert answer.status_code == CALLS[name].status, name


def test_without_a_token_only_public_reads_are_answered(
    anybody: Api, world: World, described: dict[str, dict[str, Any]]
) -> None:
    for name, one in described.items():
        answer = ask(anybody, world, name)
        public = "public" in one["tags"]
        assert answer.status_code == (200 if public else 401), (name, answer.text)
        if not public:
            assert answer.headers["www-authenticate"].startswith("Bearer")
            assert answer.headers["content-type"] == "application/problem+json"


def test_a_browsers_cookie_opens_nothing(
    visit: Callable[[], Client], session: Session, world: World
) -> None:
    browser = signed_in(visit(), make_member(session, world.seller))
    assert browser.get("/api/v1/seller").status_code == 401


def test_every_address_of_the_api_is_in_the_document(described: dict[str, Any]) -> None:
    assert {route.operation_id for route in api_routes(create_app())} == set(described)
