"""Two packers at once, and a database that dies in the middle of a run: real commits."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app.core.config import settings
from app.core.errors import Invalid
from app.traceability.models import Lot, RunKind
from app.traceability.service import labels
from app.traceability.service.labels import RunIn, VoidIn, print_labels, void_labels
from tests.factories import make_lot

pytestmark = pytest.mark.live

AGREE = """
    SELECT (SELECT count(*) FROM label_run) AS runs,
        (SELECT coalesce(sum(labels - given_up), 0) FROM label_run)
            - (SELECT coalesce(sum(last - first + 1), 0) FROM label_void) AS active,
        (SELECT count(*) FROM unit_code) AS codes,
        (SELECT count(*) FROM label_manifest) AS signed,
        (SELECT count(*) FROM label_pins) AS sealed
"""


@pytest.fixture
def lot(live_session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lot:
    monkeypatch.setattr(settings, "var_dir", tmp_path)
    lot = make_lot(live_session)
    live_session.commit()
    return lot


def asked(number: int, count: int = 20) -> RunIn:
    return RunIn(
        template="a4-65", labels=count, kind=RunKind.UNIT, scratch=True, number=number, reason="in"
    )


def test_packers_at_once_never_print_more_than_r4_and_void_each_label_once(
    live_database: str, live_session: Session, lot: Lot
) -> None:
    engine = create_engine(live_database)

    def pack(number: int) -> int:
        with Session(engine) as session, session.begin():
            mine = session.get_one(Lot, lot.id)
            try:
                return int(print_labels(session, mine, asked(number))[1])
            except Invalid:
                return 0

    def void(_: int) -> int:
        with Session(engine) as session, session.begin():
            given = VoidIn(first=3, last=12, reason="rách khi dán")
            return void_labels(session, session.get_one(Lot, lot.id), 1, given)

    with ThreadPoolExecutor(8) as packers:
        fresh = sum(packers.map(pack, [1, 2, 3, 4] * 4))
        voided = sum(packers.map(void, range(8)))
    engine.dispose()
    found = live_session.execute(text(AGREE)).one()
    assert 1 <= fresh == found.runs <= 3  # three times twenty, of sixty-four
    assert voided == 10
    assert found.active == found.codes - 10 == 20 * found.runs - 10
    assert found.signed == found.sealed == found.runs


@pytest.mark.parametrize("after", ["issue_codes", "sign_run"])
def test_a_connection_that_dies_in_a_run_leaves_none_of_it_and_the_next_try_prints(
    live_database: str, live_session: Session, lot: Lot, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    """The server ends our own process of its, as a crash or a killed machine would."""
    engine, admin = create_engine(live_database), create_engine(live_database)
    done = getattr(labels, after)

    def die(session: Session, *rest: object) -> object:
        result = done(session, *rest)
        session.flush()
        pid = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with admin.begin() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        return result

    with monkeypatch.context() as patched:
        patched.setattr(labels, after, die)
        with pytest.raises(DBAPIError), Session(engine) as session, session.begin():
            print_labels(session, session.get_one(Lot, lot.id), asked(1))
    assert tuple(live_session.execute(text(AGREE)).one()) == (0, 0, 0, 0, 0)
    live_session.commit()
    with Session(engine) as session, session.begin():
        assert print_labels(session, session.get_one(Lot, lot.id), asked(1))[1]
    assert tuple(live_session.execute(text(AGREE)).one()) == (1, 20, 20, 1, 1)
    engine.dispose()
    admin.dispose()
