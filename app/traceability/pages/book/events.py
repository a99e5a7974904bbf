"""One record: what was told, what was found of it, and how it is put right."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.core import media
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import Conflict, Invalid, NotFound
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path, mark
from app.core.templates import render
from app.sellers.deps import CurrentMember, CurrentSeller, Member, SellerDesk
from app.sellers.models import Seller
from app.traceability.deps import OwnEvent
from app.traceability.models import Correction, JourneyEvent
from app.traceability.models.materials import Asked
from app.traceability.pages import fields
from app.traceability.pages.book import choices, uploads
from app.traceability.pages.book.home import BOOK
from app.traceability.pages.book.reading import read_record, typed_again
from app.traceability.pages.book.recording import event_path
from app.traceability.pages.book.shown import entries
from app.traceability.pages.book.told import beside, told
from app.traceability.queries import book
from app.traceability.queries import choices as offers
from app.traceability.rules.findings import NeedsReview
from app.traceability.rules.materials import ErrorReason, EventKind
from app.traceability.rules.recording import RecordIn
from app.traceability.rules.screens import BY_KIND, OUTPUT_ROWS, STEP_ROWS
from app.traceability.service.journeys import booking, corrections, evidence

EVENTS = f"{BOOK}/muc"
router = APIRouter(prefix=EVENTS, include_in_schema=False, dependencies=[Depends(require_token)])
NO_NOTE = mark("Mời viết vì sao, người xem sổ sẽ đọc.")


@router.get("/{code}")
def event_page(
    request: Request,
    event: OwnEvent,
    seller: CurrentSeller,
    desk: SellerDesk,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=12)] = "",
) -> Response:
    return show(request, event, seller, desk, session, done=xong)


def show(
    request: Request,
    event: JourneyEvent,
    seller: Seller,
    desk: Any,
    session: SessionDep,
    *,
    done: str = "",
    form: Form[Any] | None = None,
) -> Response:
    """The record, with what holds instead beside it once it was declared an error."""
    right = book.corrective_of(session, event.id)
    told_of = [event.facts, *([right.facts] if right else [])]
    names = offers.names_in(session, seller.id, told_of)
    photos = book.photos_of(session, event.id)
    (entry,) = entries(session, book.entries_of(session, [event.id]))
    return render(
        request,
        "traceability/book/event.html",
        status=422 if form else 200,
        desk=desk,
        event=event,
        entry=entry,
        facts=told(event.facts, names),
        error=book.error_of(session, event.id),
        right=right,
        changes=beside(event.facts, right.facts, names) if right else [],
        corrected=session.get(JourneyEvent, event.corrects_id) if event.corrects_id else None,
        flows=book.flows_with_materials(session, event.id),
        photos=[(photo.content_hash, media.has_sizes(photo.content_hash)) for photo in photos],
        paper=evidence.paper_of(session, seller.id, event.facts.get("paper") or ""),
        second=corrections.needs_second(session, event),
        can_change=event.kind in BY_KIND,
        form=form or Form(),
        done=done,
    )


@router.post("/{code}/anh")
def add_photo(
    request: Request,
    data: Submitted,
    event: OwnEvent,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    """Photographs that were taken at the time and sent later."""
    form: Form[RecordIn] = Form()
    photos = uploads.photographs(data, form)
    if not photos and not form.errors:
        form.errors["photo"] = gettext(mark("Mời chọn một tấm ảnh."))
    if not form.errors:
        try:
            evidence.add_photos(session, event, photos, member.user.id)
        except Invalid as wrong:
            fields.refuse(form, wrong)
        else:
            return RedirectResponse(event_path(event) + "?xong=anh", 303)
    return show(request, event, member.seller, desk, session, form=form)


@router.get("/{code}/phieu/tep")
def paper_file(event: OwnEvent, member: CurrentMember, session: SessionDep) -> Response:
    """The laboratory's paper of a test; that it was opened is written down. Raises NotFound."""
    paper = evidence.paper_of(session, member.seller.id, event.facts.get("paper") or "")
    if paper is None:
        raise NotFound
    return uploads.as_file(paper, evidence.open_paper(session, paper, member.user.id))


@router.get("/{code}/dinh-chinh")
def correction_page(
    request: Request, event: OwnEvent, member: CurrentMember, desk: SellerDesk, session: SessionDep
) -> Response:
    form: Form[RecordIn] = Form(typed_again(event.facts))
    return _show_form(request, event, member, desk, session, form, status=200)


@router.post("/{code}/dinh-chinh")
def correct(
    request: Request,
    data: Submitted,
    event: OwnEvent,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    """303 to the record that holds now, or to the correction that waits for a second person."""
    form = _read_again(event, data)
    note = form.value("correction_note")
    if not note:
        form.errors["correction_note"] = gettext(NO_NOTE)
    if form.model is not None and not form.errors:
        facts = booking.facts_of(form.model)
        asked = _correct(session, event, ErrorReason.INCORRECT_DATA, note, member, form, facts)
        if asked is not None:
            return to_outcome(session, event, asked)
    return _show_form(request, event, member, desk, session, form)


@router.post("/{code}/khong-xay-ra")
def strike(
    request: Request,
    data: Submitted,
    event: OwnEvent,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    """Declares that the record never happened, with a reason."""
    form: Form[RecordIn] = Form({"strike_note": str(data.get("strike_note") or "").strip()[:300]})
    note = form.value("strike_note")
    if not note:
        form.errors["strike_note"] = gettext(NO_NOTE)
    else:
        asked = _correct(session, event, ErrorReason.DID_NOT_OCCUR, note, member, form, None)
        if asked is not None:
            return to_outcome(session, event, asked)
    return show(request, event, member.seller, desk, session, form=form)


def _read_again(event: JourneyEvent, data: Submitted) -> Form[RecordIn]:
    """The same kind of record; what the form does not show stays as it was."""
    form = read_record(event.kind, data)
    kept = event.facts.get("paper")
    if form.model is not None and kept:
        form.model = form.model.model_copy(update={"paper": kept})
    return form


def _correct(  # what is wrong, why, by whom, and what holds instead
    session: SessionDep,
    event: JourneyEvent,
    reason: ErrorReason,
    note: str,
    member: Member,
    form: Form[RecordIn],
    facts: dict[str, Any] | None,
) -> Correction | None:
    try:
        with session.begin_nested():
            return corrections.correct(
                session, event, reason, note[:300], member.user.id, facts=facts
            )
    except Invalid as wrong:
        fields.refuse(form, wrong)
    except NeedsReview as doubt:
        form.errors[""] = str(doubt)
    except Conflict as conflict:
        form.errors[""] = gettext(str(conflict))
    return None


def to_outcome(session: SessionDep, event: JourneyEvent, asked: Correction) -> RedirectResponse:
    if asked.state is Asked.PENDING:
        path = localised_path(f"{BOOK}/dinh-chinh/{asked.code}")
        return RedirectResponse(path, 303)
    right = book.corrective_of(session, event.id)
    return RedirectResponse(event_path(right or event) + "?xong=dinh-chinh", 303)


def _show_form(
    request: Request,
    event: JourneyEvent,
    member: Member,
    desk: Any,
    session: SessionDep,
    form: Form[RecordIn],
    status: int = 422,
) -> Response:
    if event.kind not in BY_KIND:
        raise Conflict(mark("Mục này do lô khai một lần mà có: mời đính chính ở trang của lô."))
    return render(
        request,
        "traceability/book/correct.html",
        status=status,
        desk=desk,
        event=event,
        screen=BY_KIND[event.kind],
        form=form,
        fresh=False,
        second=corrections.needs_second(session, event),
        output_rows=range(OUTPUT_ROWS),
        step_rows=range(STEP_ROWS),
        **choices.of_screen(session, member.seller.id, EventKind(event.kind), event),
    )
