"""One-time codes as the phone that was sent them shows them."""

import re

from sqlmodel import Session

from app.notifications import queries, service


def sms_to(session: Session, phone: str) -> str:
    """The text of the last message to this E.164 number."""
    (message,) = queries.latest(session, phone, 1)
    return service.rendered(message).text


def code_sent_to(session: Session, phone: str) -> str:
    found = re.search(r"\b\d{6}\b", sms_to(session, phone))
    assert found
    return found[0]
