"""The job that sends a message. It may run twice: a message that was sent is left alone."""

import logging
import smtplib
from uuid import UUID

from app.core.db import unit_of_work
from app.core.jobs import job
from app.notifications import service
from app.notifications.rules import ATTEMPTS, FIRST_WAIT
from app.notifications.senders import CannotDeliver, for_channel

logger = logging.getLogger("app.notifications")


@job(service.SEND, attempts=ATTEMPTS, first_wait=FIRST_WAIT)
def send(message_id: str) -> None:
    """Three short transactions' worth of work: no row is locked while a server is talked to."""
    key = UUID(message_id)
    with unit_of_work() as session:
        message = service.begin_try(session, key)
    if message is None:
        return
    try:
        for_channel(message.channel)(service.rendered(message))
    except CannotDeliver as error:
        _note(key, str(error), last=True)
    except (OSError, smtplib.SMTPException) as error:
        last = message.attempts >= ATTEMPTS
        _note(key, f"{type(error).__name__}: {error}", last=last)
        if not last:
            raise  # the queue tries again, later each time
    else:
        with unit_of_work() as session:
            service.note_sent(session, key)


def _note(key: UUID, fault: str, *, last: bool) -> None:
    logger.warning("Message %s was not sent: %s", key, fault)
    with unit_of_work() as session:
        service.note_fault(session, key, fault, last=last)
