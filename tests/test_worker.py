"""The worker as a real process on a real queue."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from procrastinate import PsycopgConnector
from sqlalchemy import text
from sqlmodel import Session

from app.core import jobs
from app.core.config import ROOT

pytestmark = pytest.mark.live


@pytest.fixture
def worker(live_database: str) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "worker"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": live_database},
    )
    yield process
    process.kill()
    process.wait()


def comes_true(fact: Callable[[], bool], seconds: float = 90) -> bool:
    deadline = time.monotonic() + seconds
    while not fact() and time.monotonic() < deadline:
        time.sleep(0.1)
    return fact()


def count(session: Session, query: str) -> int:
    found: int = session.connection().execute(text(query)).scalar_one()
    session.commit()
    return found


def test_a_deferred_job_is_done_and_a_stop_is_graceful(
    worker: "subprocess.Popen[bytes]", live_session: Session
) -> None:
    jobs.defer(live_session, "jobs.forget_old", timestamp=0)
    live_session.commit()
    done = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'succeeded'"
    assert comes_true(lambda: count(live_session, done) > 0)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(60) == 0
    assert count(live_session, "SELECT count(*) FROM procrastinate_workers") == 0


def test_a_killed_workers_job_waits_again(live_session: Session, live_database: str) -> None:
    jobs.defer(live_session, "letters.send", letter="Chè")
    begun = text("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL, attempts = 1")
    live_session.connection().execute(begun)
    live_session.commit()
    asyncio.run(take_up(live_database))
    waiting = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"
    assert count(live_session, waiting) == 1


async def take_up(database: str) -> None:
    connector = PsycopgConnector(conninfo=database.replace("+psycopg", ""))
    with jobs.queue.replace_connector(connector) as queue:
        async with queue.open_async():
            await queue.tasks["jobs.take_up_stalled"].func(timestamp=0)
