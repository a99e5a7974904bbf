"""A lost database does not lose the origin page, nor the scans made meanwhile."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine, create_engine, text
from sqlmodel import Session

from app.core.db import utc_now
from app.core.templates import clock
from app.traceability.models import Lot
from app.traceability.pages.copies import restate
from app.traceability.service import RecallIn, recall_lot
from tests.conftest import Client, database_url
from tests.factories import make_lot
from tests.processes import Shop
from tests.traceability.conftest import make_told_lot
from tests.traceability.test_scans import PHONE, count

Serve = Callable[..., list[Shop]]


def test_a_copy_says_of_when_it_is_and_is_no_verdict(client: Client, lot: Lot) -> None:
    page, moment = client.get(f"/Q/{lot.code}").content, utc_now()
    said = restate(page, moment).decode()
    assert f"Bản lưu lúc {clock(moment)}." in said
    assert "Khi ấy trang ghi: Tem hợp lệ." in said
    assert 'data-verdict="valid"' not in said
    assert "<title>Bản lưu:" in said
    assert lot.lot_number in said


def test_a_copy_of_a_recalled_lot_stays_red(client: Client, session: Session, lot: Lot) -> None:
    recall_lot(session, lot, RecallIn(reason="Dư lượng vượt mức cho phép."))
    said = restate(client.get(f"/Q/{lot.code}").content, utc_now()).decode()
    assert said.index("Bản lưu lúc") < said.index('data-verdict="recalled"')


@contextmanager
def away(server: str, url: str) -> Iterator[None]:
    """The shop's database refuses everybody, and ends the connections it has."""
    name = url.rpartition("/")[2].partition("?")[0]
    admin = create_engine(database_url(server, "postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
        gone = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
        connection.execute(gone, {"name": name})
        yield
        connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))
    admin.dispose()


def forget(session: Session) -> None:
    """No connection of the test's own is left to be ended."""
    session.close()
    bind = session.get_bind()
    assert isinstance(bind, Engine)
    bind.dispose()


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.live
def test_without_a_database_the_last_good_copy_is_shown_and_scans_are_written_later(
    live_session: Session, live_database: str, server: str, serve: Serve, tmp_path: Path
) -> None:
    lot, recalled = make_told_lot(live_session), make_lot(live_session)
    live_session.commit()
    path, copies = f"/Q/{lot.code}", tmp_path / "copies"
    forget(live_session)
    first = serve(1, var_dir=str(tmp_path))[0]
    with httpx.Client(headers={"user-agent": PHONE}) as phone:
        phone.get(f"{first.url}/Q/{recalled.code}")
        assert 'data-verdict="valid"' in phone.get(first.url + path).text
        wait_until(lambda: len(list(copies.glob("*.page"))) == 2)
        with away(server, live_database):
            wait_until(lambda: is_a_copy(phone.get(first.url + path)))
            assert_is_a_copy(phone.get(first.url + path))
            assert_fails(f"{first.url}/en{path}")  # nobody opened it while it could be made
            second = serve(1, var_dir=str(tmp_path))[0]
            assert_is_a_copy(phone.get(second.url + path))
            assert_fails(f"{second.url}{path}.json")  # a machine would take it for an answer
        wait_until(lambda: 'data-verdict="valid"' in phone.get(second.url + path).text)
        first.stop()
        second.stop()
    scans = count(live_session, "SELECT scans FROM lot ORDER BY scans DESC LIMIT 1")
    assert scans >= 4, "each opening, from the page or from its copy"


def assert_fails(url: str) -> None:
    """On a connection of its own, which the failure ends."""
    assert httpx.get(url).status_code == 500


def is_a_copy(here: httpx.Response) -> bool:
    """Every page has the words, for phones without a network; a copy of ours is kept by nobody."""
    return here.headers.get("cache-control") == "no-store" and here.status_code == 200


def assert_is_a_copy(here: httpx.Response) -> None:
    assert here.status_code == 200
    assert "Bản lưu lúc" in here.text
    assert 'data-verdict="valid"' not in here.text
    assert here.headers["cache-control"] == "no-store"
