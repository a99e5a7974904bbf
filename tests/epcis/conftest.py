"""A seller's system at the EPCIS doors, and a stranger at the same ones."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from httpx2 import Response
from sqlmodel import Session

from app.epcis.rules.schema import document_faults
from app.sellers.models import Seller
from app.tokens import rules
from app.tokens.rules import Scope
from tests.conftest import Client
from tests.factories import make_seller, make_token


@pytest.fixture(autouse=True)
def _calls_are_not_counted_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits have tests of their own."""
    monkeypatch.setattr(rules, "PER_TOKEN", 10**6)
    monkeypatch.setattr(rules, "PER_ADDRESS", 10**6)


@pytest.fixture
def seller(session: Session) -> Seller:
    return make_seller(session)


@dataclass
class Doors:
    """Calls as a system does, with a token or without one."""

    client: Client
    token: str = ""

    def call(self, method: str, path: str, **kwargs: Any) -> Response:
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= kwargs.pop("headers", {})
        return self.client.request(method, "/epcis" + path, headers=headers, **kwargs)

    def get(self, path: str, **kwargs: Any) -> Response:
        return self.call("GET", path, **kwargs)

    def post(self, path: str, body: Any = None, **kwargs: Any) -> Response:
        return self.call("POST", path, json=body, **kwargs)

    def events(self, path: str = "/events", **query: str) -> list[dict[str, Any]]:
        """Of a page that is schema-valid."""
        return events_in(self.get(path, params=query))

    def ids(self, path: str = "/events", **query: str) -> list[str]:
        return [event["eventID"] for event in self.events(path, **query)]


def events_in(response: Response) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.text
    document = response.json()
    assert document_faults(document) == []
    found: list[dict[str, Any]] = document["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    return found


def in_path(uri: str) -> str:
    return quote(uri, safe="")


Open = Callable[..., Doors]


@pytest.fixture
def doors(visit: Callable[[], Client], session: Session) -> Open:
    """`doors(seller)` for a seller's system with every right, `doors()` for a stranger."""

    def connect(seller: Seller | None = None, *scopes: Scope) -> Doors:
        client = visit()
        del client.headers["sec-fetch-site"]
        return Doors(client, make_token(session, seller, *scopes)[1] if seller else "")

    return connect
