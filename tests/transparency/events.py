"""Hashes of events that nobody needs to have recorded, and tampering behind the triggers."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from app.transparency.models import SelfAuditFinding, SelfAuditRun
from app.transparency.service.self_audit import run_audit


def event_hash(number: int) -> str:
    """In the form of CBV 2.0; another for each number."""
    return f"ni:///sha-256;{sha256(b'event %d' % number).hexdigest()}?ver=CBV2.0"


def hashes(count: int, first: int = 0) -> list[str]:
    return [event_hash(number) for number in range(first, first + count)]


@contextmanager
def behind_the_triggers(session: Session) -> Iterator[None]:
    """As a superuser of the database could, who leaves no trace there."""
    session.connection().execute(text("SET LOCAL session_replication_role = replica"))
    yield
    session.connection().execute(text("SET LOCAL session_replication_role = origin"))


def tamper(session: Session, statement: str, **values: Any) -> None:
    with behind_the_triggers(session):
        done = session.connection().execute(text(statement), values)
        assert done.rowcount > 0, statement


def found(session: Session) -> list[tuple[str, str]]:
    """What a self-audit names now: kinds and subjects."""
    run = run_audit(session)
    session.flush()
    rows = findings(session, run)
    assert len(rows) == run.findings
    return [(row.kind, row.subject) for row in rows]


def findings(session: Session, run: SelfAuditRun) -> list[SelfAuditFinding]:
    mine = select(SelfAuditFinding).where(SelfAuditFinding.run_id == run.id)
    return list(session.exec(mine.order_by(col(SelfAuditFinding.id))))
