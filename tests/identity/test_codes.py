"""One-time codes: what they are worth, and what nobody finds out by asking for one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from app.core.errors import TooManyRequests
from app.identity import rules
from app.identity.models import OneTimeCode, RateWindow
from app.identity.rules import CodePurpose
from app.identity.service import WrongCode, check_code, issue_code, pretend_code
from app.identity.tasks import forget_old
from app.notifications.models import Message
from tests.codes import code_sent_to, sms_to

PHONE = "+84912345678"


def issue(session: Session, purpose: CodePurpose = CodePurpose.REGISTER) -> str:
    assert issue_code(session, PHONE, purpose, address="192.0.2.1")
    return code_sent_to(session, PHONE)


def age(session: Session, by: timedelta) -> None:
    """As if every code had been sent so much earlier."""
    for code in session.exec(select(OneTimeCode)):
        code.sent_at, code.expires_at = code.sent_at - by, code.expires_at - by
    session.flush()


def test_a_code_opens_once(session: Session) -> None:
    digits = issue(session)
    check_code(session, PHONE, CodePurpose.REGISTER, f" {digits[:3]} {digits[3:]} ")
    with pytest.raises(WrongCode, match="đã dùng"):
        check_code(session, PHONE, CodePurpose.REGISTER, digits)


def test_a_code_is_good_for_five_minutes(session: Session) -> None:
    digits = issue(session)
    age(session, rules.CODE_LIFE)
    with pytest.raises(WrongCode, match="5 phút"):
        check_code(session, PHONE, CodePurpose.REGISTER, digits)


def test_after_five_wrong_tries_the_right_digits_are_refused_too(session: Session) -> None:
    digits = issue(session)
    wrong = "000000" if digits != "000000" else "111111"
    for _ in range(rules.CODE_TRIES):
        with pytest.raises(WrongCode, match="chưa đúng"):
            check_code(session, PHONE, CodePurpose.REGISTER, wrong)
    with pytest.raises(WrongCode, match="5 lần"):
        check_code(session, PHONE, CodePurpose.REGISTER, digits)


def test_a_code_for_one_thing_is_worth_nothing_for_another(session: Session) -> None:
    digits = issue(session, CodePurpose.RESET)
    with pytest.raises(WrongCode):
        check_code(session, PHONE, CodePurpose.REGISTER, digits)
    with pytest.raises(WrongCode):
        check_code(session, "+84912345679", CodePurpose.RESET, digits)
    check_code(session, PHONE, CodePurpose.RESET, digits)


def test_a_newer_code_ends_the_older_one(session: Session) -> None:
    old = issue(session)
    age(session, rules.CODE_PAUSE)
    new = issue(session)
    if old != new:
        with pytest.raises(WrongCode):
            check_code(session, PHONE, CodePurpose.REGISTER, old)
    check_code(session, PHONE, CodePurpose.REGISTER, new)


def test_a_form_sent_twice_sends_one_message(session: Session) -> None:
    assert issue_code(session, PHONE, CodePurpose.REGISTER)
    assert not issue_code(session, PHONE, CodePurpose.REGISTER)
    assert len(session.exec(select(Message)).all()) == 1


def test_a_phone_and_an_address_get_so_many_codes_an_hour(session: Session) -> None:
    for _ in range(rules.CODES_PER_PHONE):
        issue(session)
        age(session, rules.CODE_PAUSE)
    with pytest.raises(TooManyRequests):
        issue_code(session, PHONE, CodePurpose.REGISTER, address="192.0.2.1")
    keys = session.exec(select(RateWindow.key, RateWindow.count)).all()
    assert ("code:address:192.0.2.1", rules.CODES_PER_PHONE + 1) in keys


def test_neither_the_table_nor_the_message_holds_the_digits(session: Session) -> None:
    digits = issue(session)
    code = session.exec(select(OneTimeCode)).one()
    message = session.exec(select(Message)).one()
    assert digits not in code.code_hash
    assert digits not in str(message.context)
    assert digits in sms_to(session, PHONE)


def test_the_sms_fits_one_message_and_has_no_accents(session: Session) -> None:
    issue(session)
    text = sms_to(session, PHONE)
    assert len(text) <= 160
    assert text.isascii()


@pytest.mark.parametrize("digits", ["000000", "", "123", "abcdef"])
def test_a_pretended_code_is_opened_by_nothing(session: Session, digits: str) -> None:
    pretend_code(session, PHONE, CodePurpose.RESET)
    assert session.exec(select(Message)).all() == []
    with pytest.raises(WrongCode, match="chưa đúng"):
        check_code(session, PHONE, CodePurpose.RESET, digits)


@pytest.mark.parametrize("make", [issue_code, pretend_code])
def test_real_and_pretended_codes_wear_out_alike(
    session: Session, make: Callable[..., bool]
) -> None:
    make(session, PHONE, CodePurpose.RESET)
    said = []
    for _ in range(rules.CODE_TRIES + 1):
        with pytest.raises(WrongCode) as refused:
            check_code(session, PHONE, CodePurpose.RESET, "not digits")
        said.append(str(refused.value))
    assert len(set(said)) == 2
    age(session, rules.CODE_LIFE)
    with pytest.raises(WrongCode, match="5 phút"):
        check_code(session, PHONE, CodePurpose.RESET, "123456")


def test_old_codes_are_forgotten(session: Session) -> None:
    issue(session)
    age(session, timedelta(days=3))
    forget_old()
    assert session.exec(select(col(OneTimeCode.id))).all() == []
