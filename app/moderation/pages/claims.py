"""Words that may not be said of goods: the list, a new rule, and a sentence to try them on."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.forms import Form, Submitted
from app.core.i18n import localised_path
from app.core.templates import render
from app.identity.deps import DeskReader, OperatorDesk, WordKeeper
from app.identity.rules import Permission, may
from app.moderation import queries, service
from app.moderation.models import ClaimRule
from app.moderation.rules.claims import Severity, found, pieces

CLAIMS = "/dieu-hanh/tu-cam"
PAGE = 40
router = APIRouter(prefix=CLAIMS, include_in_schema=False, dependencies=[Depends(require_token)])


@router.get("")
def claim_list(
    request: Request,
    reader: DeskReader,
    desk: OperatorDesk,
    session: SessionDep,
    thu: Annotated[str, Query(max_length=500)] = "",
    xong: Annotated[str, Query(max_length=20)] = "",
    muc: Severity = Severity.BLOCK,
    tu: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> Response:
    form: Form[service.ClaimIn] = Form({"severity": "block"})
    return _show(request, reader, desk, session, form, tried=thu, done=xong, drawer=muc, start=tu)


@router.post("")
def add(
    request: Request,
    data: Submitted,
    keeper: WordKeeper,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(service.ClaimIn, data)
    if form.model is None:
        return _show(request, keeper, desk, session, form, status=422)
    service.save_claim(session, keeper.id, form.model)
    return _to_list("luu", form.model.severity)


@router.post("/{rule_id}/bo")
def end(rule_id: UUID, keeper: WordKeeper, session: SessionDep) -> Response:
    service.end_claim(session, keeper.id, rule_id)
    return _to_list("bo")


def _to_list(done: str, drawer: Severity = Severity.BLOCK) -> RedirectResponse:
    return RedirectResponse(localised_path(f"{CLAIMS}?xong={done}&muc={drawer}"), 303)


def _show(
    request: Request,
    reader: DeskReader,
    desk: OperatorDesk,
    session: SessionDep,
    form: Form[service.ClaimIn],
    *,
    status: int = 200,
    tried: str = "",
    drawer: Severity = Severity.BLOCK,
    start: int = 0,
    **given: Any,
) -> Response:
    hits = found(tried, queries.claims(session)) if tried else []
    return render(
        request,
        "moderation/claims.html",
        status=status,
        desk=desk,
        form=form,
        rules=_by_severity(queries.open_rules(session)),
        drawer=drawer,
        start=start,
        step=PAGE,
        ended=queries.ended_rules(session),
        editable=may(reader.role, Permission.KEEP_WORDS),
        tried=tried,
        hits=hits,
        pieces=pieces(tried, hits),
        **{"done": ""} | given,
    )


def _by_severity(rules: Any) -> dict[str, list[ClaimRule]]:
    return {kind: [rule for rule in rules if rule.severity is kind] for kind in Severity}
