"""Accounts from a terminal."""

import pytest
from sqlmodel import Session

from app.cli.accounts import run
from app.cli.errors import Refused
from app.core import passwords
from app.identity.queries import user_by_phone
from app.identity.rules import Role
from tests.factories import make_operator


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
