"""The audit log: searched by those who may read it, and exported as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field
from sqlalchemy import Connection
from sqlmodel import Session

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep, get_reader, utc_now
from app.core.desks import Desk
from app.core.errors import NotFound
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, language, speaking
from app.core.templates import render
from app.identity import queries, rules
from app.identity.deps import AuditReader, OperatorDesk
from app.identity.queries import Wanted
from app.identity.rules import actions
from app.identity.rules.records import Place, differences, is_short, place
from app.identity.service import audit
from app.web.queries.subjects import found_subjects, subject_names
from app.web.rules.log_files import csv_parts, json_parts

LOG = "/dieu-hanh/nhat-ky"
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
BATCH = 1000
FILES = {"csv": (csv_parts, "text/csv"), "jsonl": (json_parts, "application/x-ndjson")}
FileReader = Annotated[Connection, Depends(get_reader)]
"""Kept until the last line of a file was sent."""
router = APIRouter(include_in_schema=False, dependencies=[Depends(require_token)])


class SearchIn(BaseModel):
    nguoi: Annotated[str, Field(max_length=80)] = ""
    viec: Annotated[str, Field(max_length=60)] = ""
    ve: Annotated[str, Field(max_length=200)] = ""
    tu: date | None = None
    den: date | None = None
    giup: bool = False


class ExportIn(SearchIn):
    dang: Annotated[str, Field(pattern="^(csv|jsonl)$")] = "csv"


@router.get(LOG)
def log_page(
    request: Request, reader: AuditReader, desk: OperatorDesk, session: SessionDep, truoc: str = ""
) -> Response:
    form = forms.read(SearchIn, request.query_params)
    if form.model is None:
        return _show(request, desk, form, status=422)
    wanted = _wanted(session, form.model)
    shown, older = queries.entries(session, wanted, place(truoc))
    return _show(
        request,
        desk,
        form,
        entries=shown,
        names=subject_names(session, shown),
        opens_accounts=rules.may(reader.role, rules.Permission.MANAGE_ACCOUNTS),
        older=_address(form, older) if older else "",
        newest=_address(form) if truoc else "",
    )


@router.get(f"{LOG}/{{entry_id}}")
def entry_page(
    request: Request, reader: AuditReader, desk: OperatorDesk, session: SessionDep, entry_id: UUID
) -> Response:
    """The whole difference that an entry holds."""
    entry = queries.entry(session, entry_id)
    if entry is None:
        raise NotFound
    return render(
        request,
        "web/audit_entry.html",
        desk=desk,
        entry=entry,
        changed=differences(entry.before, entry.after),
        names=subject_names(session, [entry]),
        opens_accounts=rules.may(reader.role, rules.Permission.MANAGE_ACCOUNTS),
        action_words=rules.action_words,
        subject_words=rules.subject_words,
    )


def _show(
    request: Request, desk: Desk, form: Form[Any], status: int = 200, **shown: Any
) -> Response:
    nothing: dict[str, Any] = {
        "entries": [],
        "names": {},
        "opens_accounts": False,
        "older": "",
        "newest": "",
    }
    known = sorted((gettext(words), action) for action, words in actions.ACTIONS.items())
    return render(
        request,
        "web/audit.html",
        status=status,
        desk=desk,
        form=form,
        actions=[(action, words) for words, action in known],
        action_words=rules.action_words,
        subject_words=rules.subject_words,
        differences=differences,
        is_short=is_short,
        **nothing | shown,
    )


def _wanted(session: Session, asked: SearchIn) -> Wanted:
    return Wanted(
        actors=queries.people_named(session, asked.nguoi) if asked.nguoi else None,
        action=asked.viec,
        subjects=found_subjects(session, asked.ve) if asked.ve else None,
        since=_midnight(asked.tu) if asked.tu else None,
        until=_midnight(asked.den + timedelta(days=1)) if asked.den else None,
        assisted=asked.giup,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)


def _address(form: Form[SearchIn], after: Place | None = None) -> str:
    """The same search, from the place `after` on."""
    kept = {name: form.value(name) for name in SearchIn.model_fields if form.value(name)}
    return "?" + urlencode(kept | ({"truoc": str(after)} if after else {}))


@router.post(f"{LOG}/xuat")
def export(
    request: Request,
    reader: AuditReader,
    desk: OperatorDesk,
    data: Submitted,
    session: SessionDep,
    lines: FileReader,
) -> Response:
    """The whole of what was searched for, as it is now; that it was taken is recorded too."""
    form = forms.read(ExportIn, data)
    if form.model is None:
        return _show(request, desk, form, status=422)
    wanted = _wanted(session, form.model)
    until = min(wanted.until or utc_now(), utc_now())
    wanted = replace(wanted, until=until)
    told = form.model.model_dump(mode="json", exclude_defaults=True)
    told["entries"] = queries.entry_count(session, wanted)
    audit(session, reader.id, "audit.export", reader, after=told)
    written, kind = FILES[form.model.dang]
    name = f"nhat-ky-{until.astimezone(VIETNAM):%Y%m%d-%H%M}.{form.model.dang}"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    body = _in_language(language(), written(_all(lines, wanted)))
    return StreamingResponse(body, 200, headers, kind)


def _all(connection: Connection, wanted: Wanted) -> Iterator[Sequence[Any]]:
    """Page by page, so that a million entries take no more memory than a thousand."""
    after: Place | None = None
    while batch := connection.execute(queries.log_page(wanted, after, BATCH)).all():
        yield batch
        after = Place(batch[-1].at, batch[-1].id)


def _in_language(lang: str, parts: Iterator[bytes]) -> Iterator[bytes]:
    """The file is written when the request's own context is gone."""
    while True:
        with speaking(lang):
            part = next(parts, None)
        if part is None:
            return
        yield part
