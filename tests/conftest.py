"""Fixtures: one server a run, a database a worker, a rolled-back transaction a test.

`session`, `client` and `visit` are for tests whose work is undone; tests marked `live` take
`live_database` (a fresh copy with real commits) and `serve` (real processes on it).
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
import hypothesis
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Connection, Engine, event, text
from sqlmodel import Session, create_engine

from app.core import db
from app.core.config import ROOT, settings
from app.core.page_cache.listener import Listener
from app.core.write_behind import WriteBehind
from app.main import Shop as App
from app.main import create_app
from tests.peers import Peer, start_s3
from tests.processes import TESTS_KEY, Shop, start_shop

TEMPLATE = "ng_template"
SAMPLE = "ng_sample"
TOO_SLOW = hypothesis.HealthCheck.too_slow

# A slow minute of the machine is no fault of the code: examples are counted, never timed.
hypothesis.settings.register_profile("here", deadline=None, suppress_health_check=[TOO_SLOW])
hypothesis.settings.load_profile("here")


def pytest_configure(config: pytest.Config) -> None:
    """The controller starts the server and migrates the template; workers inherit its address."""
    if hasattr(config, "workerinput") or "NG_TEST_SERVER" in os.environ:
        return
    given = os.environ.get("TEST_DATABASE_URL")
    if given is None:
        from app.core import postgres  # noqa: PLC0415  # only here is a server started

        running = ExitStack()
        given = running.enter_context(postgres.scratch(ROOT / "var" / "test")).url
        config.add_cleanup(running.close)
    os.environ["NG_TEST_SERVER"] = given
    config.add_cleanup(_forget_server)
    _make_template(given)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last in every worker: the browser's event loop stays in the thread, and
    a test after it could not run a loop of its own.
    """
    items.sort(key=lambda item: item.path.is_relative_to(ROOT / "tests" / "browser"))


def _forget_server() -> None:
    os.environ.pop("NG_TEST_SERVER", None)


def _make_template(server: str) -> None:
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    recreate(server, TEMPLATE)
    migrations = Config(ROOT / "alembic.ini")
    migrations.attributes["url"] = database_url(server, TEMPLATE)
    command.upgrade(migrations, "head")


def database_url(server: str, database: str) -> str:
    """The server's URL with another database name, for psycopg 3."""
    parts = urlsplit(server)
    return urlunsplit(parts._replace(scheme="postgresql+psycopg", path=f"/{database}"))


def recreate(server: str, name: str, template: str = "template0") -> None:
    admin = create_engine(database_url(server, "postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    admin.dispose()


@pytest.fixture(scope="session")
def server() -> str:
    return os.environ["NG_TEST_SERVER"]


@pytest.fixture(scope="session")
def engine(server: str, worker_id: str) -> Iterator[Engine]:
    """A migrated database of this worker's own."""
    name = f"ng_{worker_id}"
    recreate(server, name, TEMPLATE)
    engine = create_engine(database_url(server, name))
    yield engine
    engine.dispose()


class Joined:
    """Stands for an engine whose connections are the test's own."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        yield self.connection


@pytest.fixture
def connection(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """The one connection of a test; whatever happens on it is undone."""
    with engine.connect() as connection, connection.begin() as outer:
        monkeypatch.setattr(WriteBehind, "start", lambda _: None)  # a test flushes by itself
        monkeypatch.setattr(db, "engine", connection)  # `unit_of_work` joins the test too
        monkeypatch.setattr(db, "_counters", Joined(connection))
        monkeypatch.setattr(db, "_snapshots", Joined(connection))
        # With a savepoint open, a request's session rolls back to it and no further.
        connection.begin_nested()
        yield connection
        outer.rollback()


@pytest.fixture
def session(connection: Connection) -> Iterator[Session]:
    with Session(
        connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
    ) as session:
        yield session


class Client(TestClient):
    """A browser on our own pages, whose requests see the test's rows and the other way round."""

    session: Session

    def request(self, *args: Any, **kwargs: Any) -> Response:
        self.session.flush()
        response = super().request(*args, **kwargs)
        self.session.expire_all()
        return response


def _hear_nothing(listener: Listener) -> None:
    """Nothing is committed in these tests, so there is nothing to hear."""


@pytest.fixture(scope="session")
def app() -> App:
    """One a worker: what FastAPI works out of a route's signature is costly, and kept in it.

    Nothing here is committed, so no page would ever be dropped: the page cache keeps none.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(settings, "page_cache_mb", 0)
        return create_app()


@pytest.fixture
def visit(
    app: App, connection: Connection, session: Session, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Client]]:
    """Opens as many browsers as a test needs: `owner, stranger = visit(), visit()`."""
    monkeypatch.setattr(Listener, "start", _hear_nothing)

    def read_in_test() -> Iterator[Connection]:
        session.flush()
        yield connection

    app.dependency_overrides[db.get_reader] = read_in_test
    opened: list[Client] = []

    def open_browser() -> Client:
        client = Client(app, base_url="http://127.0.0.1", follow_redirects=False)
        client.headers["sec-fetch-site"] = "same-origin"
        client.session = session
        client.__enter__()
        opened.append(client)
        return client

    yield open_browser
    for client in opened:
        client.__exit__(None, None, None)
    app.dependency_overrides.clear()


@pytest.fixture
def client(visit: Callable[[], Client]) -> Client:
    return visit()


class Queries(list[str]):
    """The SQL statements of a test so far; `clear()` before what is counted."""


@pytest.fixture
def queries(engine: Engine) -> Iterator[Queries]:
    seen = Queries()

    def record(conn: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK TO")):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", record)
    yield seen
    event.remove(engine, "before_cursor_execute", record)


@pytest.fixture
def live_database(server: str, worker_id: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database of this test's own, with real commits."""
    name = f"ng_live_{worker_id}_{abs(hash(request.node.nodeid)) % 10**6}"
    recreate(server, name, TEMPLATE)
    yield database_url(server, name)
    admin = create_engine(database_url(server, "postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture
def live_session(live_database: str) -> Iterator[Session]:
    """Commits for real: `live_session.commit()`."""
    engine = create_engine(live_database)
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


@pytest.fixture
def serve(live_database: str) -> Iterator[Callable[..., list[Shop]]]:
    """`one, other = serve(2)`: web processes on the live database; settings as keywords."""
    running: list[Shop] = []

    def start(count: int = 1, **settings: str) -> list[Shop]:
        for _ in range(count):
            running.append(start_shop(live_database, **settings))  # noqa: PERF401  # one may fail
        return running[-count:]

    yield start
    for shop in running:
        shop.stop()


@pytest.fixture(scope="session")
def sample_folder() -> Path:
    """Where the sample's pictures and the key of all test shops are; shared by the workers."""
    folder = ROOT / "var" / "test-sample"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def sample_template(server: str, sample_folder: Path) -> str:
    """A database with the sample province, made once a run by whichever worker comes first."""
    admin = create_engine(database_url(server, "postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(19)"))
        found = connection.execute(
            text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": _run_name()}
        )
        if found.first() is None:
            recreate(server, SAMPLE, TEMPLATE)
            _load_sample(database_url(server, SAMPLE), sample_folder)
            connection.execute(text(f'ALTER DATABASE "{SAMPLE}" RENAME TO "{_run_name()}"'))
        connection.execute(text("SELECT pg_advisory_unlock(19)"))
    admin.dispose()
    return _run_name()


def _run_name() -> str:
    return f"{SAMPLE}_{os.environ.get('PYTEST_XDIST_TESTRUNUID', 'alone')[:12]}"


def _load_sample(url: str, folder: Path) -> None:
    subprocess.run(  # our own program
        [sys.executable, "-m", "app.cli", "sample"],
        cwd=ROOT,
        env=os.environ | TESTS_KEY | {"DATABASE_URL": url, "VAR_DIR": str(folder)},
        check=True,
        timeout=120,
    )


@pytest.fixture(scope="session")
def s3() -> Iterator[Peer]:
    """A server of somebody else that speaks S3, with the bucket `shop`."""
    peer = start_s3()
    httpx.put(f"{peer.url}/shop").raise_for_status()
    yield peer
    peer.stop()
