"""What a provider, or somebody between, could say that must not be believed."""

from time import time
from typing import Any

import pytest
from joserfc.jwk import RSAKey
from sqlmodel import Session, select

from app.identity.models import User
from app.identity.service.openid import provider as talk
from tests.conftest import Client
from tests.identity.openid.conftest import Open
from tests.identity.openid.flow import asked, sent_to
from tests.identity.openid.forger import Forger


def come_in(client: Client, forger: Forger, door: str, **more: str) -> int:
    query = asked(sent_to(client, door))
    forger.nonce = forger.nonce or query["nonce"]
    came = {"code": "c", "state": query["state"], **more}
    return client.get(f"{door}/tro-lai", params=came).status_code


def test_what_is_right_is_believed(client: Client, forger: Forger, open_door: Open) -> None:
    door = open_door(forger.url)
    assert come_in(client, forger, door, iss=forger.url) == 303
    _, form, said = next(one for one in forger.asked if one[0] == "/token")
    assert said.startswith("Basic ")
    assert len(form["code_verifier"][0]) >= 43
    assert form["grant_type"] == ["authorization_code"]


def test_a_secret_goes_into_the_form_where_a_provider_wants_that(
    client: Client, forger: Forger, open_door: Open
) -> None:
    assert come_in(client, forger, open_door(forger.url, sends_secret_in="form")) == 303
    _, form, said = next(one for one in forger.asked if one[0] == "/token")
    assert (form["client_secret"], said) == (["between us"], "")


BENT: dict[str, dict[str, Any]] = {
    "wrong nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "expired": {"exp": int(time()) - 3600, "iat": int(time()) - 7200},
    "never expires": {"exp": None},
    "not yet": {"nbf": int(time()) + 3600},
    "other issuer": {"iss": "https://evil.example"},
    "other audience": {"aud": "somebody-else"},
    "audience of many": {"aud": ["nguyen-goc", "somebody-else"]},
    "for another party": {"azp": "somebody-else"},
    "nobody": {"sub": None},
    "empty subject": {"sub": ""},
    "long subject": {"sub": "x" * 300},
    "number for a subject": {"sub": 7},
}


@pytest.mark.parametrize("what", BENT)
def test_a_token_that_is_not_for_this_attempt_is_not_believed(
    client: Client, session: Session, forger: Forger, open_door: Open, what: str
) -> None:
    said = BENT[what]
    forger.bend = lambda claims: {k: v for k, v in (claims | said).items() if v is not None}
    assert come_in(client, forger, open_door(forger.url)) == 400
    assert session.exec(select(User)).all() == []


def tampered(token: str) -> str:
    head, body, signature = token.split(".")
    return ".".join([head, body[:-4] + "AAAA", signature])


def signed(forger: Forger, claims: dict[str, Any], how: str) -> str:
    good = forger.signed(claims)
    return {
        "tampered": tampered(good),
        "cut": good.rpartition(".")[0] + ".",
        "stranger's key": forger.signed(claims, STRANGER),
        "unknown key": forger.signed(claims, kid="two"),
        "public key as a secret": forger.signed_with_public_key(claims),
        "not signed": "eyJhbGciOiJub25lIn0." + good.split(".")[1] + ".",
        "empty": "",
    }[how]


STRANGER = RSAKey.generate_key(2048)
FALSE_KEYS = ("stranger's key", "unknown key", "public key as a secret")


@pytest.mark.parametrize("how", [*FALSE_KEYS, "tampered", "cut", "not signed", "empty"])
def test_a_token_that_the_provider_did_not_sign_is_not_believed(
    client: Client, session: Session, forger: Forger, open_door: Open, how: str
) -> None:
    forger.sign = lambda claims: signed(forger, claims, how)
    assert come_in(client, forger, open_door(forger.url)) == 400
    assert session.exec(select(User)).all() == []


def test_a_clock_may_differ_by_a_minute(client: Client, forger: Forger, open_door: Open) -> None:
    soon = int(time()) + 40
    forger.bend = lambda claims: claims | {"iat": soon, "nbf": soon}
    assert come_in(client, forger, open_door(forger.url)) == 303


def test_a_provider_changes_its_key(
    client: Client, forger: Forger, open_door: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = open_door(forger.url)
    assert come_in(client, forger, door) == 303
    client.cookies.clear()
    forger.nonce = ""
    forger.key = forger.published = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})
    forger.sign = lambda claims: forger.signed(claims, kid="two")
    assert come_in(client, forger, door) == 400  # asked less than half a minute ago
    monkeypatch.setattr(talk, "ASKED_AGAIN_AFTER", 0.0)
    forger.nonce = ""
    assert come_in(client, forger, door) == 303
    assert sum(path == "/jwks" for path, _, _ in forger.asked) == 2


def test_another_issuers_answer_does_not_pass(
    client: Client, forger: Forger, open_door: Open
) -> None:
    assert come_in(client, forger, open_door(forger.url), iss="https://evil.example") == 400


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"padding": "x" * 1_100_000},
    ],
)
def test_a_document_that_leads_astray_closes_the_door(
    client: Client, forger: Forger, open_door: Open, metadata: dict[str, Any]
) -> None:
    forger.metadata = metadata
    assert client.get(open_door(forger.url)).status_code == 502


def test_what_the_token_leaves_out_is_asked_for(
    client: Client, session: Session, forger: Forger, open_door: Open
) -> None:
    forger.userinfo = {"sub": forger.subject} | forger.phone
    forger.phone = {}
    assert come_in(client, forger, open_door(forger.url)) == 303
    assert [user.phone for user in session.exec(select(User))] == ["+84912000001"]
    assert ("/me", {}, "Bearer at") in forger.asked


def test_what_is_told_of_somebody_else_is_not_believed(
    client: Client, session: Session, forger: Forger, open_door: Open
) -> None:
    forger.userinfo = {"sub": "another"} | forger.phone
    forger.phone = {}
    assert come_in(client, forger, open_door(forger.url)) == 400
    assert session.exec(select(User)).all() == []


def test_what_a_provider_says_comes_out_escaped(
    client: Client, forger: Forger, open_door: Open
) -> None:
    forger.bend = lambda claims: claims | {"name": "<script>alert(1)</script>"}
    assert come_in(client, forger, open_door(forger.url)) == 303
    page = client.get("/tai-khoan").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_crowd_does_not_take_every_thread(
    client: Client, forger: Forger, open_door: Open
) -> None:
    door = open_door(forger.url)
    for _ in range(3):
        assert talk.AT_ONCE.acquire(blocking=False)
    try:
        assert client.get(door).status_code == 502
    finally:
        talk.AT_ONCE.release(3)
    assert client.get(door).status_code == 303
