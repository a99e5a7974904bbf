"""Background work: procrastinate on the shop's own database, and nothing else knows that.

A job is deferred inside the transaction that needs it, through procrastinate's SQL function on the
same connection: a rolled-back order sends no message, a committed one never loses its own.
Jobs run at least once, so every one of them is safe to run twice.
"""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from procrastinate import App, PsycopgConnector, RetryStrategy
from sqlalchemy import TextClause, bindparam, text
from sqlmodel import Session

from app.core.config import settings

Task = TypeVar("Task", bound=Callable[..., None])

CONCURRENCY = 4
GRACE = 10.0
"""Seconds that jobs already begun get when a worker is told to stop."""
STALLED = 30.0
"""Seconds without a heartbeat after which a worker counts as gone."""

queue = App(connector=PsycopgConnector(conninfo=settings.libpq_url))
"""Opened by the worker alone; the shop only writes rows."""

_DEFER = text(
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(:queue, :name, 0, :lock, :queueing_lock, "
    "CAST(:args AS jsonb), :at)::procrastinate_job_to_defer_v1])"
).bindparams(bindparam("at"))


def defer(
    session: Session,
    name: str,
    *,
    queue_name: str = "default",
    lock: str | None = None,
    at: datetime | None = None,
    **args: Any,
) -> None:
    """Run job `name` with `args` (JSON values) once this transaction has committed.

    Jobs with the same `lock` run one after another; `at` is the earliest moment.
    """
    session.connection().execute(
        _DEFER,
        {
            "queue": queue_name,
            "name": name,
            "lock": lock,
            "queueing_lock": None,
            "args": json.dumps(args),
            "at": at,
        },
    )


def defer_for_each(rows: str, name: str, *, lock: str, args: str, first: str = "") -> TextClause:
    """A statement that runs `rows` and defers one job `name` for each row it returns: see `defer`.

    `lock` (text) and `args` (jsonb) are SQL over such a row; `first` is a common table expression
    that `rows` reads, with its name.
    """
    before = f"{first}, " if first else ""
    job = f"ROW('default', '{name}', 0, {lock}, NULL, {args}, NULL)::procrastinate_job_to_defer_v1"
    return text(
        f"WITH {before}added AS ({rows}) SELECT procrastinate_defer_jobs_v1(array_agg({job})) "  # noqa: S608  # our own words
        "FROM added HAVING count(*) > 0"
    )


def job(name: str, *, attempts: int = 8, first_wait: int = 5) -> Callable[[Task], Task]:
    """Registers a function of a domain's `tasks.py` as the job `name`.

    It is tried up to `attempts` times, waiting `first_wait` seconds, then ever longer.
    """
    retry = RetryStrategy(max_attempts=attempts, wait=first_wait, exponential_wait=3)

    def register(function: Task) -> Task:
        queue.task(name=name, retry=retry)(function)
        return function

    return register


def schedule(name: str, cron: str) -> Callable[[Task], Task]:
    """Registers a function that runs by itself at the times of `cron` (UTC)."""

    def register(function: Task) -> Task:
        def run(timestamp: int) -> None:
            function()

        queue.periodic(cron=cron)(queue.task(name=name)(run))
        return function

    return register


def work() -> None:
    """Runs jobs until SIGTERM or SIGINT, then finishes those begun."""
    asyncio.run(_work())


async def _work() -> None:
    async with queue.open_async():
        await queue.run_worker_async(
            concurrency=CONCURRENCY,
            shutdown_graceful_timeout=GRACE,
            stalled_worker_timeout=STALLED,
        )


@queue.periodic(cron="* * * * *")
@queue.task(name="jobs.take_up_stalled", queueing_lock="jobs.take_up_stalled")
async def _take_up_stalled(timestamp: int) -> None:
    """A killed worker's jobs are run again, by whichever worker is left."""
    for stalled in await queue.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
        await queue.job_manager.retry_job(stalled)


@queue.periodic(cron="17 3 * * *")
@queue.task(name="jobs.forget_old", queueing_lock="jobs.forget_old")
async def _forget_old(timestamp: int) -> None:
    """Done jobs are kept for a week; failed ones until an operator has seen them."""
    await queue.job_manager.delete_old_jobs(nb_hours=24 * 7)
