from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from app.core.db import utc_now
from app.core.ids import new_id
from app.core.options import Option, OptionValue

HOURS = Option("tests.hours", 24)
NAMES = Option("tests.names", ["một"])


def test_the_default_holds_until_somebody_says_otherwise(session: Session) -> None:
    assert HOURS.get(session) == 24


def test_a_change_holds_from_now_on_and_the_past_stays(session: Session) -> None:
    before = utc_now() - timedelta(minutes=1)
    by = new_id()
    HOURS.set(session, 48, by=by)
    NAMES.set(session, ["hai"], by=by)
    session.flush()
    assert (HOURS.get(session), NAMES.get(session)) == (48, ["hai"])
    assert HOURS.get(session, before) == 24
    assert session.exec(select(OptionValue.set_by)).all() == [by, by]


def test_a_change_may_be_decided_ahead(session: Session) -> None:
    tomorrow = utc_now() + timedelta(days=1)
    HOURS.set(session, 12, by=None, since=tomorrow)
    session.flush()
    assert HOURS.get(session) == 24
    assert HOURS.get(session, tomorrow) == 12


def test_of_two_changes_for_one_moment_the_later_decision_counts(session: Session) -> None:
    since = utc_now()
    for hours in (30, 31):
        HOURS.set(session, hours, by=None, since=since)
        session.flush()
    assert HOURS.get(session) == 31
    kept = select(OptionValue.value).where(col(OptionValue.name) == HOURS.name)
    assert sorted(session.exec(kept).all()) == [30, 31]


@pytest.mark.parametrize("value", ["48", 4.8, True, None])
def test_a_value_of_another_type_is_refused(session: Session, value: object) -> None:
    with pytest.raises(TypeError, match=r"tests\.hours"):
        HOURS.set(session, value, by=None)  # type: ignore[arg-type]
