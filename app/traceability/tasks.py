"""What the clock asks of traceability."""

from uuid import UUID

from app.core.db import unit_of_work
from app.core.jobs import job, schedule
from app.traceability.service import label_files, partitions
from app.traceability.service.publication import renew_expired
from app.traceability.service.salts import forget_salts
from app.traceability.service.scan_alerts import AT_ONCE, raise_alerts


@schedule("traceability.renew_expired", "1 17 * * *")
def renew_expired_lots() -> None:
    """At a minute past midnight in Vietnam; safe to run at any other time too."""
    with unit_of_work() as session:
        renew_expired(session)


@schedule("traceability.keep_scans", "10 17,5 * * *")
def keep_scans() -> None:
    """Soon after midnight in Vietnam, and at noon in case that failed: days ahead get their
    partition, salts of days that are over go, and so do scans of 90 days ago.
    """
    with unit_of_work() as session:
        partitions.make_ahead(session)
        forget_salts(session)
    with unit_of_work() as session:
        partitions.drop_old(session)


@schedule("traceability.raise_scan_alerts", "* * * * *")
def raise_scan_alerts() -> None:
    """Every minute, until no code is left that was scanned since it was looked at."""
    looked_at = AT_ONCE
    while looked_at == AT_ONCE:
        with unit_of_work() as session:
            looked_at = raise_alerts(session)


@job(label_files.MAKE, attempts=3)
def make_label_file(file_id: str) -> None:
    with unit_of_work() as session:
        label_files.make(session, UUID(file_id))


@schedule("traceability.forget_label_files", "41 2 * * *")
def forget_label_files() -> None:
    with unit_of_work() as session:
        label_files.forget(session)
