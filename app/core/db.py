"""Two engines, one transaction a request, and the column types that every domain shares."""

from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import wraps
from typing import Annotated, Any, ParamSpec, TypeVar, cast

import psycopg
from anyio import CancelScope
from fastapi import Depends
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Connection, DateTime, Dialect, Engine, Enum, NullPool
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, SQLModel, create_engine

from app.core.config import settings

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}

_pool = {
    "pool_size": settings.concurrency,
    "max_overflow": 0,
    "pool_pre_ping": False,
    "hide_parameters": True,  # an error's text goes to the log; addresses and phones do not
}

engine = create_engine(settings.database_url, **_pool)
"""Writes: a transaction each."""

_READING = "-c default_transaction_read_only=on -c max_parallel_workers_per_gather=0 -c jit=off"
"""A page is soon read: to start a helper, or to compile, costs more than it and takes a core."""

reader = create_engine(
    settings.database_url,
    isolation_level="AUTOCOMMIT",
    skip_autocommit_rollback=True,  # a rollback on return would drop the prepared statements
    connect_args={"options": _READING, "prepare_threshold": 3},
    **_pool,
)
"""Pages that only show: no transaction, Core rows, statements that stay prepared."""


_counters = create_engine(
    settings.database_url, isolation_level="AUTOCOMMIT", pool_size=2, max_overflow=0
)
"""What must be kept although the request fails. A pool apart, so that a request which holds a
connection never waits for another one like its own."""

AT_ONE_MOMENT: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

_snapshots = create_engine(
    settings.database_url,
    poolclass=NullPool,  # rare and long: nothing is kept for them, and none waits for another
    hide_parameters=True,
    execution_options=AT_ONE_MOMENT,
)

AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
"""What is raised while the database cannot be reached, by the engines or by `COPY`."""


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes only, stored and read as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC)


def text_enum(enum: type[StrEnum]) -> Enum:
    """A text column of the enum's values: a new member needs no ALTER TYPE."""
    return Enum(
        enum,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def any_columns(*columns: Any) -> tuple[Any, ...]:
    """For Core statements whose rows go to templates: their types would only be spelt out."""
    return columns


def utc_now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """One transaction outside a request: a job, a command of the command line."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def apart() -> Iterator[Connection]:
    """Statements that commit at once, whatever becomes of the request (counts of tries)."""
    with _counters.connect() as connection:
        yield connection


@contextmanager
def snapshot() -> Iterator[Connection]:
    """Many statements that read what was committed at one moment, and write nothing."""
    with _snapshots.connect() as connection:
        yield connection


async def get_session() -> AsyncGenerator[Session]:
    """Commit when the route returns, roll back when it raises; services only flush.

    Asynchronous, because a synchronous dependency costs two thread hops: a quarter of a page. Here
    one is left, and none where nothing was asked of the database or the route is `committing`.
    """
    session = Session(engine, expire_on_commit=False)
    try:
        yield session
        if session.in_transaction():
            await run_in_threadpool(session.commit)
    finally:
        if session.in_transaction():
            with CancelScope(shield=True):
                await run_in_threadpool(session.close)


def committing(route: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """A busy route that commits its `session` in the thread that it ran in."""

    @wraps(route)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        answer = route(*args, **kwargs)
        cast("Session", kwargs["session"]).commit()
        return answer

    return run


def take_back(work: Session) -> None:
    """Undoes what a request did so far, for a route that answers a refusal with its page again."""
    work.rollback()


async def get_reader() -> AsyncGenerator[Connection]:
    """Asynchronous, as `get_session`; back in the pool without a word to the server."""
    taken = _WhenUsed(reader)
    try:
        yield cast("Connection", taken)
    finally:
        taken.close()


class _WhenUsed:
    """A connection that its first statement takes from the pool, in the thread of the route.

    So the event loop never waits for a server that does not answer.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    def __getattr__(self, name: str) -> Any:
        if self._connection is None:
            self._connection = self._engine.connect()
        return getattr(self._connection, name)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()


# "function": the commit runs before the response is sent, so a failed commit is an error page
# and the page that a redirect leads to sees the new row.
SessionDep = Annotated[Session, Depends(get_session, scope="function")]
ReaderDep = Annotated[Connection, Depends(get_reader, scope="function")]
