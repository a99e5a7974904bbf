"""Records are put right by further records; what follows from them follows at once."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from app.core.db import utc_now
from app.core.errors import Invalid
from app.identity.models import User
from app.traceability.models import Asked, Correction, JourneyEvent, Lot, LotStatus, Material
from app.traceability.queries import desk
from app.traceability.rules.materials import ErrorReason, EventKind
from app.traceability.service import RunIn, print_labels
from app.traceability.service.journeys import corrections
from app.traceability.service.journeys.corrections import AlreadyCorrected, SecondPersonNeeded
from app.traceability.service.journeys.recomputing import (
    BEHIND,
    SHORT,
    UNCLAIMED,
    UNPACKED,
)
from app.traceability.service.labels import OVERLABELLED, NothingToLabel, void_excess
from app.traceability.service.publication import OnHold, publish_lot, renew_next_lot
from tests.factories import make_area, make_user
from tests.traceability.journeys.workshop import Workshop, disagreements


@pytest.fixture
def workshop(session: Session) -> Workshop:
    return Workshop(session)


@pytest.fixture
def writer(session: Session) -> User:
    return make_user(session)


def correct(
    workshop: Workshop, event: JourneyEvent, writer: User | None = None, **changes: Any
) -> Correction:
    """What holds instead is what was told, with these changes; without any it did not happen."""
    facts = event.facts | changes if changes else None
    reason = ErrorReason.INCORRECT_DATA if changes else ErrorReason.DID_NOT_OCCUR
    actor = writer.id if writer else None
    with workshop.session.begin_nested():
        return corrections.correct(workshop.session, event, reason, "Cân nhầm.", actor, facts=facts)


def packed(workshop: Workshop, grams: int = 100_000) -> tuple[Material, Material, Lot]:
    leaf = workshop.pick(grams)
    tea = workshop.dry((leaf, grams), grams=grams // 5)
    return leaf, tea, workshop.pack((tea, grams // 5), packs=grams // 500)


def test_a_harvest_that_was_smaller_leaves_less(workshop: Workshop, session: Session) -> None:
    leaf = workshop.pick(100_000)
    correct(workshop, workshop.event_of(leaf), grams=90_000)
    assert leaf.left == 90_000
    assert leaf.shares == {"gi:Tân Cương": 90_000}
    assert disagreements(session) == []


def test_a_harvest_that_did_not_happen_leaves_nothing(workshop: Workshop, session: Session) -> None:
    leaf = workshop.pick(100_000)
    correct(workshop, workshop.event_of(leaf))
    assert (leaf.grams, leaf.shares) == (0, {})
    assert disagreements(session) == []


def test_whoever_used_more_than_there_was_is_on_hold_with_all_that_came_of_it(
    workshop: Workshop, session: Session
) -> None:
    leaf, tea, lot = packed(workshop)
    correct(workshop, workshop.event_of(leaf), grams=90_000)
    assert (leaf.held_reason, tea.held_reason, lot.held_reason) == (SHORT, BEHIND, BEHIND)
    with pytest.raises(Invalid):
        workshop.blend((tea, 1), grams=1)
    with pytest.raises(OnHold):
        publish_lot(session, lot)
    assert disagreements(session) == []


def test_what_is_put_right_again_is_on_hold_no_longer(workshop: Workshop, session: Session) -> None:
    leaf, tea, lot = packed(workshop)
    event = workshop.event_of(leaf)
    correct(workshop, event, grams=90_000)
    second = session.exec(select(JourneyEvent).where(JourneyEvent.corrects_id == event.id)).one()
    correct(workshop, second, grams=100_000)
    assert (leaf.held_reason, tea.held_reason, lot.held_reason) == ("", "", "")
    assert disagreements(session) == []


def test_a_label_that_says_what_no_longer_holds_puts_the_lot_on_hold(
    workshop: Workshop, session: Session
) -> None:
    outside = make_area(session, workshop.seller, hectares=2, ward_code="00004")
    leaf, _, lot = packed(workshop)
    correct(workshop, workshop.event_of(leaf), growing_area_id=str(outside.id))
    assert (lot.shares, lot.held_reason) == ({}, UNCLAIMED)


def test_packets_that_become_fewer_than_their_labels_put_the_lot_on_hold(
    workshop: Workshop, session: Session
) -> None:
    writer, second = make_user(session), make_user(session)
    *_, lot = packed(workshop)
    _publish(session, lot)
    print_labels(session, lot, RunIn(template="a4-65", labels=200, number=1))
    asked = correct(workshop, _event(session, lot, EventKind.PACK), writer, packs=150)
    corrections.approve(session, asked, second.id)
    assert (lot.packs, lot.held_reason) == (150, OVERLABELLED)
    with pytest.raises(NothingToLabel):
        print_labels(session, lot, RunIn(template="a4-65", labels=1, reason="x", number=2))
    assert void_excess(session, lot, "Huỷ tem thừa.") == 45
    assert lot.held_reason == ""


def test_packing_that_did_not_happen_puts_the_lot_on_hold(
    workshop: Workshop, session: Session
) -> None:
    _, tea, lot = packed(workshop)
    correct(workshop, _event(session, lot, EventKind.PACK))
    assert (lot.held_reason, tea.left) == (UNPACKED, 20_000)
    assert disagreements(session) == []


def test_a_corrective_record_is_checked_as_any_other(workshop: Workshop, session: Session) -> None:
    leaf, tea, _ = packed(workshop)
    with pytest.raises(Invalid):
        correct(workshop, workshop.event_of(tea), outputs=[{"grams": 100_001}])
    assert (leaf.left, tea.grams) == (0, 20_000)
    assert disagreements(session) == []


def test_a_record_is_corrected_once_and_then_its_correction(workshop: Workshop) -> None:
    event = workshop.event_of(workshop.pick())
    correct(workshop, event, grams=90_000)
    with pytest.raises(AlreadyCorrected):
        correct(workshop, event, grams=80_000)


def _event(session: Session, lot: Lot, kind: EventKind) -> JourneyEvent:
    statement = select(JourneyEvent).where(JourneyEvent.lot_id == lot.id)
    return session.exec(statement.where(JourneyEvent.kind == kind)).one()


def _publish(session: Session, lot: Lot) -> None:
    """Without the papers of a whole product."""
    lot.status, lot.published_at = LotStatus.PUBLISHED, utc_now()
    session.flush()


class TestASecondPerson:
    def test_is_needed_for_what_is_public(
        self, workshop: Workshop, session: Session, writer: User
    ) -> None:
        leaf, _, lot = packed(workshop)
        _publish(session, lot)
        asked = correct(workshop, workshop.event_of(leaf), writer, grams=99_000)
        assert (asked.state, leaf.grams, lot.held_reason) == (Asked.PENDING, 100_000, "")

    def test_is_needed_for_what_is_older_than_a_day(
        self, workshop: Workshop, session: Session, writer: User
    ) -> None:
        event = workshop.event_of(workshop.pick())
        event.recorded_at -= timedelta(hours=25)
        with session.no_autoflush:
            assert corrections.needs_second(session, event)
        session.expire(event)

    def test_is_not_who_asked(self, workshop: Workshop, session: Session, writer: User) -> None:
        leaf, _, lot = packed(workshop)
        _publish(session, lot)
        asked = correct(workshop, workshop.event_of(leaf), writer, grams=99_000)
        with pytest.raises(SecondPersonNeeded):
            corrections.approve(session, asked, writer.id)
        assert leaf.grams == 100_000

    def test_agrees_and_it_holds_once(
        self, workshop: Workshop, session: Session, writer: User
    ) -> None:
        leaf, _, lot = packed(workshop)
        _publish(session, lot)
        asked = correct(workshop, workshop.event_of(leaf), writer, grams=110_000)
        second = make_user(session)
        for _ in range(2):
            corrections.approve(session, asked, second.id)
        assert (asked.state, leaf.grams, leaf.left) == (Asked.APPROVED, 110_000, 10_000)
        assert lot.held_reason == ""
        assert disagreements(session) == []

    def test_says_no_and_all_stays(
        self, workshop: Workshop, session: Session, writer: User
    ) -> None:
        leaf, _, lot = packed(workshop)
        _publish(session, lot)
        event = workshop.event_of(leaf)
        asked = correct(workshop, event, writer, grams=99_000)
        corrections.reject(session, asked, make_user(session).id, "Số cân lúc hái là đúng.")
        assert (asked.state, leaf.grams) == (Asked.REJECTED, 100_000)
        assert correct(workshop, event, writer, grams=99_500).state is Asked.PENDING


def test_the_public_journey_shows_what_was_said_and_what_is_right(
    workshop: Workshop, session: Session
) -> None:
    leaf, _, lot = packed(workshop)
    correct(workshop, workshop.event_of(leaf), grams=110_000)
    journey = desk.journey(session, lot.id)
    (right,) = [step for step in journey if step.corrects_id]
    (wrong,) = [step for step in journey if step.id == right.corrects_id]
    assert (wrong.stage, wrong.grams_out, right.grams_out) == ("harvest", 100_000, 110_000)


def test_what_is_on_hold_is_not_the_next_on_sale(workshop: Workshop, session: Session) -> None:
    leaf, _, lot = packed(workshop)
    _publish(session, lot)
    assert renew_next_lot(session, lot.product_id)
    asked = correct(workshop, workshop.event_of(leaf), make_user(session), grams=90_000)
    corrections.approve(session, asked, make_user(session).id)
    from app.catalog.models import Product  # noqa: PLC0415

    assert session.get_one(Product, lot.product_id).next_lot is None


def test_a_test_that_did_not_take_place_has_no_report(workshop: Workshop, session: Session) -> None:
    from app.traceability.models import LabReport  # noqa: PLC0415

    *_, lot = packed(workshop)
    event = workshop.write(
        EventKind.TEST, lot=lot.code, number="1187", laboratory="Phòng thử nghiệm mẫu",
        result="Đạt",
    )  # fmt: skip
    reports = select(LabReport).where(LabReport.lot_id == lot.id)
    assert session.exec(reports).one().number == "1187"
    correct(workshop, event)
    assert session.exec(reports).all() == []


def test_a_spray_that_was_told_wrong_opens_the_garden_again(workshop: Workshop) -> None:
    event = workshop.write(
        EventKind.FARM_LOG, days_ago=5, clock="07:00", growing_area_id=workshop.area.id,
        work="spray", product="Abamectin", waiting_days=14,
    )  # fmt: skip
    with pytest.raises(Invalid):
        workshop.pick()
    correct(workshop, event, waiting_days=0)
    assert workshop.pick().grams == 100_000


@pytest.mark.parametrize("table", ["journey_event", "material_flow", "error_declaration"])
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_itself_lets_nobody_change_a_record(
    session: Session, table: str, act: str
) -> None:
    with pytest.raises(IntegrityError, match="add a correction"), session.begin_nested():
        session.connection().execute(text(act.format(table)))


def test_the_database_itself_holds_that_no_more_is_used_than_there_is(
    workshop: Workshop, session: Session
) -> None:
    leaf = workshop.pick(100)
    more = text("UPDATE material SET used_grams = 101 WHERE id = :id")
    with pytest.raises(IntegrityError, match="material_balance_check"), session.begin_nested():
        session.connection().execute(more, {"id": leaf.id})
