"""Accounts from a terminal."""

import pytest
from sqlmodel import Session

from app.cli.accounts import run, show_code
from app.cli.errors import Refused
from app.core import passwords
from app.core.db import utc_now
from app.identity.queries import user_by_phone
from app.identity.rules import Role
from app.identity.service.factors import keep_app, prove
from app.imports.service import sample_code
from app.imports.service.samples import ACCOUNTS, save_account
from tests.factories import TOTP_SECRET, make_operator


def test_the_first_administrator_gets_a_password_that_is_changed_on_signing_in(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    run("0912 345 678", "Lê Thị Quản", "administrator")
    password = capsys.readouterr().out.split()[0]
    user = user_by_phone(session, "+84912345678")
    assert user is not None
    assert (user.role, user.name) == (Role.ADMINISTRATOR, "Lê Thị Quản")
    assert user.temporary_until is not None
    assert passwords.verified(password, user.password_hash)[0]


def test_an_account_that_is_there_gets_a_new_password_and_keeps_its_role(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    operator = make_operator(session, phone="+84912345678")
    old = operator.password_hash
    run("0912345678", "Ai đó", "operator")
    session.refresh(operator)
    assert operator.password_hash != old
    assert len(capsys.readouterr().out.split()[0]) == 10
    with pytest.raises(Refused, match="has the role operator"):
        run("0912345678", "Ai đó", "administrator")


@pytest.mark.parametrize(
    ("phone", "role", "said"), [("12", "operator", "no phone"), ("0912345678", "boss", "choose")]
)
def test_nonsense_is_refused_in_one_line(
    session: Session, phone: str, role: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        run(phone, "Ai đó", role)


SAMPLE = next(one for one in ACCOUNTS if one.role == "operator")


def test_the_code_of_a_sample_account_opens_its_second_step(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    save_account(session, SAMPLE)
    session.flush()
    show_code("0900 000 009")
    user = user_by_phone(session, SAMPLE.phone)
    assert user is not None
    prove(session, user, capsys.readouterr().out.strip())


def test_nobody_elses_code_is_shown(session: Session) -> None:
    make_operator(session, phone="+84912345678")
    mine = make_operator(session, phone=SAMPLE.phone)
    keep_app(session, mine, TOTP_SECRET)  # their own app in the place of the sample's
    for phone in ("0912345678", SAMPLE.phone, "0987654321"):
        with pytest.raises(Refused, match="only sample accounts"):
            show_code(phone)


def test_a_sample_account_is_marked_as_one_and_a_real_shop_has_none(session: Session) -> None:
    assert all(account.name.endswith("(mẫu)") for account in ACCOUNTS)
    assert {sample_code(session, account.phone, utc_now()) for account in ACCOUNTS} == {None}
