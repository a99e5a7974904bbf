"""What identity forgets by itself."""

from datetime import timedelta

from sqlmodel import col, delete

from app.core.db import unit_of_work, utc_now
from app.core.jobs import schedule
from app.identity.models import OneTimeCode, RateWindow, UserSession

COUNTS_KEPT = timedelta(days=2)
SESSIONS_KEPT = timedelta(days=90)
"""Long enough to answer "was that me?"."""


@schedule("identity.forget_old", "41 2 * * *")
def forget_old() -> None:
    """Counts of tries and codes that are long over, and sessions that ended three months ago."""
    now = utc_now()
    with unit_of_work() as session:
        session.exec(delete(RateWindow).where(col(RateWindow.started_at) < now - COUNTS_KEPT))
        session.exec(delete(OneTimeCode).where(col(OneTimeCode.expires_at) < now - COUNTS_KEPT))
        ended = col(UserSession.expires_at) < now - SESSIONS_KEPT
        session.exec(delete(UserSession).where(ended))
