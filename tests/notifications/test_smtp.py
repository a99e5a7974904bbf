"""What the SMTP sender insists on."""

import smtplib
import ssl
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from app.notifications.rules import Letter
from app.notifications.senders.smtp import Smtp, compose
from tests.notifications.mailbox import TLS, Mailbox, listening, tls_context

LETTER = Letter("key-1", "lan@thu.vn", "Đã nhận\nđơn", "Chào bạn")
SENDER = "Nguyên Gốc <khong-tra-loi@nguyengoc.example>"


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine trusts the tests' certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "certificate.pem"))


def knows(server: Any, session: Any, envelope: Any, mechanism: str, login: Any) -> AuthResult:
    right = LoginPassword(b"shop", b"mat@khau!")
    return AuthResult(success=login == right, handled=False)  # the server says 535 itself


@pytest.fixture
def starttls() -> Iterator[Mailbox]:
    """Takes letters only over TLS, and only from the shop."""
    with listening(
        tls_context=tls_context(), require_starttls=True, authenticator=knows, auth_required=True
    ) as box:
        yield box


def test_the_same_letter_carries_the_same_id() -> None:
    assert compose(LETTER, "Nguyên Gốc <a@b.vn>")["Message-ID"] == "<key-1@b.vn>"


def test_a_line_break_cannot_smuggle_a_header_into_the_subject() -> None:
    assert compose(LETTER, "a@b.vn")["Subject"] == "Đã nhận đơn"


def test_a_letter_without_html_is_plain(mailbox: Mailbox) -> None:
    Smtp(mailbox.url, SENDER)(LETTER)
    assert mailbox.letters[0].get_content_type() == "text/plain"
    assert mailbox.letters[0].get_content().strip() == "Chào bạn"


@pytest.mark.usefixtures("trusted")
def test_tls_is_taken_where_it_is_offered_and_the_user_signs_in(starttls: Mailbox) -> None:
    user = "shop:mat%40khau!"
    Smtp(f"smtp://{user}@127.0.0.1:{starttls.port}", SENDER)(LETTER)
    assert len(starttls.letters) == 1


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_is_an_error_to_try_again(starttls: Mailbox) -> None:
    with pytest.raises(smtplib.SMTPAuthenticationError):
        Smtp(f"smtp://shop:sai@127.0.0.1:{starttls.port}", SENDER)(LETTER)
    assert starttls.letters == []


@pytest.mark.usefixtures("trusted")
def test_a_letter_goes_over_a_connection_that_begins_with_tls() -> None:
    with listening(ssl_context=tls_context()) as box:
        Smtp(f"smtps://127.0.0.1:{box.port}", SENDER)(LETTER)
    assert len(box.letters) == 1


def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(starttls: Mailbox) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        Smtp(starttls.url, SENDER)(LETTER)
    assert starttls.letters == []


def test_a_password_is_not_sent_in_the_clear_to_another_machine() -> None:
    with listening("127.0.0.2", authenticator=knows, auth_require_tls=False) as box:
        with pytest.raises(smtplib.SMTPNotSupportedError, match="no password is sent"):
            Smtp(f"smtp://shop:bi-mat@127.0.0.2:{box.port}", SENDER)(LETTER)
        assert box.letters == []
