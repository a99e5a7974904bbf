"""What the commands promise other domains, and what the database itself refuses."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from app.epcis import service
from app.epcis.models import EpcisError, EpcisEvent, EpcisThing
from app.epcis.queries.events import events_of, own_event
from app.epcis.queries.walk import JourneyTooLong, downstream, upstream
from app.epcis.rules.canon import canonical_event
from app.epcis.rules.faults import InvalidEvent
from app.epcis.rules.hashing import event_hash
from app.epcis.service.standing import NoSuchEvent
from app.sellers.models import Seller
from tests.epcis.examples import (
    ALL,
    BULK,
    CONTEXT,
    LEAF,
    LOT,
    LOT_URN,
    Event,
    carton,
    harvest,
    packing,
    processing,
)
from tests.factories import make_seller

TABLES = ("epcis_event", "epcis_thing", "epcis_error", "epcis_publication", "epcis_capture")


def ours(make: Any) -> Event:
    return make() | {"@context": CONTEXT}  # type: ignore[no-any-return]  # the examples are events


def test_our_own_event_is_written_once(session: Session, seller: Seller) -> None:
    at = datetime(2026, 4, 13, 3, tzinfo=UTC)
    row, new = service.record_event(session, seller.id, packing(), recorded_at=at)
    again, repeated = service.record_event(session, seller.id, packing())
    assert (new, repeated) == (True, False)
    assert (again.id, again.recorded_at) == (row.id, at)
    assert row.event_id == row.event_hash == canonical_event(packing()).hash
    assert own_event(session, seller.id, row.event_hash) == row


def test_another_seller_records_the_same_event_for_itself(session: Session, seller: Seller) -> None:
    rival = make_seller(session)
    first, _ = service.record_event(session, seller.id, packing())
    second, new = service.record_event(session, rival.id, packing())
    assert new
    assert first.id != second.id
    assert list(events_of(session, rival.id, [first.event_hash])) == [second]


def test_what_is_kept_says_the_same_hash_again(session: Session, seller: Seller) -> None:
    for make in ALL:
        row, _ = service.record_event(session, seller.id, ours(make))
        session.expire(row)
        assert event_hash(row.body, row.prefixes) == row.event_hash


def test_a_wrong_event_of_our_own_is_refused_by_its_place(session: Session, seller: Seller) -> None:
    with pytest.raises(InvalidEvent, match="/inputQuantityList/0/quantity"):
        service.record_event(
            session, seller.id, packing(inputQuantityList=[{"epcClass": LOT, "quantity": -1}])
        )
    with pytest.raises(InvalidEvent, match="/ilmd/tn:pluckingStandard"):
        service.record_event(session, seller.id, harvest())  # the prefix is not declared
    assert session.exec(select(EpcisEvent)).all() == []


def test_what_an_event_is_about_is_kept_in_canonical_form(session: Session, seller: Seller) -> None:
    row, _ = service.record_event(session, seller.id, carton())
    things = session.exec(select(EpcisThing).where(EpcisThing.event_id == row.id)).all()
    assert {(thing.role, thing.epc) for thing in things} == {
        ("parent", "https://id.gs1.org/00/089312345600000010"),
        ("child", "https://id.gs1.org/01/08931234567897/21/12"),
        ("child", "https://id.gs1.org/01/08931234567897/21/7"),
        ("child", "https://id.gs1.org/01/08931234567897/21/100"),
        ("child_class", LOT),
    }
    assert row.spelled[LOT] == LOT_URN


def test_an_error_is_declared_once_and_leaves_the_event_as_it_was(
    session: Session, seller: Seller
) -> None:
    row, _ = service.record_event(session, seller.id, packing())
    declare = (session, seller.id, row.event_hash, "incorrect_data", ["urn:uuid:1", "urn:uuid:1"])
    assert service.declare_error(*declare)
    assert not service.declare_error(*declare)
    [error] = session.exec(select(EpcisError)).all()
    assert error.corrective_ids == ["urn:uuid:1"]
    session.refresh(row)
    assert event_hash(row.body, row.prefixes) == row.event_hash


@pytest.mark.parametrize(
    ("reason", "corrective", "place"),
    [
        ("nhầm", [], "/errorDeclaration/reason"),
        ("incorrect_data", ["sự kiện mới"], "/errorDeclaration/correctiveEventIDs/0"),
    ],
)
def test_a_wrong_declaration_is_refused(
    session: Session, seller: Seller, reason: str, corrective: list[str], place: str
) -> None:
    row, _ = service.record_event(session, seller.id, packing())
    with pytest.raises(InvalidEvent, match=place):
        service.declare_error(session, seller.id, row.event_hash, reason, corrective)


def test_an_event_that_is_not_there_cannot_be_wrong(session: Session, seller: Seller) -> None:
    with pytest.raises(NoSuchEvent):
        service.declare_error(session, seller.id, "ni:///none", "did_not_occur")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "change", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_the_database_itself_keeps_what_was_recorded(
    session: Session, table: str, change: str
) -> None:
    column = {"epcis_thing": "epc", "epcis_publication": "published_at"}.get(table, "id")
    with pytest.raises(IntegrityError, match="keeps what was recorded"):
        session.execute(text(change.format(table, column, column)))


def test_one_walks_up_and_down_through_what_was_made_of_what(
    session: Session, seller: Seller
) -> None:
    for make in (harvest, processing, packing, carton):
        service.record_event(session, seller.id, ours(make))
    pallet = carton()["parentID"]
    assert upstream(session, LOT, seller.id) == {BULK, LEAF}
    assert downstream(session, LEAF, seller.id) == {
        BULK,
        LOT,
        canonical_event(carton()).body["parentID"],
    }
    assert upstream(session, LEAF, seller.id) == set()
    assert upstream(session, LOT, None) == set()
    assert pallet.startswith("urn:")


def test_a_circle_is_walked_once(session: Session, seller: Seller) -> None:
    for into, out in (("urn:x:a", "urn:x:b"), ("urn:x:b", "urn:x:a")):
        event = packing(
            inputQuantityList=[{"epcClass": into, "quantity": 1, "uom": "KGM"}],
            outputQuantityList=[{"epcClass": out, "quantity": 1, "uom": "KGM"}],
        )
        service.record_event(session, seller.id, event)
    assert downstream(session, "urn:x:a", seller.id) == {"urn:x:b"}


def test_a_journey_without_end_is_refused(
    session: Session, seller: Seller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.epcis.queries.walk.MOST_THINGS", 1)
    for make in (harvest, processing, packing):
        service.record_event(session, seller.id, ours(make))
    with pytest.raises(JourneyTooLong):
        upstream(session, LOT, seller.id)
