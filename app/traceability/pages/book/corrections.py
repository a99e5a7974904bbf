"""What waits for a second person, and what was asked of the exchange, at the seller's desk."""

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import DomainError, Invalid
from app.core.forms import Submitted
from app.core.i18n import localised_path
from app.core.templates import render
from app.sellers.deps import CurrentMember, Member, SellerDesk
from app.traceability.deps import OwnCorrection, OwnReview
from app.traceability.models import Correction, JourneyEvent
from app.traceability.pages.book.home import BOOK
from app.traceability.pages.book.shown import said_of
from app.traceability.pages.book.told import beside, told
from app.traceability.queries import book
from app.traceability.queries import choices as offers
from app.traceability.rules.materials import NAMES
from app.traceability.rules.screens import BY_KIND
from app.traceability.service.journeys import corrections

router = APIRouter(prefix=BOOK, include_in_schema=False, dependencies=[Depends(require_token)])


@router.get("/dinh-chinh/{code}")
def correction_page(
    request: Request,
    correction: OwnCorrection,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    return _show(request, correction, member, desk, session)


@router.post("/dinh-chinh/{code}/dong-y")
def agree(
    request: Request,
    correction: OwnCorrection,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    """Raises SecondPersonNeeded for whoever asked; a second click changes nothing."""
    try:
        with session.begin_nested():
            corrections.approve(session, correction, member.user.id)
    except Invalid as wrong:
        return _show(request, correction, member, desk, session, wrong)
    return _to(correction)


@router.post("/dinh-chinh/{code}/tu-choi")
def refuse(
    correction: OwnCorrection, data: Submitted, member: CurrentMember, session: SessionDep
) -> Response:
    """The record stays as it was; whoever asked takes it back the same way."""
    answer = str(data.get("answer") or "").strip()[:300]
    corrections.reject(session, correction, member.user.id, answer)
    return _to(correction)


def _to(correction: Correction) -> Response:
    return RedirectResponse(localised_path(f"{BOOK}/dinh-chinh/{correction.code}"), 303)


def _show(
    request: Request,
    correction: Correction,
    member: Member,
    desk: SellerDesk,
    session: SessionDep,
    wrong: DomainError | None = None,
) -> Response:
    event = session.get_one(JourneyEvent, correction.event_id)
    facts = [event.facts, *([correction.facts] if correction.facts else [])]
    names = offers.names_in(session, member.seller.id, facts)
    return render(
        request,
        "traceability/book/correction.html",
        status=wrong.status if wrong else 200,
        desk=desk,
        correction=correction,
        event=event,
        title=NAMES[event.kind],
        changes=beside(event.facts, correction.facts, names),
        told=told(event.facts, names),
        right=book.event_of(session, correction),
        own=correction.asked_by == member.user.id,
        wrong=wrong,
    )


@router.get("/xem-lai/{code}")
def review_page(
    request: Request,
    review: OwnReview,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    names = offers.names_in(session, member.seller.id, [review.facts])
    return render(
        request,
        "traceability/book/review.html",
        desk=desk,
        review=review,
        title=NAMES[review.kind],
        screen=BY_KIND.get(review.kind),
        said=said_of(review.findings),
        facts=told(review.facts, names),
        event=book.event_of(session, review),
    )
