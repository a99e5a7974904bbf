from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from app.core import jobs
from app.core.jobs import defer

MIDNIGHT = datetime(2026, 12, 1, 17, tzinfo=UTC)


def waiting(session: Session) -> list[Any]:
    query = text(
        "SELECT task_name, queue_name, lock, args, scheduled_at, status::text"
        " FROM procrastinate_jobs ORDER BY id"
    )
    return [tuple(row) for row in session.connection().execute(query)]


def test_a_job_waits_in_the_table_with_everything_it_needs(session: Session) -> None:
    defer(session, "letters.send", lock="letter:1", at=MIDNIGHT, letter="Chè", tries=[1, 2])
    assert waiting(session) == [
        (
            "letters.send",
            "default",
            "letter:1",
            {"letter": "Chè", "tries": [1, 2]},
            MIDNIGHT,
            "todo",
        )
    ]


def test_what_is_rolled_back_leaves_no_job(session: Session) -> None:
    with pytest.raises(ValueError, match="no order"):
        fail_after_deferring(session)
    assert waiting(session) == []


def fail_after_deferring(session: Session) -> None:
    with session.begin_nested():
        defer(session, "letters.send", letter="Chè")
        raise ValueError("no order")


def test_a_function_becomes_a_job_and_stays_a_function() -> None:
    @jobs.job("tests.double", attempts=2)
    def double(number: int) -> None:
        doubled.append(2 * number)

    doubled: list[int] = []
    double(number=2)
    assert doubled == [4]
    assert jobs.queue.tasks["tests.double"].retry_strategy is not None
    del jobs.queue.tasks["tests.double"]
