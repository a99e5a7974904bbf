"""Ways to reach somebody; each is a function of a letter that returns once it was handed over."""

from collections.abc import Callable

from app.core.config import settings
from app.notifications.rules import Letter
from app.notifications.senders import log, smtp
from app.notifications.senders.refusals import CannotDeliver

__all__ = ["CannotDeliver", "Sender", "for_channel"]

Sender = Callable[[Letter], None]


def for_channel(channel: str) -> Sender:
    """E-mail goes out by SMTP when a server is named; everything else is written to the log."""
    url = settings.smtp_url.get_secret_value()
    return smtp.Smtp(url, settings.mail_from) if channel == "email" and url else log.write
