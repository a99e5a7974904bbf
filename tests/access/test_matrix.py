"""Every route and method, tried by everybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.routing import iter_route_contexts
from sqlalchemy import Connection
from sqlmodel import Session

from app.core.config import settings
from app.core.csrf import FIELD
from app.identity.deps import PLAIN_COOKIE
from app.identity.models import User
from app.main import create_app
from tests.access.people import PEOPLE, make_people
from tests.access.table import PARTS
from tests.access.world import Typed, Values, address, build, typed
from tests.conftest import Client
from tests.factories import make_seller
from tests.sessions import form_token, signed_in

ROWS = {key: said for part in PARTS.values() for key, said in part.items()}
WRITES = {"POST", "PUT", "PATCH", "DELETE"}


def routes() -> set[str]:
    """`"GET /tim"`, of every route and method of the application."""
    contexts = iter_route_contexts(create_app().routes)
    return {f"{method} {one.path}" for one in contexts for method in one.methods or () if one.path}


def expected(said: str) -> dict[str, set[str]]:
    """Answers by person, of a row of the table."""
    parts = [part.split() for part in said.split("|")]
    named = {name: set(words[-1].split("/")) for words in parts for name in words[:-1]}
    otherwise = named.pop("else", None)
    assert set(named) <= set(PEOPLE), said
    assert otherwise or set(named) == set(PEOPLE), said
    return {name: named.get(name, otherwise or set()) for name in PEOPLE}


def test_every_route_and_method_has_its_row_and_every_row_its_route() -> None:
    assert sum(map(len, PARTS.values())) == len(ROWS), "a route stands twice"
    assert routes() - set(ROWS) == set(), "say who may open these"
    assert set(ROWS) - routes() == set(), "these routes are gone"


@dataclass(frozen=True)
class Tried:
    """The shop's doors and those who try them; what a try changes is undone."""

    client: Client
    connection: Connection
    cookies: dict[str, tuple[str, dict[str, str]]]
    values: Values
    typed: Typed

    def answer(self, person: str, row: str) -> str:
        """To a row of the table, sent with what is typed for it."""
        method, route = row.split()
        return self.ask(person, method, address(route, self.values), self.typed.get(row, {}))

    def ask(self, person: str, method: str, path: str, fields: dict[str, str]) -> str:
        token, form = self.cookies[person]
        self.client.cookies.clear()
        if token:
            self.client.cookies.set(PLAIN_COOKIE, token, domain="127.0.0.1")
        undone = self.connection.begin_nested()
        response = self.client.request(
            method, path, data=form | fields if method in WRITES else None
        )
        undone.rollback()
        to_sign_in = response.headers.get("location", "").startswith("/dang-nhap?tiep=")
        return "in" if to_sign_in else str(response.status_code)


@pytest.fixture
def tried(
    client: Client,
    session: Session,
    connection: Connection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Tried]:
    monkeypatch.setattr(settings, "var_dir", tmp_path)
    seller = make_seller(session)
    people = make_people(session, seller)
    values = build(session, seller, people)
    cookies = {name: _signed_in(client, user) for name, user in people.items()}
    yield Tried(client, connection, cookies, values, typed(session, seller, people))
    client.cookies.clear()


def _signed_in(client: Client, user: User | None) -> tuple[str, dict[str, str]]:
    """The session's cookie and the forms' token."""
    if user is None:
        return "", {FIELD: ""}
    token = signed_in(client, user).cookies[PLAIN_COOKIE]
    return token, form_token(client)


@pytest.mark.parametrize("part", PARTS)
def test_everybody_gets_the_answer_of_the_table(tried: Tried, part: str) -> None:
    wrong = []
    for row, said in PARTS[part].items():
        for person, answers in expected(said).items():
            if (got := tried.answer(person, row)) not in answers:
                wrong.append(f"{row}: {person} got {got}, not {'/'.join(sorted(answers))}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("person", ["guest", "administrator"])
def test_a_method_that_no_route_offers_is_refused(tried: Tried, person: str) -> None:
    offered = routes()
    wrong = []
    for route in sorted({row.split()[1] for row in offered}):
        path = address(route, tried.values)
        for method in sorted(WRITES):
            if not any(_fits(path, method, row) for row in offered):
                got = tried.ask(person, method, path, {})
                wrong += [f"{method} {path}: {got}"] if got != "405" else []
    assert not wrong, "\n".join(wrong)


def _fits(path: str, method: str, row: str) -> bool:
    """Whether a route with this method could take this very address."""
    offered, route = row.split()
    return offered == method and _alike(route, path)


def _alike(route: str, path: str) -> bool:
    parts, asked = route.split("/"), path.split("/")
    if len(parts) != len(asked):
        return False
    pairs = zip(parts, asked, strict=True)
    return all(part.startswith("{") or part == word for part, word in pairs)
