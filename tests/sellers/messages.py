"""What a phone shows."""

import re

from sqlmodel import Session, col, select

from app.notifications.models import Message
from app.notifications.service import rendered


def last_sms(session: Session, phone: str) -> str:
    """The words of the last message to this number."""
    found = select(Message).where(Message.recipient == phone).order_by(col(Message.id).desc())
    message = session.exec(found.limit(1)).first()
    assert message is not None
    return rendered(message).text


def last_code(session: Session, phone: str) -> str:
    """The six digits in it."""
    digits = re.search(r"\b(\d{6})\b", last_sms(session, phone))
    assert digits
    return digits[1]
