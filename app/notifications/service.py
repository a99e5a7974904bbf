"""Messages: written and queued with what they tell of, rendered and sent by a job."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.core import jobs, sealing
from app.core.db import utc_now
from app.core.i18n import speaking
from app.core.ids import new_id
from app.core.rows import as_json, insert_of
from app.core.templates import env
from app.notifications.models import Channel, Message, MessageStatus
from app.notifications.rules import Letter, plain_sms

SEND = "notifications.send"
SEALED = "message secrets"
"""In a context: what is sealed, and the purpose that it is sealed for."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What to tell whom: `template` is a folder under `templates/email`, `context` JSON values."""

    event: str  # "order_placed:TN7K2…": what happened, to what
    recipient: str  # an e-mail address, or E.164
    channel: Channel
    template: str
    context: dict[str, Any]
    language: str = "vi"
    secrets: dict[str, str] = field(default_factory=dict)
    """What only the recipient may read, as a code: sealed until the message is made."""


def write(session: Session, *notices: Notice) -> None:
    """Queues messages with this transaction; the same (event, recipient, channel) only once."""
    rows = as_json(_row(notice) for notice in notices)
    session.connection().execute(_ADD, {"message": rows})


def _row(notice: Notice) -> dict[str, Any]:
    """A `Message` in plain columns: making the object first costs more than storing it."""
    return {
        "id": new_id(),
        "event": notice.event,
        "recipient": notice.recipient,
        "channel": notice.channel,
        "template": notice.template,
        "language": notice.language,
        "context": notice.context | _sealed(notice.secrets),
        "status": MessageStatus.QUEUED,
        "attempts": 0,
        "error": "",
        "queued_at": utc_now(),
    }


def _sealed(secrets: dict[str, str]) -> dict[str, str]:
    return {SEALED: sealing.sealed_text(json.dumps(secrets), purpose=SEALED)} if secrets else {}


_ADD = jobs.defer_for_each(
    insert_of(Message) + " ON CONFLICT DO NOTHING RETURNING id",
    SEND,
    lock="'message:' || id",
    args="jsonb_build_object('message_id', id)",
)


def begin_try(session: Session, message_id: UUID) -> Message | None:
    """The message, counted as tried once more; None when there is nothing left to do."""
    message = session.get(Message, message_id, with_for_update=True)
    if message is None or message.status != MessageStatus.QUEUED:
        return None
    message.attempts += 1
    return message


def rendered(message: Message) -> Letter:
    """The message's words, in its recipient's language."""
    with speaking(message.language):
        if message.channel == Channel.EMAIL:
            said = {part: _part(message, part) for part in ("subject.txt", "body.txt", "body.html")}
            subject, text, html = said.values()
        else:
            subject, text, html = "", plain_sms(_part(message, "sms.txt")), ""
    return Letter(_key(message), message.recipient, subject.strip(), text, html)


def _key(message: Message) -> str:
    said = f"{message.event}|{message.recipient}|{message.channel}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _part(message: Message, name: str) -> str:
    context = dict(message.context)
    if sealed := context.pop(SEALED, ""):
        context |= json.loads(sealing.unsealed_text(sealed, purpose=SEALED))
    return env.get_template(f"email/{message.template}/{name}").render(context)


def note_sent(session: Session, message_id: UUID) -> None:
    message = session.get_one(Message, message_id)
    message.status, message.sent_at, message.error = MessageStatus.SENT, utc_now(), ""


def note_fault(session: Session, message_id: UUID, fault: str, *, last: bool) -> None:
    """What went wrong; after the last try the message counts as failed, for the operator to see."""
    message = session.get_one(Message, message_id)
    message.error = fault[:500]
    if last:
        message.status = MessageStatus.FAILED
