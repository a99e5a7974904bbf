"""What is recorded by whoever hears of it, rather than by who did it."""

from datetime import timedelta

from sqlmodel import Session, col, select

from app import wiring
from app.core.db import utc_now
from app.core.options import Option
from app.identity.models import AuditEntry
from app.identity.rules.actions import SUBJECTS
from tests.factories import make_operator

HOURS = Option("tests.hours", 24)


def test_an_option_that_is_set_leaves_what_held_before_and_what_holds_then(
    session: Session,
) -> None:
    wiring.connect()
    by, tomorrow = make_operator(session).id, utc_now() + timedelta(days=1)
    HOURS.set(session, 48, by=by)
    HOURS.set(session, 12, by=None, since=tomorrow)
    recorded = select(AuditEntry).where(AuditEntry.action == "option.set")
    entries = session.exec(recorded.order_by(col(AuditEntry.id))).all()
    assert [entry.actor_id for entry in entries] == [by, None]
    assert [entry.before for entry in entries] == [{"tests.hours": 24}, {"tests.hours": 48}]
    said = [entry.after and entry.after["tests.hours"] for entry in entries]
    assert said == [48, 12]
    assert entries[1].after
    assert entries[1].after["valid_from"] == tomorrow.isoformat()
    assert {entry.subject_type for entry in entries} <= set(SUBJECTS)
