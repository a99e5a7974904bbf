"""Passkeys, by a key made of software: what is taken, and everything that is not."""

import json
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from app.core.db import utc_now
from app.core.errors import Conflict, NotFound
from app.identity import queries, service
from app.identity.models import Passkey, User, UserSession
from app.identity.rules import RelyingParty
from app.identity.service import factors
from app.identity.service.factors import WrongPasskey
from tests.factories import make_operator, make_user
from tests.identity.authenticator import ORIGIN, PARTY, Authenticator

SHOP = RelyingParty(PARTY, ORIGIN)
NAME = "Điện thoại"


def opened(session: Session, user: User) -> UserSession:
    token = service.start_session(session, user)
    session.flush()
    return session.get_one(UserSession, service.token_hash(token))


def enrol(session: Session, user: User, key: Authenticator) -> UserSession:
    browser = opened(session, user)
    answer = key.make(factors.registration_options(session, user, browser, SHOP))
    session.flush()
    factors.enrol_passkey(session, user, browser, SHOP, credential=answer, name=NAME)
    session.flush()
    return browser


def options(session: Session, user: User, browser: UserSession) -> str:
    asked = factors.assertion_options(session, user, browser, SHOP)
    session.flush()
    return asked


def test_a_key_is_enrolled_and_then_signs(session: Session) -> None:
    user, key = make_user(session), Authenticator()
    browser = enrol(session, user, key)
    assert user.has_second_factor
    asked = options(session, user, browser)
    assert json.loads(asked)["allowCredentials"][0]["transports"] == ["internal", "hybrid"]
    assert json.loads(asked)["userVerification"] == "required"
    factors.use_passkey(session, user, browser, SHOP, key.sign(asked))
    (kept,) = queries.passkeys(session, user.id)
    assert (kept.name, kept.used_at is not None) == (NAME, True)


def test_a_challenge_is_answered_once(session: Session) -> None:
    user, key = make_user(session), Authenticator()
    browser = enrol(session, user, key)
    answer = key.sign(options(session, user, browser))
    factors.use_passkey(session, user, browser, SHOP, answer)
    with pytest.raises(WrongPasskey):
        factors.use_passkey(session, user, browser, SHOP, answer)


def test_a_wrong_answer_uses_the_challenge_up_too(session: Session) -> None:
    user, key = make_user(session), Authenticator()
    browser = enrol(session, user, key)
    asked = options(session, user, browser)
    for answer in ("{}", key.sign(asked)):
        with pytest.raises(WrongPasskey):
            factors.use_passkey(session, user, browser, SHOP, answer)
        session.flush()


def test_a_challenge_ends_after_minutes_and_is_of_one_browser(session: Session) -> None:
    user, key = make_user(session), Authenticator()
    browser = enrol(session, user, key)
    late = key.sign(options(session, user, browser))
    browser.challenge_until = utc_now() - timedelta(seconds=1)
    session.flush()
    with pytest.raises(WrongPasskey):
        factors.use_passkey(session, user, browser, SHOP, late)
    elsewhere = key.sign(options(session, user, opened(session, user)))
    options(session, user, browser)
    with pytest.raises(WrongPasskey):
        factors.use_passkey(session, user, browser, SHOP, elsewhere)


def test_a_counter_that_goes_back_is_a_copy(session: Session) -> None:
    user, key = make_user(session), Authenticator(count=7)
    browser = enrol(session, user, key)
    factors.use_passkey(session, user, browser, SHOP, key.sign(options(session, user, browser)))
    assert queries.passkeys(session, user.id)[0].sign_count == 8
    key.count = 4
    with pytest.raises(WrongPasskey):
        factors.use_passkey(session, user, browser, SHOP, key.sign(options(session, user, browser)))


@pytest.mark.parametrize(
    "key", [Authenticator(verifies=False), Authenticator(origin="https://evil.example")]
)
def test_an_unverified_user_and_another_sites_page_are_refused(
    session: Session, key: Authenticator
) -> None:
    user = make_user(session)
    with pytest.raises(WrongPasskey):
        enrol(session, user, key)
    assert not user.has_second_factor
    assert queries.passkeys(session, user.id) == []


def test_a_key_signs_for_its_owner_alone(session: Session) -> None:
    owner, stranger = make_user(session), make_user(session)
    key, other = Authenticator(), Authenticator()
    enrol(session, owner, key)
    browser = enrol(session, stranger, other)
    answer = key.sign(options(session, stranger, browser))
    with pytest.raises(WrongPasskey):
        factors.use_passkey(session, stranger, browser, SHOP, answer)


def test_a_key_that_is_enrolled_is_not_enrolled_again_by_anybody(session: Session) -> None:
    user, key = make_user(session), Authenticator()
    enrol(session, user, key)
    for person in (user, make_user(session)):
        with pytest.raises(WrongPasskey):
            enrol(session, person, key)


def test_only_its_owner_removes_a_key_and_an_operator_keeps_the_last(session: Session) -> None:
    operator, stranger = make_operator(session), make_user(session)
    browser = enrol(session, operator, Authenticator())
    (kept,) = queries.passkeys(session, operator.id)
    with pytest.raises(NotFound):
        factors.remove_passkey(session, stranger, opened(session, stranger), kept.handle)
    with pytest.raises(Conflict):
        factors.remove_passkey(session, operator, browser, kept.handle)


def test_of_two_keys_one_may_go(session: Session) -> None:
    operator = make_operator(session)
    enrol(session, operator, Authenticator())
    browser = enrol(session, operator, Authenticator())
    first = queries.passkeys(session, operator.id)[0]
    factors.remove_passkey(session, operator, browser, first.handle)
    assert len(session.exec(select(Passkey.id)).all()) == 1
    assert operator.has_second_factor


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
PARTS = ("id", "rawId", "type", "response", "clientDataJSON")
fuzzed = settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])


@fuzzed
@given(making=st.booleans(), part=st.sampled_from(PARTS), junk=JSON)
def test_whatever_a_browser_sends_is_refused_and_never_breaks(
    session: Session, making: bool, part: str, junk: object
) -> None:
    user = make_user(session)
    browser, answer = answered(session, user, making=making)
    said = json.loads(answer)
    (said if part in said else said["response"])[part] = junk
    with pytest.raises(WrongPasskey):
        sent(session, user, browser, json.dumps(said), making=making)


@fuzzed
@given(making=st.booleans(), at=st.floats(0, 0.999), byte=st.integers(0, 255), cut=st.booleans())
def test_broken_bytes_never_break_us(
    session: Session, making: bool, at: float, byte: int, cut: bool
) -> None:
    user = make_user(session)
    browser, answer = answered(session, user, making=making)
    said = json.loads(answer)
    part = "attestationObject" if making else "authenticatorData"
    content = bytearray(base64url_to_bytes(said["response"][part]))
    place = int(at * len(content))
    content[place] = byte
    said["response"][part] = bytes_to_base64url(bytes(content[:place] if cut else content))
    with suppress(WrongPasskey):
        sent(session, user, browser, json.dumps(said), making=making)


def answered(session: Session, user: User, *, making: bool) -> tuple[UserSession, str]:
    """A browser and its right answer, to be spoiled."""
    key = Authenticator()
    if making:
        browser = opened(session, user)
        return browser, key.make(factors.registration_options(session, user, browser, SHOP))
    browser = enrol(session, user, key)
    return browser, key.sign(options(session, user, browser))


def sent(session: Session, user: User, browser: UserSession, said: str, *, making: bool) -> None:
    session.flush()
    if making:
        factors.enrol_passkey(session, user, browser, SHOP, credential=said, name=NAME)
    else:
        factors.use_passkey(session, user, browser, SHOP, said)
