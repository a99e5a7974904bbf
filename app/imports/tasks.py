"""Large files, tried and written while nobody waits."""

from uuid import UUID

from app.core.db import unit_of_work
from app.core.jobs import job
from app.imports.service import runs


@job(runs.CHECK, attempts=3)
def check(run_id: str) -> None:
    with unit_of_work() as session:
        runs.check(session, UUID(run_id))


@job(runs.WRITE, attempts=3)
def write(run_id: str, actor_id: str) -> None:
    with unit_of_work() as session:
        runs.write(session, UUID(actor_id), UUID(run_id))
