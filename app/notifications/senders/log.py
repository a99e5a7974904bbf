"""The sender of an installation that has no other: letters are written to the log."""

import logging

from app.notifications.rules import Letter

logger = logging.getLogger("app.notifications")


def write(letter: Letter) -> None:
    logger.info("To %s: %s\n%s", letter.recipient, letter.subject, letter.text)
