"""The operator's page of self-audits: what was recomputed, and what disagrees since when."""

from collections import defaultdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.i18n import gettext, localised_path, mark
from app.core.templates import render
from app.identity.deps import OperatorDesk, SelfAuditor
from app.transparency.models import SelfAuditFinding, SelfAuditRun
from app.transparency.queries import audits, tree
from app.transparency.service import publishing, self_audit

HOME = "/dieu-hanh/tu-kiem"
BROKE_OFF = mark("Phép kiểm dừng giữa chừng: {error}")
router = APIRouter(prefix=HOME, include_in_schema=False, dependencies=[Depends(require_token)])


@router.get("")
def audit_page(
    request: Request,
    reader: SelfAuditor,
    desk: OperatorDesk,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    runs = audits.runs(session)
    found = audits.findings(session, runs[0]) if runs else []
    return render(
        request,
        "transparency/self_audit.html",
        desk=desk,
        runs=runs,
        checks=_looked_at(runs[0]) if runs else [],
        findings=[(one, _title(one), _sentence(one)) for one in found],
        checkpoint=tree.newest_checkpoint(session.connection()),
        state=audits.state(session.connection()),
        done=xong,
    )


def _looked_at(run: SelfAuditRun) -> list[tuple[str, list[tuple[str, int]]]]:
    """Each check's title, and what it went through."""
    known = self_audit.checks()
    return [
        (
            gettext(known[name].title) if name in known else name,
            [(_counted(name, what), count) for what, count in sorted(looked.items())],
        )
        for name, looked in run.counts.items()
    ]


def _counted(name: str, what: str) -> str:
    check = self_audit.checks().get(name)
    return gettext(check.counted.get(what, what)) if check else what


def _title(finding: SelfAuditFinding) -> str:
    check = self_audit.checks().get(finding.check_name)
    return gettext(check.title) if check else finding.check_name


def _sentence(finding: SelfAuditFinding) -> str:
    """What the check's words say of it; a kind without words is named as it is."""
    check = self_audit.checks().get(finding.check_name)
    words = {self_audit.FAILED: BROKE_OFF} | (check.words if check else {})
    facts: dict[str, Any] = defaultdict(str, finding.facts | {"subject": finding.subject})
    return gettext(words.get(finding.kind, f"{finding.kind}: {{subject}}")).format_map(facts)


@router.post("")
def order_audit(officer: SelfAuditor, session: SessionDep) -> Response:
    self_audit.order_audit(session, officer)
    return RedirectResponse(localised_path(f"{HOME}?xong=kiem"), 303)


@router.post("/dong-dau")
def order_checkpoint(officer: SelfAuditor, session: SessionDep) -> Response:
    publishing.order_checkpoint(session, officer)
    return RedirectResponse(localised_path(f"{HOME}?xong=dau"), 303)
