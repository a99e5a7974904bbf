"""What the clock asks of traceability."""

from uuid import UUID

from app.core.db import unit_of_work
from app.core.jobs import job, schedule
from app.traceability.service import label_files
from app.traceability.service.publication import renew_expired


@schedule("traceability.renew_expired", "1 17 * * *")
def renew_expired_lots() -> None:
    """At a minute past midnight in Vietnam; safe to run at any other time too."""
    with unit_of_work() as session:
        renew_expired(session)


@job(label_files.MAKE, attempts=3)
def make_label_file(file_id: str) -> None:
    with unit_of_work() as session:
        label_files.make(session, UUID(file_id))


@schedule("traceability.forget_label_files", "41 2 * * *")
def forget_label_files() -> None:
    with unit_of_work() as session:
        label_files.forget(session)
