"""Messages on a terminal: where a code is when nobody sends SMS."""

import pytest
from sqlmodel import Session

from app.cli.messages import run
from app.identity.rules import CodePurpose
from app.identity.service import issue_code
from tests.codes import code_sent_to

PHONE = "+84912345678"


def test_the_last_messages_are_read_as_their_recipients_do(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    issue_code(session, "+84987654321", CodePurpose.REGISTER)
    issue_code(session, PHONE, CodePurpose.RESET)
    run("0912 345 678", 5)
    told = capsys.readouterr().out
    assert code_sent_to(session, PHONE) in told
    assert "+84987654321" not in told
    run("", 1)
    assert PHONE in capsys.readouterr().out


def test_nothing_to_tell_is_said(session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    run("ai@example.vn", 5)
    assert capsys.readouterr().out == "No message.\n"
