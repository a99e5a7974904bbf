import asyncio
from collections.abc import Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import cast

import pytest
from sqlalchemy import Engine, QueuePool, create_engine, text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlmodel import Session, col, select

from app.core import db
from app.core.db import UtcDateTime, text_enum, unit_of_work
from app.core.options import OptionValue
from tests.factories import make_category


class Colour(StrEnum):
    GREEN = "green"


def test_moments_come_back_as_utc_whatever_zone_they_were_given_in(session: Session) -> None:
    hanoi = datetime(2026, 3, 2, 3, 0, tzinfo=timezone(timedelta(hours=7)))
    session.add(OptionValue(name="x", value=1, valid_from=hanoi))
    session.flush()
    session.expire_all()
    stored = session.exec(select(OptionValue).where(col(OptionValue.name) == "x")).one()
    assert stored.valid_from == hanoi
    assert stored.valid_from.tzinfo is UTC


def test_a_moment_without_zone_is_refused(session: Session) -> None:
    session.add(OptionValue(name="x", value=1, valid_from=datetime(2026, 3, 2)))  # noqa: DTZ001
    with pytest.raises(StatementError, match="has no time zone"):
        session.flush()


def test_enums_are_stored_as_their_values() -> None:
    column = text_enum(Colour)
    assert column.enums == ["green"]
    assert not column.native_enum


def test_no_moment_is_no_moment() -> None:
    column = UtcDateTime()
    dialect = create_engine("postgresql+psycopg://").dialect
    assert column.process_bind_param(None, dialect) is None
    assert column.process_result_value(None, dialect) is None


@pytest.fixture
def own_engine(live_database: str, monkeypatch: pytest.MonkeyPatch) -> Engine:
    engine = create_engine(live_database, hide_parameters=True)
    monkeypatch.setattr(db, "engine", engine)
    return engine


@pytest.mark.live
def test_a_unit_of_work_happens_whole_or_not_at_all(own_engine: Engine) -> None:
    with unit_of_work() as session:
        make_category(session, slug="one")
    with pytest.raises(ValueError, match="halfway"):
        fail_halfway()
    with own_engine.connect() as connection:
        assert connection.scalars(
            text("SELECT slug FROM category WHERE slug IN ('one', 'two')")
        ).all() == ["one"]
    own_engine.dispose()


def fail_halfway() -> None:
    with unit_of_work() as session:
        make_category(session, slug="two")
        raise ValueError("halfway")


@pytest.mark.live
def test_an_error_names_no_values(own_engine: Engine) -> None:
    with pytest.raises(DBAPIError) as raised, unit_of_work() as session:
        session.connection().execute(
            text("SELECT 1 / :zero, :phone"), {"zero": 0, "phone": "0912345678"}
        )
    assert "0912345678" not in str(raised.value)
    own_engine.dispose()


def test_a_reader_takes_a_connection_when_it_reads_and_gives_it_back(engine: Engine) -> None:
    async def route(*, reads: bool) -> int:
        given = db.get_reader()
        connection = await anext(given)
        if reads:
            assert connection.scalar(text("SELECT 1")) == 1
        taken = pool.checkedout()
        await given.aclose()
        return taken

    own = create_engine(engine.url)
    pool = cast("QueuePool", own.pool)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "reader", own)
        assert [asyncio.run(route(reads=reads)) for reads in (False, True)] == [0, 1]
    assert pool.checkedout() == 0
    own.dispose()


def test_a_session_leaves_nothing_open_whatever_becomes_of_its_route(engine: Engine) -> None:
    own = create_engine(engine.url)
    pool = cast("QueuePool", own.pool)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "engine", own)
        for route in (asks, asks_nothing, db.committing(asks)):
            assert asyncio.run(requested(route)) == "fine"
            assert pool.checkedout() == 0
        with pytest.raises(ValueError, match="halfway"):
            asyncio.run(requested(fails))
        assert pool.checkedout() == 0
    own.dispose()


async def requested(route: Callable[..., str]) -> str:
    async with asynccontextmanager(db.get_session)() as session:
        return route(session=session)


def asks(session: Session) -> str:
    return str(session.connection().scalar(text("SELECT 'fine'")))


def asks_nothing(session: Session) -> str:
    return "fine"


def fails(session: Session) -> str:
    session.connection().execute(text("SELECT 1"))
    raise ValueError("halfway")
