"""Sessions, tries and the audit trail."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.core import passwords
from app.core.db import utc_now
from app.core.errors import Invalid, NotAllowed, NotFound, TooManyRequests
from app.identity import queries, rules, service
from app.identity.models import User, UserSession
from app.identity.rules import Role
from app.identity.service import WrongPassword
from tests.factories import PASSWORD, make_operator, make_seller, make_user

HOUR = timedelta(hours=1)


def sign_in(session: Session, user: User, password: str = PASSWORD) -> str:
    return service.sign_in(session, user.phone, password, address="203.0.113.7", user_agent="")[1]


def test_a_session_is_found_by_its_token_and_only_the_hash_is_kept(session: Session) -> None:
    user = make_user(session)
    token = sign_in(session, user)
    found = queries.open_session(session, service.token_hash(token), utc_now())
    assert found is not None
    assert found[1].id == user.id
    assert token not in session.exec(select(UserSession.token_hash)).all()


def test_a_wrong_password_and_an_unknown_phone_say_the_same(session: Session) -> None:
    user = make_user(session)
    with pytest.raises(WrongPassword) as wrong:
        sign_in(session, user, "sai mat khau")
    with pytest.raises(WrongPassword) as unknown:
        sign_in(session, User(phone="+84987654321", name="", password_hash=""), PASSWORD)
    assert wrong.value.fields == unknown.value.fields


def test_a_disabled_account_neither_signs_in_nor_stays(session: Session) -> None:
    user = make_user(session)
    token = sign_in(session, user)
    user.disabled_at = utc_now()
    with pytest.raises(WrongPassword):
        sign_in(session, user)
    assert queries.open_session(session, service.token_hash(token), utc_now()) is None


def test_tries_for_one_phone_end_with_a_wait_and_a_success_forgets_them(session: Session) -> None:
    user = make_user(session)
    for _ in range(rules.TRIES_PER_PHONE - 1):
        with pytest.raises(WrongPassword):
            sign_in(session, user, "sai mat khau")
    sign_in(session, user)
    for _ in range(rules.TRIES_PER_PHONE):
        with pytest.raises(WrongPassword):
            sign_in(session, user, "sai mat khau")
    with pytest.raises(TooManyRequests) as stopped:
        sign_in(session, user)
    assert 0 < stopped.value.retry_after <= 15 * 60
    assert "15 phút" in str(stopped.value)


def test_a_new_window_starts_counting_again(session: Session) -> None:
    service.count_try("k", 1, HOUR)
    with pytest.raises(TooManyRequests):
        service.count_try("k", 1, HOUR)
    service.count_try("k", 1, timedelta(0))


def test_an_expired_session_is_nobodys(session: Session) -> None:
    user = make_user(session)
    token = service.start_session(session, user)
    session.flush()
    later = utc_now() + rules.IDLE + HOUR
    assert queries.open_session(session, service.token_hash(token), later) is None


def test_a_visit_is_noted_at_most_every_ten_minutes(session: Session) -> None:
    user = make_user(session)
    token = service.start_session(session, user)
    session.flush()
    now = utc_now()
    opened, _ = queries.open_session(session, service.token_hash(token), now) or (None, None)
    assert opened is not None
    before = opened.seen_at
    service.note_visit(user, opened, now + timedelta(minutes=1))
    assert opened.seen_at == before
    service.note_visit(user, opened, now + HOUR)
    assert opened.expires_at == now + HOUR + rules.IDLE


def test_a_user_signs_out_only_browsers_of_their_own(session: Session) -> None:
    owner, stranger = make_user(session), make_user(session)
    token = service.token_hash(service.start_session(session, owner))
    session.flush()
    with pytest.raises(NotFound):
        service.revoke_session(session, stranger, token[:16])
    with pytest.raises(NotFound):
        service.revoke_session(session, owner, "")
    service.revoke_session(session, owner, token[:16])
    session.flush()
    assert queries.open_sessions(session, owner.id, utc_now()) == []


def test_a_new_password_ends_every_other_session(session: Session) -> None:
    user = make_user(session)
    kept, lost = (service.token_hash(service.start_session(session, user)) for _ in range(2))
    session.flush()
    service.change_password(session, user, PASSWORD, "mot mat khau moi", kept=kept)
    session.expire_all()
    assert passwords.verified("mot mat khau moi", user.password_hash)[0]
    assert [one.token_hash for one in queries.open_sessions(session, user.id, utc_now())] == [kept]
    assert queries.audit_trail(session, user.id)[0].action == "user.change_password"
    assert lost != kept


def test_a_password_changes_only_with_the_old_one_and_to_a_strong_one(session: Session) -> None:
    user = make_user(session)
    for old, new, field in (("sai roi", "mot mat khau moi", "old"), (PASSWORD, "ngan", "new")):
        with pytest.raises(Invalid) as wrong:
            service.change_password(session, user, old, new, kept="")
        assert list(wrong.value.fields) == [field]


def test_saving_an_account_twice_changes_nothing_and_keeps_the_password(session: Session) -> None:
    phone, name = "+84911000999", "Ma Thị Lan"
    user, made = service.save_user(session, phone=phone, name=name, password="mat khau dau tien")
    again, changed = service.save_user(session, phone=phone, name=name, password="mat khau khac")
    assert (made, changed, again.id) == (True, False, user.id)
    assert passwords.verified("mat khau dau tien", user.password_hash)[0]


def test_a_hash_with_old_parameters_is_renewed_at_sign_in(session: Session) -> None:
    from pwdlib import PasswordHash  # noqa: PLC0415  # only here is a weak hash made
    from pwdlib.hashers.argon2 import Argon2Hasher  # noqa: PLC0415

    weak = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),)).hash(PASSWORD)
    user = make_user(session, password_hash=weak)
    sign_in(session, user)
    assert user.password_hash != weak
    assert passwords.verified(PASSWORD, user.password_hash) == (True, None)


def test_the_audit_says_who_did_what_to_which_row(session: Session) -> None:
    seller, operator = make_seller(session), make_user(session)
    service.audit(session, operator.id, "seller.suspend", seller, reason="Thiếu giấy tờ")
    session.flush()
    (entry,) = queries.audit_trail(session, seller.id)
    assert (entry.actor_id, entry.subject_type, entry.reason) == (
        operator.id,
        "seller",
        "Thiếu giấy tờ",
    )
    assert queries.user_names(session, {operator.id}) == {operator.id: operator.name}


def test_only_an_administrator_renews_an_officers_password(session: Session) -> None:
    officer = make_operator(session)
    with pytest.raises(NotAllowed):
        service.issue_password(session, make_operator(session), officer)
    administrator = make_user(session, role=Role.ADMINISTRATOR)
    assert len(service.issue_password(session, administrator, officer)) == 10


def test_a_temporary_password_ends_after_a_week(session: Session) -> None:
    user, password = service.open_account(session, None, phone="+84987654321", name="Người mới")
    user.temporary_until = utc_now() - timedelta(seconds=1)
    with pytest.raises(WrongPassword, match="quá hạn"):
        service.sign_in(session, user.phone, password, address="", user_agent="")


def test_a_number_has_one_account(session: Session) -> None:
    user = make_user(session)
    with pytest.raises(service.AccountExists):
        service.open_account(session, None, phone=user.phone, name="Người khác")
