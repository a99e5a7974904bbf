"""Sentences that officers often have to say, by what they decide about."""

from typing import Annotated
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
from app.moderation.models import Topic

REASONS = "/dieu-hanh/mau-ly-do"
router = APIRouter(prefix=REASONS, include_in_schema=False, dependencies=[Depends(require_token)])


@router.get("")
def reason_list(
    request: Request,
    reader: DeskReader,
    desk: OperatorDesk,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    return _show(request, reader, desk, session, Form(), done=xong)


@router.post("")
def add(
    request: Request,
    data: Submitted,
    keeper: WordKeeper,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(service.ReasonIn, data)
    if form.model is None:
        return _show(request, keeper, desk, session, form, status=422)
    service.save_reason(session, keeper.id, form.model)
    return _to_list("luu")


@router.post("/{template_id}/bo")
def retire(template_id: UUID, keeper: WordKeeper, session: SessionDep) -> Response:
    service.retire_reason(session, keeper.id, template_id)
    return _to_list("bo")


def _to_list(done: str) -> RedirectResponse:
    return RedirectResponse(localised_path(f"{REASONS}?xong={done}"), 303)


def _show(
    request: Request,
    reader: DeskReader,
    desk: OperatorDesk,
    session: SessionDep,
    form: Form[service.ReasonIn],
    *,
    status: int = 200,
    done: str = "",
) -> Response:
    known = queries.templates(session)
    return render(
        request,
        "moderation/reasons.html",
        status=status,
        desk=desk,
        form=form,
        topics={topic: [row for row in known if row.topic is topic] for topic in Topic},
        editable=may(reader.role, Permission.KEEP_WORDS),
        done=done,
    )
