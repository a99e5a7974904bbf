"""Sellers hear 90 days and 30 days before something of theirs runs out, and on the day itself."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from app.core.config import absolute
from app.notifications import service as notifications
from app.notifications.models import Channel
from app.notifications.service import Notice
from app.sellers.rules import threshold
from app.web.queries.certificates import to_tell

EVENT = "paper_running_out"
AT_ONCE = 500


def tell_sellers(session: Session, today: date) -> int:
    """Queues what is due; a message that was queued before is not queued again.

    A certificate whose last day is put off is another matter, and told anew.
    """
    notices = list(_notices(to_tell(session, today), today))
    for first in range(0, len(notices), AT_ONCE):
        notifications.write(session, *notices[first : first + AT_ONCE])
    return len(notices)


def _notices(rows: Any, today: date) -> Iterator[Notice]:
    for row in rows:
        reached = threshold(row.expires_on, today)
        event = f"{EVENT}:{row.id}:{row.expires_on}:{reached}"
        channel, recipient = _reached_at(row)
        yield Notice(event, recipient, channel, EVENT, _context(row, today))


def _reached_at(row: Row[Any]) -> tuple[Channel, str]:
    """By letter where there is an address, else by SMS."""
    email = row.seller_email
    return (Channel.EMAIL, email) if email else (Channel.SMS, row.seller_phone)


def _context(row: Row[Any], today: date) -> dict[str, Any]:
    return {
        "seller": row.seller_name,
        "source": row.source,
        "about": row.about,
        "number": row.number,
        "expires_on": f"{row.expires_on:%d/%m/%Y}",
        "left": (row.expires_on - today).days,
        "link": absolute("/ban-hang/giay-to"),
    }
