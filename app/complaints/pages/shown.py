"""A ticket as both desks show it, in the page's language."""

from typing import Any

from sqlmodel import Session

from app.complaints import queries
from app.complaints.models import Ticket
from app.complaints.rules import KINDS, OUTCOMES, SIDES, STATES, State
from app.core.db import utc_now
from app.core.i18n import gettext


def shown(session: Session, ticket: Ticket) -> dict[str, Any]:
    return {
        "ticket": ticket,
        "answers": queries.answers(session, ticket.id),
        "kind": gettext(KINDS[ticket.kind]),
        "state": gettext(STATES[ticket.state]),
        "outcome": gettext(OUTCOMES[ticket.outcome]) if ticket.outcome else "",
        "sides": {side: gettext(words) for side, words in SIDES.items()},
        "late": ticket.state is State.OPEN and ticket.due_at < utc_now(),
    }
