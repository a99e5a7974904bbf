"""A role that runs the shop adds to what was recorded and can never change it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session

from app.core.grants import NoRole, append_only, grant_to
from tests.traceability.journeys.workshop import Workshop


@pytest.fixture
def role(session: Session) -> str:
    session.execute(text("CREATE ROLE shop_of_test NOLOGIN"))
    return "shop_of_test"


def test_every_table_of_records_is_one_that_is_only_added_to(session: Session) -> None:
    known = set(append_only(session))
    assert known >= {"audit_entry", "epcis_event", "journey_event", "material_flow", "log_entry"}


def test_it_writes_a_whole_journey_and_changes_no_record(session: Session, role: str) -> None:
    kept = grant_to(session, role)
    workshop = Workshop(session)
    session.execute(text(f"SET LOCAL ROLE {role}"))
    workshop.dry((workshop.pick(), 100_000), grams=20_000)
    allowed = text("SELECT has_table_privilege(:table, 'UPDATE, DELETE, TRUNCATE')")
    for table in kept:
        assert not session.execute(allowed, {"table": table}).scalar_one(), table
    with pytest.raises(ProgrammingError, match="permission denied"), session.begin_nested():
        session.execute(text("UPDATE journey_event SET facts = '{}'"))
    session.execute(text("RESET ROLE"))


@pytest.mark.parametrize("role", ["Nobody", "x; DROP TABLE lot", "not_there"])
def test_a_name_that_is_no_role_is_said(session: Session, role: str) -> None:
    with pytest.raises(NoRole):
        grant_to(session, role)


def test_a_superuser_is_bound_by_nothing(session: Session) -> None:
    with pytest.raises(NoRole, match="superuser"):
        grant_to(session, session.execute(text("SELECT current_user")).scalar_one())
