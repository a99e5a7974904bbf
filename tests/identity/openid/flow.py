"""A browser's way to a provider and back."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from httpx2 import Response

from tests.conftest import Client
from tests.peers import Peer


def know(provider: Peer, sub: str, **claims: Any) -> None:
    """Tells the provider about somebody."""
    httpx.put(f"{provider.url}/users/{sub}", json=claims).raise_for_status()


def sent_to(client: Client, door: str) -> str:
    """Where the visitor is sent, which is the provider."""
    answer = client.get(door)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def let_in(location: str, **form: str) -> str:
    """What the provider's form answers: our address, with a code or an error."""
    answer = httpx.post(location, data=form)
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


def here(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def asked(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def come_in(client: Client, door: str, sub: str) -> Response:
    """The whole way, as somebody whom the provider calls `sub`."""
    return client.get(here(let_in(sent_to(client, door), sub=sub)))
