"""What the rules would not take by themselves: asked of the exchange, answered with a reason."""

from uuid import UUID

from sqlmodel import Session, select

from app.core.db import utc_now
from app.core.errors import NotAllowed
from app.core.i18n import mark
from app.core.ids import new_code
from app.identity.service import audit
from app.sellers.queries.members import memberships
from app.traceability.models import Asked, BalanceReview, JourneyEvent
from app.traceability.rules import recording
from app.traceability.rules.findings import Finding
from app.traceability.rules.recording import RecordIn
from app.traceability.service.journeys import booking
from app.traceability.service.journeys.booking import CODE_LENGTH
from app.traceability.service.saving import in_turn


def belongs_to(session: Session, seller_id: UUID, user_id: UUID) -> bool:
    """Whether somebody works for this seller: then they cannot answer for its leaf."""
    return any(seller.id == seller_id for seller, _ in memberships(session, user_id))


class OwnReview(NotAllowed):
    """Nobody answers for the leaf of a seller that they belong to."""

    title = mark("Không tự duyệt cho đơn vị mình")


def ask(  # noqa: PLR0913, PLR0917  # whose record, what was found of it, and why it is right
    session: Session,
    seller_id: UUID,
    given: RecordIn,
    findings: list[Finding],
    reason: str,
    actor: UUID | None = None,
) -> BalanceReview:
    """Keeps the form for a reviewer; the same form asks once, with its latest words."""
    in_turn(session, seller_id)
    known = session.exec(
        select(BalanceReview).where(
            BalanceReview.seller_id == seller_id, BalanceReview.client_id == given.client_id
        )
    ).first()
    if known is not None and known.state is not Asked.PENDING:
        return known
    review = known or BalanceReview(
        code=new_code(CODE_LENGTH),
        seller_id=seller_id,
        client_id=given.client_id,
        kind=given.kind,
        facts={},
        findings=[],
        reason="",
        asked_by=actor,
    )
    review.facts, review.reason = booking.facts_of(given), reason
    review.findings = [finding.plain() for finding in findings]
    session.add(review)
    session.flush()  # the audit entry names it
    audit(session, actor, "balance_review.ask", review, reason=reason)
    return review


def approve(session: Session, review: BalanceReview, actor: UUID, answer: str) -> JourneyEvent:
    """Keeps the record on the reviewer's word; a second click finds the same record.

    Raises OwnReview, Invalid where it does not fit the balance for another reason by now.
    """
    _lock(session, review, actor)
    given = recording.read(review.kind, review.facts | {"client_id": review.client_id})
    if review.state is Asked.PENDING:
        _answer(session, review, Asked.APPROVED, actor, answer)
        audit(session, actor, "balance_review.approve", review, reason=answer)
    event, _ = booking.record(session, review.seller_id, given, review.asked_by, review=review)
    return event


def reject(session: Session, review: BalanceReview, actor: UUID, answer: str) -> None:
    """Nothing is kept of it but the question and its answer. Raises OwnReview."""
    _lock(session, review, actor)
    if review.state is Asked.PENDING:
        _answer(session, review, Asked.REJECTED, actor, answer)
        audit(session, actor, "balance_review.reject", review, reason=answer)


def _lock(session: Session, review: BalanceReview, actor: UUID) -> None:
    in_turn(session, review.seller_id)
    session.refresh(review)
    if belongs_to(session, review.seller_id, actor):
        raise OwnReview


def _answer(
    session: Session, review: BalanceReview, state: Asked, actor: UUID, answer: str
) -> None:
    review.state, review.answered_at = state, utc_now()
    review.answered_by, review.answer = actor, answer
    session.flush()  # the record refers to it
