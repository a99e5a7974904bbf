"""Between processes: what a commit touches is dropped everywhere, and silence is not trusted."""

import time
from collections.abc import Callable, Iterator

import httpx
import psycopg
import pytest
from sqlmodel import Session

from app.core import page_cache
from tests.factories import make_category
from tests.processes import Shop, start_shop

pytestmark = pytest.mark.live

FACTORY = "tests.core.page_cache.shelf:create_shelf"
WITHIN = 2.0
"""Seconds in which a change is seen by every process."""


@pytest.fixture
def shelves(live_database: str, live_session: Session) -> Iterator[list[str]]:
    """The same page in two processes, both of which already keep it."""
    make_category(live_session, slug="che-thu", name="cũ")
    live_session.commit()
    running: list[Shop] = []
    try:
        for _ in range(2):
            running.append(start_shop(live_database, FACTORY))  # noqa: PERF401  # one may fail
        urls = [f"{shop.url}/loai/che-thu" for shop in running]
        assert all(eventually(is_kept, url) for url in urls)
        yield urls
    finally:
        for shop in running:
            shop.stop()


def is_kept(url: str) -> bool:
    return len({httpx.get(url).headers["x-render"] for _ in range(3)}) == 1


def eventually(happens: Callable[..., bool], *args: str, within: float = WITHIN) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if happens(*args):
            return True
        time.sleep(0.02)
    return False


def shows(url: str, name: str) -> bool:
    return httpx.get(url).text == name


def test_the_process_that_commits_shows_it_at_once_and_the_other_soon(shelves: list[str]) -> None:
    here, there = shelves
    for name in ("một", "hai", "ba", "bốn", "năm"):
        assert httpx.post(here, params={"name": name}).status_code == 200
        assert shows(here, name)
        assert eventually(shows, there, name)
        assert is_kept(here)
        assert is_kept(there)


def test_a_commit_outside_the_web_is_seen_by_every_process_and_a_rollback_by_none(
    shelves: list[str], live_session: Session
) -> None:
    before = [httpx.get(url).headers["x-render"] for url in shelves]
    rename(live_session, "không")
    live_session.rollback()
    time.sleep(0.3)
    assert [httpx.get(url).headers["x-render"] for url in shelves] == before
    rename(live_session, "ngoài")
    live_session.commit()
    assert all(eventually(shows, url, "ngoài") for url in shelves)


def test_a_lost_listener_keeps_nothing_until_it_hears_again(
    shelves: list[str], live_session: Session, live_database: str
) -> None:
    before = [httpx.get(url).headers["x-render"] for url in shelves]
    with psycopg.connect(live_database.replace("+psycopg", ""), autocommit=True) as admin:
        ended = admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'ng page cache'"
        ).fetchall()
    assert len(ended) == 2
    rename(live_session, "lúc vắng")
    live_session.commit()
    assert all(eventually(shows, url, "lúc vắng") for url in shelves)
    assert all(eventually(is_kept, url, within=10) for url in shelves)
    assert [httpx.get(url).headers["x-render"] for url in shelves] != before


def rename(session: Session, name: str) -> None:
    session.connection().exec_driver_sql(
        "UPDATE category SET name = %s WHERE slug = 'che-thu'", (name,)
    )
    page_cache.touch(session, "category:che-thu")
