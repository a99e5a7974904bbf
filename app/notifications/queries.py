"""Reads of messages."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.notifications.models import Message


def latest(session: Session, recipient: str = "", count: int = 5) -> Sequence[Message]:
    """The latest messages first; to one recipient (an address, or E.164), or to anybody."""
    statement = select(Message).order_by(col(Message.queued_at).desc()).limit(count)
    if recipient:
        statement = statement.where(Message.recipient == recipient)
    return session.exec(statement).all()
