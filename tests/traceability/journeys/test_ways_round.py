"""Ways round the balance that somebody might try: none of them leads anywhere."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.core import days
from app.core.errors import Invalid
from app.traceability.models import Asked, JourneyEvent, LotStatus
from app.traceability.queries import desk
from app.traceability.queries.labels import active_of
from app.traceability.rules.findings import NeedsReview
from app.traceability.rules.materials import ErrorReason, EventKind
from app.traceability.service import RunIn, print_labels
from app.traceability.service.journeys import corrections
from app.traceability.service.journeys.declared import book_declared
from app.traceability.service.labels import VoidIn, void_labels
from app.traceability.service.lots import LotClosed, LotIn, record_lot
from tests.factories import make_lot, make_member, make_operator, make_variant
from tests.traceability.journeys.workshop import Workshop, disagreements


@pytest.fixture
def workshop(session: Session) -> Workshop:
    return Workshop(session)


def test_a_lot_of_the_book_is_not_weighed_anew_in_the_short_form(
    workshop: Workshop, session: Session
) -> None:
    tea = workshop.dry((workshop.pick(), 100_000), grams=20_000)
    lot = workshop.pack((tea, 1_000), packs=10)
    more = LotIn.model_validate(lot).model_copy(update={"bulk_grams": 1_000_000, "packs": 10_000})
    with pytest.raises(LotClosed):
        record_lot(session, workshop.seller.id, more)
    assert (lot.packs, disagreements(session)) == (10, [])


def test_a_label_is_given_up_once(workshop: Workshop, session: Session) -> None:
    tea = workshop.dry((workshop.pick(), 100_000), grams=20_000)
    lot = workshop.pack((tea, 10_000), packs=100)
    lot.status = LotStatus.PUBLISHED
    print_labels(session, lot, RunIn(template="a4-65", labels=100, number=1))
    again = RunIn(template="a4-65", labels=100, given_up=100, reason="Rách cả cuộn.", number=2)
    print_labels(session, lot, again)
    assert void_labels(session, lot, 1, VoidIn(whole=True, reason="Rách cả cuộn.")) == 0
    assert active_of(session, lot.id) == 100
    with pytest.raises(Invalid):
        print_labels(session, lot, RunIn(template="a4-65", labels=4, reason="Thêm.", number=3))


def test_a_colleagues_consent_stands_for_no_reviewers(workshop: Workshop, session: Session) -> None:
    writer, colleague = (make_member(session, workshop.seller) for _ in range(2))
    tea = workshop.dry((workshop.pick(), 100_000), grams=20_000)
    workshop.pack((tea, 10_000), packs=100).status = LotStatus.PUBLISHED
    event = workshop.event_of(tea)
    facts = event.facts | {"outputs": [{"grams": 40_000}], "note": "Cân lại rồi."}
    asked = corrections.correct(
        session, event, ErrorReason.INCORRECT_DATA, "Cân lại.", writer.id, facts=facts
    )
    assert asked.state is Asked.PENDING
    with pytest.raises(NeedsReview), session.begin_nested():
        corrections.approve(session, asked, colleague.id)
    session.refresh(asked)
    assert (asked.state, tea.grams) == (Asked.PENDING, 20_000)
    corrections.approve(session, asked, make_operator(session).id)
    assert tea.grams == 40_000


def test_a_packing_is_not_corrected_into_other_packets(
    workshop: Workshop, session: Session
) -> None:
    tea = workshop.dry((workshop.pick(), 100_000), grams=20_000)
    lot = workshop.pack((tea, 1_000), packs=10)
    packing = select(JourneyEvent).where(JourneyEvent.lot_id == lot.id)
    event = session.exec(packing.where(JourneyEvent.kind == EventKind.PACK)).one()
    small = make_variant(session, seller_id=workshop.seller.id, net_grams=10)
    facts = event.facts | {"variant_id": str(small.id), "packs": 100}
    with pytest.raises(Invalid) as raised, session.begin_nested():
        corrections.correct(
            session, event, ErrorReason.INCORRECT_DATA, "Nhầm gói.", None, facts=facts
        )
    assert "variant_id" in raised.value.fields


def spray(workshop: Workshop, *, days_ago: int, waiting_days: int) -> None:
    workshop.write(
        EventKind.FARM_LOG, days_ago=days_ago, clock="07:00", growing_area_id=workshop.area.id,
        work="spray", product="Abamectin", waiting_days=waiting_days,
    )  # fmt: skip


def test_the_short_form_keeps_the_waiting_time_after_a_spray(
    workshop: Workshop, session: Session
) -> None:
    spray(workshop, days_ago=6, waiting_days=14)
    variant = make_variant(session, seller_id=workshop.seller.id)
    picked = days.today() - timedelta(days=5)
    lot = make_lot(
        session, variant, seller_id=workshop.seller.id, growing_area_id=workshop.area.id,
        harvested_on=picked, packed_on=picked, picking_standard="bup", fresh_grams=31_000,
    )  # fmt: skip
    with pytest.raises(Invalid, match="cách ly"), session.begin_nested():
        book_declared(session, lot, None)


def test_a_spray_that_is_told_after_the_harvest_is_looked_at(workshop: Workshop) -> None:
    workshop.pick(days_ago=4)
    with pytest.raises(NeedsReview):
        spray(workshop, days_ago=6, waiting_days=14)


def test_leaf_is_weighed_in_once(workshop: Workshop) -> None:
    leaf = workshop.pick(100_000)
    told = {"material": leaf.code, "came_grams": 90_000}
    workshop.write(EventKind.RECEIPT, days_ago=4, clock="08:00", **told)
    with pytest.raises(Invalid):
        workshop.write(EventKind.RECEIPT, days_ago=4, clock="08:30", **told)
    assert leaf.left == 90_000


def test_nothing_is_moved_past_its_own_use(workshop: Workshop, session: Session) -> None:
    leaf = workshop.pick(100_000)
    workshop.dry((leaf, 100_000), grams=20_000)
    event = workshop.event_of(leaf)
    with pytest.raises(Invalid), session.begin_nested():
        corrections.correct(
            session, event, ErrorReason.INCORRECT_DATA, "Nhầm giờ.", None,
            facts=event.facts | {"clock": "10:00"},
        )  # fmt: skip
    assert disagreements(session) == []


def test_whom_a_seller_delivers_to_is_told_to_nobody(workshop: Workshop, session: Session) -> None:
    tea = workshop.dry((workshop.pick(), 100_000), grams=20_000)
    lot = workshop.pack((tea, 10_000), packs=100)
    workshop.write(EventKind.SHIP, lot=lot.code, packs=5, to="Bà Nguyễn Thị Mẫu")
    assert "Mẫu" not in " ".join(step.note for step in desk.journey(session, lot.id))
