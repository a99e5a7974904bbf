"""What a seller is told of its consent, by SMS to its own phone."""

from sqlmodel import Session

from app.core.config import settings
from app.core.days import day_in_vietnam
from app.identity.models import User
from app.notifications import service as notifications
from app.notifications.models import Channel
from app.notifications.service import Notice
from app.sellers.models import Consent, Seller

HELP = "/ban-hang/ho-tro"


def consent_asked(session: Session, seller: Seller, officer: User, question: Consent) -> None:
    _write(session, "consent_asked", seller, officer, question)


def consent_given(session: Session, seller: Seller, officer: User, consent: Consent) -> None:
    """Whichever way it was given: a paper that nobody signed does not stay unnoticed."""
    _write(session, "consent_given", seller, officer, consent)


def _write(session: Session, template: str, seller: Seller, officer: User, about: Consent) -> None:
    until = about.valid_until
    context = {
        "officer": officer.name,
        "seller": seller.name,
        "until": day_in_vietnam(until).isoformat() if until else "",
        "link": settings.base_url.rstrip("/") + HELP,
    }
    event = f"{template}:{about.code}"
    notifications.write(session, Notice(event, seller.phone, Channel.SMS, template, context))
