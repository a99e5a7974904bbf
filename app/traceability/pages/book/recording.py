"""One screen a record: filled in, kept or refused, or asked of the exchange.

A screen answers its own queue in the browser as well: whoever asks for JSON is told where the
record is, or what is wrong with it.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from sqlmodel import Session
from starlette.datastructures import FormData

from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import Conflict, Invalid, NotFound
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path, mark
from app.core.templates import render
from app.sellers.deps import CurrentMember, Member, SellerDesk
from app.traceability.models import JourneyEvent
from app.traceability.pages import fields
from app.traceability.pages.book import choices, uploads
from app.traceability.pages.book.home import BOOK, owner_of
from app.traceability.pages.book.reading import read_record
from app.traceability.rules.findings import NeedsReview
from app.traceability.rules.recording import RecordIn
from app.traceability.rules.screens import BY_SLUG, OUTPUT_ROWS, STEP_ROWS, Screen
from app.traceability.service.journeys import booking, evidence, reviews

WRITE = f"{BOOK}/ghi"
router = APIRouter(prefix=WRITE, include_in_schema=False, dependencies=[Depends(require_token)])
NO_REASON = mark("Mời viết vì sao số này đúng, để sàn xem.")


def screen_of(slug: str) -> Screen:
    """Raises NotFound."""
    if slug not in BY_SLUG:
        raise NotFound
    return BY_SLUG[slug]


OpenScreen = Annotated[Screen, Depends(screen_of)]


@dataclass
class Tried:
    """What became of a form: `event` if it was kept, `doubt` if a reviewer has to see it."""

    form: Form[RecordIn]
    event: JourneyEvent | None = None
    doubt: NeedsReview | None = None


@router.get("/{slug}")
def screen_page(
    request: Request,
    screen: OpenScreen,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    form = choices.fresh_form(session, member.seller.id, screen.kind)
    return show(request, screen, member, desk, session, Tried(form), status=200)


@router.post("/{slug}")
def record(
    request: Request,
    data: Submitted,
    screen: OpenScreen,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    """303 to the record; the same form again leads to the same record."""
    tried = attempt(session, member, read_record(screen.kind, data), data)
    if asks_for_json(request):
        return _as_json(tried)
    if tried.event is not None:
        return to_event(tried.event, done=True)
    return show(request, screen, member, desk, session, tried)


@router.post("/{slug}/xem-lai")
def ask(
    request: Request,
    data: Submitted,
    screen: OpenScreen,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    """Puts the form before the exchange, with a reason; what needs no review by now is kept."""
    tried = attempt(session, member, read_record(screen.kind, data), data)
    reason = str(data.get("reason") or "").strip()[:300]
    if tried.event is not None:
        return to_event(tried.event, done=True)
    if tried.doubt is None or tried.form.model is None or not reason:
        if tried.doubt is not None:
            tried.form.errors["reason"] = gettext(NO_REASON)
        return show(request, screen, member, desk, session, tried)
    review = reviews.ask(
        session, member.seller.id, tried.form.model, tried.doubt.findings, reason, member.user.id
    )
    return RedirectResponse(localised_path(f"{BOOK}/xem-lai/{review.code}"), 303)


def attempt(session: Session, member: Member, form: Form[RecordIn], data: FormData) -> Tried:
    """Keeps the record and its files if nothing speaks against it; what does goes to the form."""
    tried = Tried(form)
    photos = uploads.photographs(data, form)
    uploads.with_paper(session, member, data, form)
    if form.model is None or form.errors:
        return tried
    try:
        with session.begin_nested():
            tried.event, _ = booking.record(session, member.seller.id, form.model, member.user.id)
            evidence.add_photos(session, tried.event, photos, member.user.id)
    except Invalid as wrong:
        tried.event = None
        fields.refuse(form, wrong)
    except NeedsReview as doubt:
        tried.doubt = doubt
    except Conflict as conflict:
        form.errors[""] = gettext(str(conflict))
    return tried


def show(
    request: Request,
    screen: Screen,
    member: Member,
    desk: SellerDesk,
    session: Session,
    tried: Tried,
    *,
    status: int = 422,
    **context: Any,
) -> Response:
    return render(
        request,
        "traceability/book/screen.html",
        status=409 if tried.doubt else status,
        desk=desk,
        screen=screen,
        form=tried.form,
        doubt=tried.doubt,
        fresh=status == 200,
        owner=owner_of(member),
        output_rows=range(OUTPUT_ROWS),
        step_rows=range(STEP_ROWS),
        **choices.of_screen(session, member.seller.id, screen.kind),
        **context,
    )


def to_event(event: JourneyEvent, *, done: bool = False) -> RedirectResponse:
    return RedirectResponse(event_path(event) + ("?xong=1" if done else ""), 303)


def event_path(event: JourneyEvent) -> str:
    return localised_path(f"{BOOK}/muc/{event.code}")


def asks_for_json(request: Request) -> bool:
    return request.headers.get("accept", "").startswith("application/json")


def _as_json(tried: Tried) -> Response:
    if tried.event is not None:
        return JSONResponse({"at": event_path(tried.event)})
    if tried.doubt is not None:
        said = [finding.words() for finding in tried.doubt.findings]
        return JSONResponse({"why": "review", "said": said}, 409)
    return JSONResponse({"why": "invalid", "said": list(tried.form.errors.values())}, 422)
