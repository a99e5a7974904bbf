"""The operator's desk of the workshops' books: what the balance doubts, what is to be corrected."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from app.core import forms
from app.core.csrf import require_token
from app.core.days import today
from app.core.db import SessionDep
from app.core.desks import Waiting
from app.core.errors import DomainError, Invalid
from app.core.forms import Form, Submitted
from app.core.i18n import localised_path
from app.core.ids import normalise_code
from app.core.templates import render
from app.identity.deps import DeskReader, DocumentReader, OperatorDesk, Weigher
from app.sellers.models import Seller
from app.traceability.models import BalanceReview, Correction, JourneyEvent
from app.traceability.pages.book.shown import entries, said_of
from app.traceability.pages.book.told import beside, told
from app.traceability.pages.book.uploads import as_file
from app.traceability.queries import book, reviewing
from app.traceability.queries import choices as offers
from app.traceability.queries.options import SEASON_GRAMS_PER_HECTARE
from app.traceability.rules.materials import NAMES
from app.traceability.service.journeys import corrections, evidence, reviews
from app.traceability.service.journeys.gardens import picked_in

DOUBTS = "/dieu-hanh/can-doi"
router = APIRouter(prefix=DOUBTS, include_in_schema=False, dependencies=[Depends(require_token)])


class AnswerIn(BaseModel):
    """Whoever answers says why: the seller reads it, and whoever looks later."""

    answer: Annotated[str, Field(min_length=3, max_length=300)]


def any_review(code: str, _: DeskReader, session: SessionDep) -> tuple[BalanceReview, Seller]:
    return reviewing.any_review(session, normalise_code(code))


def any_correction(code: str, _: DeskReader, session: SessionDep) -> tuple[Correction, Seller]:
    return reviewing.any_correction(session, normalise_code(code))


AnyReview = Annotated[tuple[BalanceReview, Seller], Depends(any_review)]
AnyCorrection = Annotated[tuple[Correction, Seller], Depends(any_correction)]


@router.get("")
def queue(request: Request, desk: OperatorDesk, session: SessionDep) -> Response:
    count, oldest = reviewing.counted(session)
    return render(
        request,
        "traceability/weighing_queue.html",
        desk=desk.counting(can_doi=Waiting(count, oldest)),
        reviews=reviewing.waiting_reviews(session),
        corrections=reviewing.waiting_corrections(session),
        names=NAMES,
    )


@router.get("/dinh-chinh/{code}")
def correction_page(
    request: Request, found: AnyCorrection, desk: OperatorDesk, session: SessionDep
) -> Response:
    return _show_correction(request, found, desk, session, Form())


@router.post("/dinh-chinh/{code}/duyet")
def agree(
    request: Request,
    data: Submitted,
    found: AnyCorrection,
    operator: Weigher,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    """As the second person; a second click changes nothing."""
    form = forms.read(AnswerIn, data)
    if form.model is None:
        return _show_correction(request, found, desk, session, form)
    try:
        with session.begin_nested():
            corrections.approve(session, found[0], operator.id, form.model.answer)
    except Invalid as wrong:
        return _show_correction(request, found, desk, session, form, wrong)
    return _to(f"{DOUBTS}/dinh-chinh/{found[0].code}")


@router.post("/dinh-chinh/{code}/tu-choi")
def refuse(
    request: Request,
    data: Submitted,
    found: AnyCorrection,
    operator: Weigher,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(AnswerIn, data)
    if form.model is None:
        return _show_correction(request, found, desk, session, form)
    corrections.reject(session, found[0], operator.id, form.model.answer)
    return _to(f"{DOUBTS}/dinh-chinh/{found[0].code}")


@router.get("/phieu/{code}/tep")
def paper_file(code: str, reader: DocumentReader, session: SessionDep) -> Response:
    """A laboratory's paper; that this officer saw it is written down."""
    paper = reviewing.any_paper(session, normalise_code(code))
    return as_file(paper, evidence.open_paper(session, paper, reader.id))


@router.get("/{code}")
def review_page(
    request: Request, found: AnyReview, desk: OperatorDesk, session: SessionDep
) -> Response:
    return _show(request, found, desk, session, Form())


@router.post("/{code}/duyet")
def approve(
    request: Request,
    data: Submitted,
    found: AnyReview,
    operator: Weigher,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    """The record is kept on the operator's word. Raises OwnReview."""
    form = forms.read(AnswerIn, data)
    if form.model is None:
        return _show(request, found, desk, session, form)
    try:
        with session.begin_nested():
            reviews.approve(session, found[0], operator.id, form.model.answer)
    except Invalid as wrong:
        return _show(request, found, desk, session, form, wrong)
    return _to(f"{DOUBTS}/{found[0].code}")


@router.post("/{code}/tu-choi")
def reject(
    request: Request,
    data: Submitted,
    found: AnyReview,
    operator: Weigher,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(AnswerIn, data)
    if form.model is None:
        return _show(request, found, desk, session, form)
    reviews.reject(session, found[0], operator.id, form.model.answer)
    return _to(f"{DOUBTS}/{found[0].code}")


def _to(path: str) -> RedirectResponse:
    return RedirectResponse(localised_path(path), 303)


def _show(
    request: Request,
    found: tuple[BalanceReview, Seller],
    desk: OperatorDesk,
    session: SessionDep,
    form: Form[AnswerIn],
    wrong: DomainError | None = None,
) -> Response:
    """The doubt, with what the seller wrote lately and what the garden has given this year."""
    review, seller = found
    names = offers.names_in(session, seller.id, [review.facts])
    rows = book.entries_of(session, reviewing.recent_events(session, seller.id))
    return render(
        request,
        "traceability/weighing_review.html",
        status=422 if wrong or form.errors else 200,
        desk=desk,
        review=review,
        seller=seller,
        title=NAMES[review.kind],
        said=said_of(review.findings),
        facts=told(review.facts, names),
        season=_season(session, review),
        entries=entries(session, rows),
        paper=evidence.paper_of(session, seller.id, review.facts.get("paper") or ""),
        form=form,
        wrong=wrong,
    )


def _season(session: SessionDep, review: BalanceReview) -> dict[str, Any] | None:
    area = reviewing.garden_of(session, review)
    if area is None:
        return None
    limit = round(area.hectares * SEASON_GRAMS_PER_HECTARE.get(session))
    picked = picked_in(session, area.id, today().year)
    return {"area": area, "picked": picked, "limit": limit, "more": review.facts.get("grams", 0)}


def _show_correction(
    request: Request,
    found: tuple[Correction, Seller],
    desk: OperatorDesk,
    session: SessionDep,
    form: Form[AnswerIn],
    wrong: DomainError | None = None,
) -> Response:
    correction, seller = found
    event = session.get_one(JourneyEvent, correction.event_id)
    facts = [event.facts, *([correction.facts] if correction.facts else [])]
    names = offers.names_in(session, seller.id, facts)
    return render(
        request,
        "traceability/weighing_correction.html",
        status=422 if wrong or form.errors else 200,
        desk=desk,
        correction=correction,
        seller=seller,
        event=event,
        title=NAMES[event.kind],
        changes=beside(event.facts, correction.facts, names),
        told=told(event.facts, names),
        form=form,
        wrong=wrong,
    )
