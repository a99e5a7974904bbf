"""Messages on their way: to a real SMTP server, or to the log."""

import logging
from smtplib import SMTPException
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlmodel import Session, col, select

from app.core.config import ROOT, settings
from app.notifications import service
from app.notifications.models import Channel, Message, MessageStatus
from app.notifications.rules import ATTEMPTS
from app.notifications.service import Notice
from app.notifications.tasks import send
from tests.notifications.mailbox import Mailbox

FOLDERS = sorted(path for path in (ROOT / "templates/email").iterdir() if path.is_dir())
BY_SMS_ALONE = {
    "already_registered",
    "consent_asked",
    "consent_code",
    "consent_given",
    "factors_reset",
    "member_added",
    "officer_password",
    "one_time_code",
    "order_unanswered",
}
"""To a phone of which nothing else is known, or that is to prove itself."""
LETTERS = [path.name for path in FOLDERS if path.name not in BY_SMS_ALONE]
LINES = [{"name": "Chè đinh", "variant": "Hộp 100 g", "quantity": 2, "total": 700_000}]
LINK = "http://127.0.0.1:8000/don-hang/TN7K2M4Q9AB?khoa=abc.def"
PART = {
    "code": "TN7K2M4Q9AB01",
    "seller": "HTX chè Đồi Sương & Bạn",
    "lines": LINES,
    "shipping_fee": 22_000,
    "total": 722_000,
}
CONTEXT = {
    "order_code": "TN7K2M4Q9AB",
    "code": "TN7K2M4Q9AB01",
    "total": 722_000,
    "part": PART,
    "parts": [PART],
    "part_total": 722_000,
    "lines": LINES,
    "seller": "HTX chè Đồi Sương & Bạn",
    "seller_phone": "0912 345 678",
    "carrier": "Bưu điện",
    "tracking_number": "VN123",
    "reason": "Mưa, chưa hái được",
    "buyer": {
        "name": "Nguyễn Thị <Mẫu>",
        "phone": "0912 345 678",
        "address": "12 Hoàng Văn Thụ, phường Phan Đình Phùng, tỉnh Thái Nguyên",
        "note": "",
    },
    "decision": "suspended",
    "link": LINK,
    "url": "https://banhang.example.vn/nguyen-goc",
    "kind": "food_safety",
    "accepted": True,
    "by": "Trần Thị Nhài",
    "bank": "Agribank",
    "tail": "4321",
    "since": "28/11/2026",
    "source": "document",
    "about": "food_safety",
    "number": "12/2026",
    "expires_on": "2027-02-25",
    "left": 90,
    "lots": [
        {
            "number": "TC-2610-07",
            "name": "Chè đinh",
            "variant": "Hộp 100 g",
            "packs": 2,
            "certain": True,
            "link": LINK,
        }
    ],
    "numbers": ["TC-2610-07", "TC-2610-08"],
    "certain": False,
    "exchange_phone": "0208 385 5555",
}


def queue(session: Session, **fields: Any) -> Message:
    defaults: dict[str, Any] = {
        "event": "order_placed:TN7K2M4Q9AB",
        "recipient": "lan@thu.vn",
        "channel": Channel.EMAIL,
        "template": "order_placed",
        "context": CONTEXT,
    }
    service.write(session, Notice(**defaults | fields))
    return session.exec(select(Message).order_by(col(Message.queued_at).desc())).all()[0]


def send_now(session: Session, message: Message) -> None:
    """As the worker does it, once."""
    session.flush()
    try:
        send(str(message.id))
    finally:
        session.refresh(message)


def test_a_letter_arrives_with_its_accents(session: Session, mailbox: Mailbox) -> None:
    message = queue(session)
    send_now(session, message)
    [letter] = mailbox.letters
    assert letter["Subject"] == "Đã nhận đơn TN7K2M4Q9AB"
    assert letter["To"] == "lan@thu.vn"
    assert "Nguyên Gốc" in letter["From"]
    plain, html = (part.get_content() for part in letter.iter_parts())
    assert "2 × Chè đinh, Hộp 100 g: 700.000₫" in plain
    assert "HTX chè Đồi Sương & Bạn" in plain  # not HTML
    assert LINK in plain
    assert "Nguyễn Thị &lt;Mẫu&gt;" in html
    assert (message.status, message.attempts, message.error) == (MessageStatus.SENT, 1, "")
    assert message.sent_at is not None


def test_a_message_that_was_sent_is_not_sent_again(session: Session, mailbox: Mailbox) -> None:
    message = queue(session)
    for _ in range(2):
        send_now(session, message)
    assert len(mailbox.letters) == 1


def test_the_same_news_is_queued_once_a_recipient_and_channel(session: Session) -> None:
    for _ in range(2):
        queue(session)
    queue(session, recipient="khac@thu.vn")
    assert len(session.exec(select(Message)).all()) == 2
    jobs = session.connection().execute(text("SELECT count(*) FROM procrastinate_jobs"))
    assert jobs.scalar_one() == 2


def test_a_server_that_is_busy_is_tried_again(session: Session, mailbox: Mailbox) -> None:
    mailbox.refusals = ["451 Try again later"]
    message = queue(session)
    with pytest.raises(SMTPException):
        send_now(session, message)
    assert (message.status, message.attempts) == (MessageStatus.QUEUED, 1)
    assert "451" in message.error
    send_now(session, message)
    assert (message.status, message.attempts) == (MessageStatus.SENT, 2)


def test_an_address_that_does_not_exist_is_given_up_at_once(
    session: Session, mailbox: Mailbox
) -> None:
    mailbox.refusals = ["550 No such user"]
    message = queue(session)
    send_now(session, message)
    assert message.status == MessageStatus.FAILED
    assert "550" in message.error
    send_now(session, message)
    assert mailbox.tries == 1


def test_the_last_try_says_that_it_failed(session: Session, mailbox: Mailbox) -> None:
    mailbox.refusals = ["451 Try again later"]
    message = queue(session)
    message.attempts = ATTEMPTS - 1
    send_now(session, message)
    assert message.status == MessageStatus.FAILED


def test_a_server_that_is_gone_is_tried_again(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "smtp_url", SecretStr("smtp://127.0.0.1:1"))
    message = queue(session)
    with pytest.raises(OSError, match="refused"):
        send_now(session, message)
    assert message.status == MessageStatus.QUEUED


def test_without_a_server_letters_are_written_to_the_log(
    session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    message = queue(session)
    with caplog.at_level(logging.INFO, "app.notifications"):
        send_now(session, message)
    assert "Đã nhận đơn TN7K2M4Q9AB" in caplog.text
    assert message.status == MessageStatus.SENT


def test_an_sms_is_one_plain_line(session: Session, caplog: pytest.LogCaptureFixture) -> None:
    message = queue(session, channel=Channel.SMS, recipient="+84912345678")
    with caplog.at_level(logging.INFO, "app.notifications"):
        send_now(session, message)
    said = caplog.records[-1].getMessage()
    assert "Nguyen Goc: da nhan don TN7K2M4Q9AB, tra 722.000d khi nhan hang." in said
    assert said.isascii()


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_letter_has_words_for_both_channels(letter: str, language: str) -> None:
    about: dict[str, Any] = {
        "event": f"{letter}:1",
        "recipient": "x",
        "template": letter,
        "language": language,
        "context": CONTEXT,
    }
    mail = service.rendered(Message(channel=Channel.EMAIL, **about))
    assert mail.subject
    assert "\n" not in mail.subject
    assert "<html" in mail.html
    assert "&amp;" not in mail.text
    assert LINK in mail.text
    sms = service.rendered(Message(channel=Channel.SMS, **about))
    assert sms.text.isascii()
    assert 20 < len(sms.text) < 320


def test_a_letter_speaks_its_recipients_language(session: Session, mailbox: Mailbox) -> None:
    send_now(session, queue(session, language="en"))
    [letter] = mailbox.letters
    assert letter["Subject"] == "We have your order TN7K2M4Q9AB"
    plain = letter.get_body(("plain",))
    assert plain is not None
    assert "To pay for this parcel: 722.000₫" in plain.get_content()


def test_every_letter_is_complete() -> None:
    parts = {"subject.txt", "body.txt", "body.html", "sms.txt"}
    for folder in FOLDERS:
        wanted = {"sms.txt"} if folder.name in BY_SMS_ALONE else parts
        assert {path.name for path in folder.iterdir()} == wanted
