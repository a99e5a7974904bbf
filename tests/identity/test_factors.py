"""Second factors: what counts as a proof, once, and what a change of them brings with it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from app.core.db import utc_now
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, TooManyRequests
from app.identity import queries, rules, service
from app.identity.models import RecoveryCode, TotpSecret, User, UserSession
from app.identity.rules import Role
from app.identity.service import factors
from app.notifications.models import Message
from tests.factories import TOTP_SECRET, make_operator, make_user

NOW = datetime(2026, 11, 27, 5, 0, 12, tzinfo=UTC)


def opened(session: Session, user: User) -> UserSession:
    token = service.start_session(session, user)
    session.flush()
    return session.get_one(UserSession, service.token_hash(token))


def enrol(session: Session, user: User) -> tuple[UserSession, str]:
    """The browser that enrolled an app, and the app's secret."""
    browser, offer = opened(session, user), factors.offer_app(user)
    secret = factors.offered_secret(user, offer)
    factors.enrol_app(session, user, browser, offer, rules.code_at(secret, utc_now(), -1))
    session.flush()
    return browser, secret


def test_a_code_follows_the_standards_example() -> None:
    # RFC 6238 appendix B: the secret "12345678901234567890" at 59 s gives …287082.
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert rules.code_at(secret, datetime.fromtimestamp(59, UTC)) == "287082"


@given(offset=st.integers(-5, 5), last=st.integers(-5, 5))
def test_a_code_counts_at_most_a_step_away_and_never_after_a_later_one(
    offset: int, last: int
) -> None:
    step = int(NOW.timestamp()) // rules.factors.STEP
    code = rules.code_at(TOTP_SECRET, NOW, offset)
    found = rules.matching_step(TOTP_SECRET, code, NOW, last_step=step + last)
    assert found == (step + offset if abs(offset) <= 1 and offset > last else None)


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_code_or_nothing(typed: str) -> None:
    code = rules.app_code(typed)
    assert code == "" or (len(code) == 6 and code.isascii() and code.isdigit())


def test_recovery_codes_come_back_however_they_are_typed() -> None:
    code = rules.new_recovery_code()
    assert rules.recovery_code(f" {code.lower().replace('-', ' ')} ") == code.replace("-", "")


def test_an_app_is_enrolled_by_its_code_and_its_secret_is_sealed(session: Session) -> None:
    user = make_user(session)
    _, secret = enrol(session, user)
    kept = session.get_one(TotpSecret, user.id)
    assert secret not in kept.sealed
    assert factors.app_secret(kept) == secret
    assert user.has_second_factor


def test_enrolling_the_same_app_twice_changes_nothing(session: Session) -> None:
    user = make_user(session)
    browser, offer = opened(session, user), factors.offer_app(user)
    code = rules.code_at(factors.offered_secret(user, offer), utc_now())
    for _ in range(2):
        factors.enrol_app(session, user, browser, offer, code)
        session.flush()
    actions = [entry.action for entry in queries.audit_trail(session, user.id)]
    assert actions == ["user.enrol_app"]


def test_an_offer_is_its_owners_alone(session: Session) -> None:
    user, stranger = make_user(session), make_user(session)
    for offer in (factors.offer_app(stranger), "nonsense", ""):
        with pytest.raises(Invalid):
            factors.offered_secret(user, offer)


def test_a_code_is_taken_once(session: Session) -> None:
    user = make_user(session)
    _, secret = enrol(session, user)
    code = rules.code_at(secret, utc_now(), 1)
    factors.prove(session, user, code)
    with pytest.raises(factors.WrongCode):
        factors.prove(session, user, code)


def test_wrong_codes_end_with_a_wait(session: Session) -> None:
    user = make_user(session)
    _, secret = enrol(session, user)
    for _ in range(rules.TRIES_PER_PHONE):
        with pytest.raises(factors.WrongCode):
            factors.prove(session, user, "12345")
    with pytest.raises(TooManyRequests):
        factors.prove(session, user, rules.code_at(secret, utc_now(), 1))


def test_ten_recovery_codes_are_good_once_each_and_kept_as_hashes(session: Session) -> None:
    user = make_user(session)
    enrol(session, user)
    codes = factors.issue_recovery_codes(session, user)
    session.flush()
    assert len(set(codes)) == rules.RECOVERY_CODES
    kept = session.exec(select(RecoveryCode.code_hash)).all()
    assert not {rules.recovery_code(code) for code in codes} & set(kept)
    factors.prove(session, user, codes[0])
    with pytest.raises(factors.WrongCode):
        factors.prove(session, user, codes[0])
    assert queries.factors(session, user.id).codes_left == rules.RECOVERY_CODES - 1


def test_a_new_set_makes_the_old_one_void_and_is_nobody_elses(session: Session) -> None:
    user, stranger = make_user(session), make_user(session)
    enrol(session, user)
    enrol(session, stranger)
    old, new = (factors.issue_recovery_codes(session, user) for _ in range(2))
    for person, code in ((user, old[0]), (stranger, new[0])):
        with pytest.raises(factors.WrongCode):
            factors.prove(session, person, code)
    factors.prove(session, user, new[0])


def test_nobody_without_a_factor_gets_recovery_codes(session: Session) -> None:
    with pytest.raises(Conflict):
        factors.issue_recovery_codes(session, make_user(session))


def test_enrolling_signs_every_other_browser_out(session: Session) -> None:
    user = make_user(session)
    opened(session, user)
    kept, _ = enrol(session, user)
    session.expire_all()
    alive = queries.open_sessions(session, user.id, utc_now())
    assert [one.token_hash for one in alive] == [kept.token_hash]
    assert not service.is_half(user, kept)


def test_the_last_factor_goes_with_its_recovery_codes(session: Session) -> None:
    user = make_user(session)
    browser, _ = enrol(session, user)
    factors.issue_recovery_codes(session, user)
    factors.remove_app(session, user, browser)
    assert not user.has_second_factor
    assert session.exec(select(RecoveryCode)).all() == []
    with pytest.raises(NotFound):
        factors.remove_app(session, user, browser)


def test_an_operator_keeps_the_last_factor(session: Session) -> None:
    operator = make_operator(session)
    browser, _ = enrol(session, operator)
    with pytest.raises(Conflict):
        factors.remove_app(session, operator, browser)


def test_after_the_password_one_is_half_signed_in_for_minutes(session: Session) -> None:
    user = make_user(session)
    _, secret = enrol(session, user)
    half = opened(session, user)
    assert service.is_half(user, half)
    assert half.expires_at <= utc_now() + rules.SECOND_STEP
    factors.prove(session, user, rules.code_at(secret, utc_now(), 1))
    token = service.finish_sign_in(session, user, half)
    session.flush()
    assert half.revoked_at is not None
    whole = session.get_one(UserSession, service.token_hash(token))
    assert not service.is_half(user, whole)
    assert whole.expires_at > utc_now() + timedelta(days=29)


def test_a_change_follows_a_proof_by_minutes(session: Session) -> None:
    user = make_user(session)
    browser = opened(session, user)
    assert factors.is_confirmed(browser)
    browser.confirmed_at = utc_now() - rules.CONFIRMED - timedelta(seconds=1)
    assert not factors.is_confirmed(browser)
    with pytest.raises(Invalid):
        factors.confirm_by_password(session, user, browser, "sai mat khau")
    assert not factors.is_confirmed(browser)


def test_somebody_with_a_factor_is_asked_before_changing_it_even_after_signing_in(
    session: Session,
) -> None:
    user = make_user(session)
    enrol(session, user)
    assert not factors.is_confirmed(opened(session, user))


def test_an_administrator_resets_somebodys_factors_and_they_are_told(session: Session) -> None:
    operator, chief = make_operator(session), make_user(session, role=Role.ADMINISTRATOR)
    enrol(session, operator)
    factors.issue_recovery_codes(session, operator)
    factors.reset_factors(session, chief, operator, "Mất điện thoại, đã gặp mặt")
    session.flush()
    session.expire_all()
    assert not operator.has_second_factor
    assert not queries.factors(session, operator.id).any
    assert queries.open_sessions(session, operator.id, utc_now()) == []
    entry = queries.audit_trail(session, operator.id)[0]
    assert (entry.action, entry.actor_id) == ("user.reset_factors", chief.id)
    assert session.exec(select(Message.recipient)).all() == [operator.phone]


def test_nobody_resets_their_own(session: Session) -> None:
    chief = make_user(session, role=Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        factors.reset_factors(session, chief, chief, "Tôi muốn thế")


@pytest.mark.parametrize(
    ("base_url", "host"),
    [
        ("http://cho.example", "cho.example"),
        ("https://203.0.113.9", "203.0.113.9"),
        ("https://[2001:db8::1]", "[2001:db8::1]"),
        ("http://127.0.0.1:8000", "127.0.0.1:8000"),
        ("http://127.0.0.1:8000", "localhost.evil.example"),
        ("http://127.0.0.1:8000", ""),
    ],
)
def test_where_browsers_make_no_passkeys_none_is_offered(base_url: str, host: str) -> None:
    assert rules.relying_party(base_url, host) is None


def test_a_passkey_belongs_to_the_shops_own_address_whatever_was_asked_for() -> None:
    party = rules.relying_party("https://cho.example", "evil.example")
    assert party == rules.RelyingParty("cho.example", "https://cho.example")
