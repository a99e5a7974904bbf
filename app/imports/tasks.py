"""Large files, tried, written and made while nobody waits; and what is forgotten in the night."""

from uuid import UUID

from app.core.db import unit_of_work
from app.core.jobs import job, schedule
from app.imports.service import exports, runs


@job(runs.CHECK, attempts=3)
def check(run_id: str) -> None:
    with unit_of_work() as session:
        runs.check(session, UUID(run_id))


@job(runs.WRITE, attempts=3)
def write(run_id: str, actor_id: str) -> None:
    with unit_of_work() as session:
        runs.write(session, UUID(actor_id), UUID(run_id))


@job(exports.MAKE, attempts=3)
def export(run_id: str) -> None:
    with unit_of_work() as session:
        exports.make(session, UUID(run_id))


@schedule("imports.forget_old", "23 2 * * *")
def forget_old() -> None:
    with unit_of_work() as session:
        runs.forget(session)
        exports.forget(session)
