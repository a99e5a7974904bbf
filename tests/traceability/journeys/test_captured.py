"""Records of the book as EPCIS events: valid, logged, public with their lot, declared wrong."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from app.epcis.models import EpcisError, EpcisEvent, EpcisPublication
from app.traceability.models import CapturedEvent, JourneyEvent, Lot, LotStatus
from app.traceability.rules.materials import ErrorReason, EventKind
from app.traceability.service import RecallIn, recall_lot
from app.traceability.service.journeys import corrections
from app.traceability.service.journeys.captured import lot_uri, publish_lot_events
from tests.traceability.journeys.workshop import Workshop


@pytest.fixture
def workshop(session: Session) -> Workshop:
    return Workshop(session)


@pytest.fixture
def lot(workshop: Workshop) -> Lot:
    """With a record of every kind behind it or about it."""
    area = {"growing_area_id": workshop.area.id}
    workshop.write(
        EventKind.FARM_LOG, days_ago=20, clock="07:00", work="spray", product="Abamectin",
        dose="10 ml", waiting_days=7, **area,
    )  # fmt: skip
    leaf = workshop.pick(100_000, note="Sáng có sương.")
    workshop.write(
        EventKind.RECEIPT, days_ago=4, clock="08:00", material=leaf.code, came_grams=99_000,
        rejected_grams=1_000,
    )  # fmt: skip
    steps = [{"stage": "fix", "clock": "09:00", "minutes": 8, "celsius": 245}]
    one = workshop.dry((leaf, 49_000), grams=9_800, steps=steps)
    two = workshop.dry((leaf, 49_000), grams=9_800)
    mixed = workshop.blend((one, 9_800), (two, 9_800), grams=19_600)
    lot = workshop.pack((mixed, 19_600), packs=196)
    workshop.write(
        EventKind.TEST, days_ago=1, clock="08:00", lot=lot.code, number="1187",
        laboratory="Phòng thử nghiệm mẫu", result="Đạt",
    )  # fmt: skip
    workshop.write(EventKind.SHIP, days_ago=1, clock="09:00", lot=lot.code, packs=5, to="Hà Nội")
    return lot


def events(session: Session) -> dict[str, EpcisEvent]:
    """By the stage that they tell; the last one of each."""
    found = session.exec(select(EpcisEvent).order_by(col(EpcisEvent.event_time))).all()
    return {event.body["tn:stage"]: event for event in found}


def test_a_record_of_every_kind_is_an_event_by_the_schema(lot: Lot, session: Session) -> None:
    """The repository refuses what its schema does not allow."""
    told = {kind: event.kind for kind, event in events(session).items()}
    assert told == {
        "farm_log": "ObjectEvent",
        "harvest": "ObjectEvent",
        "receipt": "ObjectEvent",
        "process": "TransformationEvent",
        "blend": "TransformationEvent",
        "pack": "TransformationEvent",
        "test": "ObjectEvent",
        "ship": "ObjectEvent",
    }


def test_kilograms_and_packets_are_those_of_the_book(lot: Lot, session: Session) -> None:
    known = events(session)
    assert _amounts(known["harvest"].body["quantityList"]) == [(100, "KGM")]
    assert _amounts(known["blend"].body["inputQuantityList"]) == [(9.8, "KGM"), (9.8, "KGM")]
    assert _amounts(known["pack"].body["outputQuantityList"]) == [(196, None)]
    assert known["pack"].body["ilmd"]["cbvmda:lotNumber"] == lot.lot_number


def _amounts(listed: list[dict[str, Any]]) -> list[tuple[float, str | None]]:
    return [(element["quantity"], element.get("uom")) for element in listed]


def test_every_event_has_its_place_in_the_log(lot: Lot, session: Session) -> None:
    unlogged = text("""
        SELECT count(*) FROM captured_event c WHERE NOT EXISTS (
            SELECT FROM log_entry l
            WHERE l.event_hash = c.event_hash AND l.seller_id = c.seller_id
        )
    """)
    assert session.connection().execute(unlogged).scalar_one() == 0
    assert len(session.exec(select(CapturedEvent)).all()) == 9


def public(session: Session) -> set[str]:
    statement = select(EpcisEvent).join(EpcisPublication)
    return {event.body["tn:stage"] for event in session.exec(statement).all()}


def test_nothing_is_public_before_its_lot_and_deliveries_never_are(
    lot: Lot, session: Session
) -> None:
    assert public(session) == set()
    publish_lot_events(session, lot)
    assert public(session) == {"harvest", "receipt", "process", "blend", "pack", "test"}


def test_a_correction_is_an_error_declaration_with_what_holds_instead(
    lot: Lot, workshop: Workshop, session: Session
) -> None:
    record = session.exec(select(JourneyEvent).where(JourneyEvent.kind == EventKind.RECEIPT)).one()
    corrections.correct(
        session, record, ErrorReason.INCORRECT_DATA, "Cân nhầm.", None,
        facts=record.facts | {"rejected_grams": 500},
    )  # fmt: skip
    error = session.exec(select(EpcisError)).one()
    wrong = session.get_one(EpcisEvent, error.event_id)
    (right,) = error.corrective_ids
    stands = session.exec(select(EpcisEvent).where(EpcisEvent.event_id == right)).one()
    assert (wrong.body["tn:rejectedKilograms"], stands.body["tn:rejectedKilograms"]) == (1, 0.5)
    assert error.reason.endswith("incorrect_data")


def test_a_recall_is_an_event_that_everybody_reads(lot: Lot, session: Session) -> None:
    from app import wiring  # noqa: PLC0415  # who listens to a recall

    wiring.connect()
    lot.status = LotStatus.PUBLISHED
    recall_lot(session, lot, RecallIn(reason="Mép túi hàn không kín."))
    told = select(EpcisEvent).where(EpcisEvent.disposition == "recalled")
    event = session.exec(told.join(EpcisPublication)).one()
    assert event.body["quantityList"] == [{"epcClass": lot_uri(lot), "quantity": 196}]
