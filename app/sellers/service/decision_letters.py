"""What a seller is told of a decision, queued in the transaction that decides."""

from enum import StrEnum

from sqlmodel import Session

from app.core.config import absolute
from app.core.ids import new_id
from app.notifications import service as notifications
from app.notifications.models import Channel
from app.notifications.service import Notice
from app.sellers.models import Seller

TEMPLATE = "seller_decided"


class Decision(StrEnum):
    """What a letter tells; its words are in `templates/email/seller_decided`."""

    APPROVED = "approved"
    NEEDS_CHANGES = "needs_changes"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    REOPENED = "reopened"
    CLOSED = "closed"
    CHANGE_APPROVED = "change_approved"
    CHANGE_REJECTED = "change_rejected"


def tell(session: Session, seller: Seller, decision: Decision, reason: str = "") -> None:
    """By e-mail where there is an address, else by SMS. Once: a decision is made once."""
    to = (seller.email, Channel.EMAIL) if seller.email else (seller.phone, Channel.SMS)
    context = {
        "seller": seller.name,
        "decision": decision,
        "reason": reason,
        "link": absolute("/ban-hang/ho-so"),
    }
    event = f"{TEMPLATE}:{seller.id}:{new_id()}"
    notifications.write(session, Notice(event, *to, TEMPLATE, context))
