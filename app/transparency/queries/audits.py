"""What self-audits found, and how the log stands."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Subquery, text
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.transparency.models import SelfAuditFinding, SelfAuditRun

RUNS = 30
_STATE = text("""
    SELECT (SELECT count(*) FROM log_pending) AS waiting,
        run.finished_at AS audited_at, run.findings
    FROM (SELECT) AS one
    LEFT JOIN LATERAL (
        SELECT finished_at, (
            SELECT count(*) FROM self_audit_finding
            WHERE run_id = last.id AND check_name = 'log' AND kind <> 'late'
        ) AS findings
        FROM self_audit_run AS last ORDER BY finished_at DESC LIMIT 1
    ) AS run ON true
""")


@dataclass(frozen=True)
class State:
    """`waiting` entries have no place in the tree yet; `findings` are of the log, by the last
    self-audit: a queue that is late alters no record.
    """

    waiting: int
    audited_at: datetime | None
    findings: int | None


def state(connection: Connection) -> State:
    row = connection.execute(_STATE).one()
    return State(row.waiting, row.audited_at, row.findings)


def open_findings() -> Subquery:
    """Of the last self-audit, whatever the check; their `seen_since`."""
    newest = col(SelfAuditRun.finished_at).desc()
    last = columns(col(SelfAuditRun.id)).order_by(newest).limit(1).scalar_subquery()
    found = columns(col(SelfAuditFinding.seen_since)).where(col(SelfAuditFinding.run_id) == last)
    return found.subquery("self_audit")


def runs(session: Session) -> list[SelfAuditRun]:
    """The last ones, the newest first."""
    newest = col(SelfAuditRun.finished_at).desc()
    return list(session.exec(select(SelfAuditRun).order_by(newest).limit(RUNS)))


def findings(session: Session, run: SelfAuditRun) -> list[SelfAuditFinding]:
    mine = select(SelfAuditFinding).where(SelfAuditFinding.run_id == run.id)
    return list(session.exec(mine.order_by(col(SelfAuditFinding.id))))
