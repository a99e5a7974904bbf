"""Harvests pasted from a spreadsheet: first what would be written, then written."""

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path
from app.core.templates import render
from app.sellers.deps import CurrentMember, SellerDesk
from app.traceability.pages.book.home import BOOK
from app.traceability.queries import desk as queries
from app.traceability.rules import pasting
from app.traceability.rules.recording import RecordIn
from app.traceability.service.journeys.pasting import Told, try_rows, write_rows

PASTE = f"{BOOK}/dan-bang"
MOST_LETTERS = 60_000
router = APIRouter(prefix=PASTE, include_in_schema=False, dependencies=[Depends(require_token)])


@router.get("")
def paste_page(
    request: Request, member: CurrentMember, desk: SellerDesk, session: SessionDep
) -> Response:
    return _show(request, member, desk, session, Form(), [])


@router.post("")
def paste(
    request: Request,
    data: Submitted,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    """What would be written, row by row; with `viec=ghi` it is, if no row has a fault."""
    form: Form[RecordIn] = Form({"rows": str(data.get("rows") or "")[:MOST_LETTERS]})
    try:
        rows = pasting.rows(form.value("rows"))
    except ValueError as wrong:
        form.errors["rows"] = gettext(str(wrong))
        return _show(request, member, desk, session, form, [])
    act = write_rows if data.get("viec") == "ghi" else try_rows
    told = act(session, member.seller.id, rows, member.user.id)
    if act is write_rows and not any(one.faults for one in told):
        return RedirectResponse(localised_path(BOOK), 303)
    return _show(request, member, desk, session, form, told)


def _show(
    request: Request,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
    form: Form[RecordIn],
    told: list[Told],
) -> Response:
    faulty = any(one.faults for one in told)
    return render(
        request,
        "traceability/book/paste.html",
        status=422 if faulty or form.errors else 200,
        desk=desk,
        form=form,
        told=told,
        columns=pasting.COLUMNS,
        faults=sum(bool(one.faults) for one in told),
        new=sum(not one.known and not one.faults for one in told),
        areas=queries.own_areas(session, member.seller.id),
    )
