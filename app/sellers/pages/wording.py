"""The text that a seller agrees to, as it stands on the page and on paper."""

from datetime import timedelta

from sqlmodel import Session

from app.core.db import utc_now
from app.core.i18n import gettext
from app.core.templates import day
from app.sellers.models import CONSENT_DAYS
from app.sellers.rules.assistance import TEXT_VERSION, TEXTS


def consent_text(session: Session, officer: str) -> str:
    """Today's version, with the officer's name and the last day."""
    until = utc_now() + timedelta(days=CONSENT_DAYS.get(session))
    return gettext(TEXTS[TEXT_VERSION]).format(officer=officer, day=day(until))
