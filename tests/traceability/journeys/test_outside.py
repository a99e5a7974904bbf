"""What a seller's own system captures is weighed against the book."""

from typing import Any

import pytest
from sqlmodel import Session, select

from app.core.errors import DomainError, Invalid
from app.epcis import service as epcis
from app.epcis.models import EpcisEvent
from app.traceability.models import JourneyEvent, Material, MaterialAlias
from app.traceability.rules.epcis_events import contexts, material_uri
from app.traceability.rules.materials import ErrorReason, EventKind
from app.traceability.service.journeys import captured, corrections
from app.traceability.service.journeys.outside import NotInTheBook
from tests.traceability.journeys.workshop import Workshop, disagreements, when

LEAF = "urn:example:leaf:1"
TEA = "urn:example:tea:1"


@pytest.fixture
def workshop(session: Session) -> Workshop:
    from app import wiring  # noqa: PLC0415  # who listens to captured events

    wiring.connect()
    return Workshop(session)


def moment(days_ago: int, clock: str) -> str:
    told = when(days_ago, clock)
    return f"{told['day']}T{told['clock']}:00.000+07:00"


def weighed(uri: str, kilograms: float) -> dict[str, Any]:
    return {"epcClass": uri, "quantity": kilograms, "uom": "KGM"}


def said(kind: str, at: str, **facts: Any) -> dict[str, Any]:
    return {
        "@context": contexts(captured.base()),
        "type": kind,
        "eventTime": at,
        "eventTimeZoneOffset": "+07:00",
    } | facts


def harvest(workshop: Workshop, kilograms: float = 100, uri: str = LEAF) -> dict[str, Any]:
    place = captured.place_of(workshop.session, workshop.seller.id, workshop.area.id)
    return said(
        "ObjectEvent", moment(4, "06:00"), action="ADD", bizStep="commissioning",
        readPoint={"id": place}, quantityList=[weighed(uri, kilograms)],
        ilmd={"tn:pickingStandard": "bup"},
    )  # fmt: skip


def batch(taken: list[dict[str, Any]], made: list[dict[str, Any]]) -> dict[str, Any]:
    return said(
        "TransformationEvent", moment(4, "09:00"), bizStep="creating_class_instance",
        inputQuantityList=taken, outputQuantityList=made,
    )  # fmt: skip


def capture(workshop: Workshop, event: dict[str, Any]) -> bool:
    with workshop.session.begin_nested():
        return epcis.capture_one(workshop.session, workshop.seller.id, event)[1]


def material(session: Session, uri: str) -> Material:
    statement = select(Material).join(MaterialAlias).where(MaterialAlias.uri == uri)
    return session.exec(statement).one()


def test_leaf_and_tea_of_another_system_stand_in_the_book(
    workshop: Workshop, session: Session
) -> None:
    capture(workshop, harvest(workshop))
    capture(workshop, batch([weighed(LEAF, 100)], [weighed(TEA, 20)]))
    assert material(session, LEAF).left == 0
    assert (material(session, TEA).left, material(session, TEA).fresh_grams) == (20_000, 100_000)
    assert len(session.exec(select(EpcisEvent)).all()) == 2
    assert disagreements(session) == []


def test_the_same_event_twice_is_booked_once(workshop: Workshop, session: Session) -> None:
    assert capture(workshop, harvest(workshop))
    assert not capture(workshop, harvest(workshop))
    assert len(session.exec(select(JourneyEvent)).all()) == 1


@pytest.mark.parametrize(("taken", "made"), [(100.1, 20), (100, 50), (100, 100.1)])
def test_what_the_balance_does_not_allow_is_not_captured(
    workshop: Workshop, session: Session, taken: float, made: float
) -> None:
    capture(workshop, harvest(workshop))
    with pytest.raises(DomainError):
        capture(workshop, batch([weighed(LEAF, taken)], [weighed(TEA, made)]))
    assert material(session, LEAF).left == 100_000
    assert len(session.exec(select(EpcisEvent)).all()) == 1


def test_nobody_uses_what_is_somebody_elses(workshop: Workshop, session: Session) -> None:
    leaf = Workshop(session).pick()
    uri = material_uri(captured.base(), leaf.code)
    with pytest.raises(NotInTheBook, match="không phải"):
        capture(workshop, batch([weighed(uri, 1)], [weighed(TEA, 0.2)]))


def test_nobody_makes_up_an_address_of_ours(workshop: Workshop) -> None:
    invented = material_uri(captured.base(), "K7Q4M9MXDT")
    with pytest.raises(NotInTheBook, match="không phải"):
        capture(workshop, harvest(workshop, uri=invented))


def test_nothing_comes_to_be_a_second_time(workshop: Workshop) -> None:
    leaf = workshop.pick()
    with pytest.raises(NotInTheBook, match="đã có trong sổ"):
        capture(workshop, harvest(workshop, uri=material_uri(captured.base(), leaf.code)))


def test_a_batch_out_of_the_book_weighs_all_that_goes_in_and_comes_out(
    workshop: Workshop,
) -> None:
    capture(workshop, harvest(workshop))
    pieces = {"epcClass": TEA, "quantity": 20}
    for taken, made in (
        ([weighed(LEAF, 50), weighed("urn:example:other", 50)], [weighed(TEA, 20)]),
        ([weighed(LEAF, 100)], [pieces]),
    ):
        with pytest.raises(NotInTheBook):
            capture(workshop, batch(taken, made))


def test_what_nobody_weighed_in_a_known_garden_is_no_material(
    workshop: Workshop, session: Session
) -> None:
    elsewhere = harvest(workshop) | {"readPoint": {"id": "urn:example:garden"}}
    assert capture(workshop, elsewhere)
    assert session.exec(select(Material)).all() == []


def test_packets_that_leave_are_counted(workshop: Workshop) -> None:
    tea = workshop.dry((workshop.pick(), 100_000), grams=20_000)
    lot = workshop.pack((tea, 10_000), packs=100)

    def ship(packs: int, clock: str) -> dict[str, Any]:
        goods = {"epcClass": captured.lot_uri(lot), "quantity": packs}
        return said(
            "ObjectEvent", moment(1, clock), action="OBSERVE", bizStep="shipping",
            quantityList=[goods],
        )  # fmt: skip

    capture(workshop, ship(60, "08:00"))
    with pytest.raises(Invalid):
        capture(workshop, ship(41, "09:00"))


def test_a_record_of_the_book_is_corrected_in_the_book(
    workshop: Workshop, session: Session
) -> None:
    capture(workshop, harvest(workshop))
    record = session.exec(select(JourneyEvent)).one()
    event_hash = captured.hash_of(session, record.id)
    assert event_hash
    with pytest.raises(NotInTheBook, match="sổ xưởng"), session.begin_nested():
        epcis.declare_error(session, workshop.seller.id, event_hash, "did_not_occur")
    corrections.correct(session, record, ErrorReason.DID_NOT_OCCUR, "Ghi nhầm.", None)
    assert material(session, LEAF).grams == 0
    assert record.kind is EventKind.HARVEST
