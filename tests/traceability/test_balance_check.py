"""The nightly recomputation finds what somebody changed behind the rules, and names it."""

from collections import Counter

import pytest
from sqlalchemy import text
from sqlmodel import Session

from app.traceability.service.balance_check import find
from tests.traceability.journeys.workshop import Workshop


@pytest.fixture
def workshop(session: Session) -> Workshop:
    return Workshop(session)


def test_an_honest_book_has_nothing_to_name(workshop: Workshop, session: Session) -> None:
    tea = workshop.dry((workshop.pick(), 100_000), grams=20_000)
    workshop.pack((tea, 10_000), packs=100)
    looked: Counter[str] = Counter()
    assert list(find(session, looked)) == []
    assert looked == {"materials": 2, "lots": 1, "records": 3}


def test_a_weight_that_was_changed_is_named(workshop: Workshop, session: Session) -> None:
    leaf = workshop.pick(100_000)
    session.execute(text("UPDATE material SET grams = 120000"))
    (found,) = find(session, Counter())
    facts = {"grams": 120_000, "used": 0, "made": 100_000, "taken": 0, "number": leaf.number}
    assert found == ("material", leaf.code, facts)


def test_packets_that_were_added_are_named(workshop: Workshop, session: Session) -> None:
    tea = workshop.dry((workshop.pick(), 100_000), grams=20_000)
    lot = workshop.pack((tea, 10_000), packs=100)
    session.execute(text("UPDATE lot SET packs = 200"))
    assert [(kind, code) for kind, code, _ in find(session, Counter())] == [("packs", lot.code)]


def test_a_record_without_its_event_is_named(workshop: Workshop, session: Session) -> None:
    record = workshop.event_of(workshop.pick())
    session.execute(text("ALTER TABLE captured_event DISABLE TRIGGER ALL"))
    session.execute(text("DELETE FROM captured_event"))
    assert [(kind, code) for kind, code, _ in find(session, Counter())] == [
        ("uncaptured", record.code)
    ]
