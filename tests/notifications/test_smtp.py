"""What the SMTP sender insists on."""

from urllib.parse import urlsplit

import pytest

from app.notifications.rules import Letter
from app.notifications.senders.smtp import Smtp, compose, connected
from tests.notifications.mailbox import Mailbox

LETTER = Letter("key-1", "lan@thu.vn", "Đã nhận\nđơn", "Chào bạn")


def test_the_same_letter_carries_the_same_id() -> None:
    assert compose(LETTER, "Nguyên Gốc <a@b.vn>")["Message-ID"] == "<key-1@b.vn>"


def test_a_line_break_cannot_smuggle_a_header_into_the_subject() -> None:
    assert compose(LETTER, "a@b.vn")["Subject"] == "Đã nhận đơn"


def test_a_letter_without_html_is_plain(mailbox: Mailbox) -> None:
    Smtp(mailbox.url, "Nguyên Gốc <a@b.vn>")(LETTER)
    assert mailbox.letters[0].get_content_type() == "text/plain"
    assert mailbox.letters[0].get_content().strip() == "Chào bạn"


def test_signing_in_to_a_server_that_knows_no_users_is_said(mailbox: Mailbox) -> None:
    url = urlsplit(f"smtp://user:mat%20khau@127.0.0.1:{mailbox.port}")
    with pytest.raises(Exception, match="AUTH"):
        connected(url)
