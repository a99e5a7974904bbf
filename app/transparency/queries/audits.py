"""What self-audits found, and how the log stands."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text
from sqlmodel import Session, col, select

from app.transparency.models import SelfAuditFinding, SelfAuditRun

RUNS = 30
_STATE = text("""
    SELECT (SELECT count(*) FROM log_pending) AS waiting,
        run.finished_at AS audited_at, run.findings
    FROM (SELECT) AS one
    LEFT JOIN LATERAL (
        SELECT finished_at, findings FROM self_audit_run ORDER BY finished_at DESC LIMIT 1
    ) AS run ON true
""")


@dataclass(frozen=True)
class State:
    """`waiting` entries have no place in the tree yet; `findings` are of the last self-audit."""

    waiting: int
    audited_at: datetime | None
    findings: int | None


def state(connection: Connection) -> State:
    row = connection.execute(_STATE).one()
    return State(row.waiting, row.audited_at, row.findings)


def runs(session: Session) -> list[SelfAuditRun]:
    """The last ones, the newest first."""
    newest = col(SelfAuditRun.finished_at).desc()
    return list(session.exec(select(SelfAuditRun).order_by(newest).limit(RUNS)))


def findings(session: Session, run: SelfAuditRun) -> list[SelfAuditFinding]:
    mine = select(SelfAuditFinding).where(SelfAuditFinding.run_id == run.id)
    return list(session.exec(mine.order_by(col(SelfAuditFinding.id))))
