"""What the rules would not take alone is kept on a reviewer's word, or not at all."""

from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, col, select

from app.identity.models import User
from app.traceability.models import Asked, BalanceReview, JourneyEvent
from app.traceability.rules.findings import NeedsReview
from app.traceability.rules.materials import EventKind
from app.traceability.rules.recording import RecordIn, read
from app.traceability.service.journeys import booking, reviews
from app.traceability.service.journeys.reviews import OwnReview
from tests.factories import make_member, make_operator
from tests.traceability.journeys.workshop import Workshop, disagreements, when

REASON = "Lá già sau mưa đá, đã cân lại hai lần."


@pytest.fixture
def workshop(session: Session) -> Workshop:
    return Workshop(session)


@pytest.fixture
def operator(session: Session) -> User:
    return make_operator(session)


def too_good(workshop: Workshop) -> RecordIn:
    """A batch with half the leaf that its tea takes."""
    leaf = workshop.pick(100_000)
    facts: dict[str, Any] = {
        "client_id": uuid4(),
        "inputs": [{"material": leaf.code, "grams": 100_000}],
        "outputs": [{"grams": 40_000}],
        "note": "Cân lại rồi.",
    }
    return read(EventKind.PROCESS, facts | when(4, "09:00"))


def asked(workshop: Workshop, given: RecordIn) -> BalanceReview:
    session, seller_id = workshop.session, workshop.seller.id
    with pytest.raises(NeedsReview) as raised, session.begin_nested():
        booking.record(session, seller_id, given)
    return reviews.ask(session, seller_id, given, raised.value.findings, REASON)


def test_the_same_form_asks_once(workshop: Workshop) -> None:
    given = too_good(workshop)
    assert asked(workshop, given).id == asked(workshop, given).id


def test_on_a_reviewers_word_the_record_is_kept_once(
    workshop: Workshop, session: Session, operator: User
) -> None:
    review = asked(workshop, too_good(workshop))
    first, again = (reviews.approve(session, review, operator.id, "Đã xem ảnh.") for _ in "12")
    assert first.id == again.id
    assert (first.review_id, review.state, review.answer) == (
        review.id,
        Asked.APPROVED,
        "Đã xem ảnh.",
    )
    assert [found["rule"] for found in first.findings] == ["R2"]
    assert disagreements(session) == []


def test_without_it_nothing_is_kept(workshop: Workshop, session: Session, operator: User) -> None:
    review = asked(workshop, too_good(workshop))
    reviews.reject(session, review, operator.id, "Không thể có.")
    kinds = session.exec(
        select(JourneyEvent.kind).where(col(JourneyEvent.seller_id) == workshop.seller.id)
    ).all()
    assert (review.state, kinds) == (Asked.REJECTED, [EventKind.HARVEST])


def test_nobody_answers_for_their_own_leaf(workshop: Workshop, session: Session) -> None:
    review = asked(workshop, too_good(workshop))
    with pytest.raises(OwnReview):
        reviews.approve(session, review, make_member(session, workshop.seller).id, "Được.")
    assert review.state is Asked.PENDING
