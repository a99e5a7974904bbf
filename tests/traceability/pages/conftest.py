"""A workshop's book, with those who open it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session

from app.core.ids import new_id
from app.sellers.models import MemberRole
from tests.conftest import Client
from tests.factories import make_member, make_operator
from tests.sessions import signed_in
from tests.traceability.journeys.workshop import Workshop, when

BOOK = "/ban-hang/so"
TOKEN = re.compile(r'name="_token" value="([^"]*)"')


@pytest.fixture
def workshop(session: Session) -> Workshop:
    return Workshop(session)


@pytest.fixture
def owner(visit: Callable[[], Client], session: Session, workshop: Workshop) -> Client:
    return signed_in(visit(), make_member(session, workshop.seller))


@pytest.fixture
def colleague(visit: Callable[[], Client], session: Session, workshop: Workshop) -> Client:
    return signed_in(visit(), make_member(session, workshop.seller, role=MemberRole.STAFF))


@pytest.fixture
def stranger(visit: Callable[[], Client], session: Session) -> Client:
    return signed_in(visit(), make_member(session))


@pytest.fixture
def operator(visit: Callable[[], Client], session: Session) -> Client:
    return signed_in(visit(), make_operator(session))


def send(client: Client, page: str, path: str, data: dict[str, Any], **headers: str) -> Any:
    """The form that `page` shows, filled in with `data`."""
    found = TOKEN.search(client.get(page).text)
    assert found
    return client.post(path, data=data | {"_token": found[1]}, headers=headers)


def picked(workshop: Workshop, **changed: str) -> dict[str, str]:
    """The screen "Hái" as it is filled in."""
    return (
        {
            "client_id": str(new_id()),
            "growing_area_id": str(workshop.area.id),
            "grams": "52,5",
            "picking_standard": "bup",
            "farmer": "Bà Nhài",
        }
        | when(0)
        | changed
    )


def write(client: Client, slug: str, data: dict[str, Any], **headers: str) -> Any:
    return send(client, f"{BOOK}/ghi/{slug}", f"{BOOK}/ghi/{slug}", data, **headers)
