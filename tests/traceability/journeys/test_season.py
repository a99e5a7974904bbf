"""A simulated season: every fraud is refused, no honest record is, and the books agree."""

import os
from random import Random

import pytest
from sqlmodel import Session, func, select

from app.traceability.models import JourneyEvent
from tests.traceability.journeys.season import FRAUDS, Season
from tests.traceability.journeys.workshop import disagreements

WHOLE = bool(os.environ.get("SOAK"))
"""`make soak` runs a whole season; a run of all tests, some days of it."""
COOPERATIVES, HOUSEHOLDS, FLOWS = (5, 40, 10_000) if WHOLE else (2, 10, 240)


@pytest.mark.timeout(1800 if WHOLE else 180)
def test_a_season_lets_every_honest_record_in_and_no_fraud(session: Session) -> None:
    season = Season(session, Random(13993))
    season.open(COOPERATIVES, HOUSEHOLDS)
    season.run(FLOWS)
    assert season.wrong == []
    if WHOLE:
        assert set(season.refused) == set(FRAUDS)
    assert sum(season.refused.values()) >= FLOWS // 20
    assert session.exec(select(func.count()).select_from(JourneyEvent)).one() >= FLOWS
    assert disagreements(session) == []
