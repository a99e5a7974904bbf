"""The nightly recomputation: every check that a domain has added, and what disagrees.

A check reads at one moment and yields what it finds as it goes, so that a log of any length takes
the same memory. Domains above add theirs in `wiring`: `add_check(AuditCheck(…))`.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from sqlmodel import Session, col, select

from app.core import jobs, page_cache
from app.core.db import snapshot, utc_now
from app.core.i18n import mark
from app.identity.models import User
from app.identity.service import audit
from app.transparency.models import SelfAuditFinding, SelfAuditRun
from app.transparency.service import log_check
from app.transparency.service.publishing import TAG

AUDIT = "transparency.self_audit"
KEPT = 200
"""Findings of one check that are kept word for word; the rest is counted."""
FAILED = "failed"
log = structlog.get_logger(__name__)
Key = tuple[str, str, str]
"""Check, kind and subject: what makes two findings of different runs the same."""
_NEWEST = col(SelfAuditRun.finished_at).desc()


@dataclass(frozen=True)
class AuditCheck:
    """`find(session, looked)` yields `(kind, subject, facts)`: what disagrees, about which row, and
    what a sentence about it needs (JSON values); it counts in `looked` what it went through.

    `words` are sentences by kind, with places for `facts` and `{subject}`; `counted` names what
    is counted. `title` and all words are marked Vietnamese texts.
    """

    name: str
    title: str
    find: Callable[[Session, Counter[str]], Iterator[tuple[str, str, dict[str, Any]]]]
    words: dict[str, str] = field(default_factory=dict)
    counted: dict[str, str] = field(default_factory=dict)


LOG = AuditCheck("log", mark("Sổ công khai"), log_check.find, log_check.WORDS, log_check.COUNTED)
_checks = {LOG.name: LOG}


def add_check(check: AuditCheck) -> None:
    """Once a process; a second one of the same name takes its place."""
    _checks[check.name] = check


def checks() -> dict[str, AuditCheck]:
    return dict(_checks)


def order_audit(session: Session, officer: User) -> None:
    """Once this transaction has committed; two at once follow one another."""
    audit(session, officer.id, "log.check", officer)
    jobs.defer(session, AUDIT, lock=AUDIT)


def run_audit(session: Session) -> SelfAuditRun:
    """Runs every check and keeps the result, in the caller's transaction; that begins with the
    writing, since checks of a long log take minutes.
    """
    started = utc_now()
    results = [_result(check) for check in checks().values()]
    last = session.exec(select(SelfAuditRun).order_by(_NEWEST).limit(1)).first()
    run = SelfAuditRun(
        started_at=started,
        finished_at=utc_now(),
        counts={result.name: dict(result.looked) for result in results},
        findings=sum(result.total for result in results),
    )
    session.add(run)
    session.flush()  # the findings refer to it
    before = _open_findings(session, last)
    good_at = last.finished_at if last else None
    for result in results:
        for key, facts in result.kept:
            since, good = before.get(key, (started, good_at))
            session.add(_finding(run, key, facts, since, good))
    page_cache.touch(session, TAG)
    if run.findings:
        log.error("self-audit: something disagrees", findings=run.findings, run=str(run.id))
    return run


@dataclass
class _Result:
    """What one check looked at and found."""

    name: str
    looked: Counter[str]
    kept: list[tuple[Key, dict[str, Any]]]
    total: int = 0


def _result(check: AuditCheck) -> _Result:
    result = _Result(check.name, Counter(), [])
    for kind, subject, facts in _findings(check, result.looked):
        result.total += 1
        if result.total <= KEPT:
            result.kept.append(((check.name, kind, subject[:200]), facts))
    return result


def _findings(check: AuditCheck, looked: Counter[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """One check that breaks is a finding, and keeps none of the others from running."""
    try:
        with snapshot() as connection, Session(connection) as session:
            yield from check.find(session, looked)
    except Exception as error:
        log.exception("self-audit: a check broke off", check=check.name)
        yield FAILED, check.name, {"error": f"{type(error).__name__}: {error}"[:500]}


def _open_findings(
    session: Session, last: SelfAuditRun | None
) -> dict[Key, tuple[datetime, datetime | None]]:
    """Of the last run: since when each is seen, and when all was well before."""
    if last is None:
        return {}
    rows = session.exec(select(SelfAuditFinding).where(SelfAuditFinding.run_id == last.id))
    return {(row.check_name, row.kind, row.subject): (row.seen_since, row.good_at) for row in rows}


def _finding(
    run: SelfAuditRun, key: Key, facts: dict[str, Any], since: datetime, good: datetime | None
) -> SelfAuditFinding:
    name, kind, subject = key
    return SelfAuditFinding(
        run_id=run.id,
        check_name=name,
        kind=kind,
        subject=subject,
        facts=facts,
        seen_since=since,
        good_at=good,
    )
