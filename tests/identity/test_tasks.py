"""What identity forgets, and what it keeps."""

from datetime import timedelta

from sqlmodel import Session, select

from app.core.db import utc_now
from app.identity import service
from app.identity.models import RateWindow, UserSession
from app.identity.tasks import forget_old
from tests.factories import make_user, save

LONG_AGO = utc_now() - timedelta(days=100)


def test_old_counts_and_ended_sessions_are_forgotten(session: Session) -> None:
    user = make_user(session)
    kept = service.token_hash(service.start_session(session, user))
    save(session, UserSession(token_hash="x" * 64, user_id=user.id, expires_at=LONG_AGO))
    save(session, RateWindow(key="old", started_at=LONG_AGO, count=3))
    service.count_try("new", 5, timedelta(minutes=1))
    forget_old()
    assert session.exec(select(UserSession.token_hash)).all() == [kept]
    assert session.exec(select(RateWindow.key)).all() == ["new"]
