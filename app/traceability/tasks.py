"""What the clock asks of traceability, and work that no request waits for."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import select

from app.core import media
from app.core.days import today
from app.core.db import unit_of_work
from app.core.jobs import job, schedule
from app.core.storage import store
from app.traceability.models import LabPaper
from app.traceability.service import label_files, partitions
from app.traceability.service.journeys.evidence import FOLDER, MAKE_SIZES
from app.traceability.service.publication import renew_expired
from app.traceability.service.salts import forget_salts
from app.traceability.service.scan_alerts import AT_ONCE, raise_alerts

SETTLED = timedelta(days=2)
"""By then the request that put a file there has committed its row, or never will."""


@schedule("traceability.renew_expired", "1 17 * * *")
def renew_expired_lots() -> None:
    """At a minute past midnight in Vietnam; safe to run at any other time too."""
    with unit_of_work() as session:
        renew_expired(session)


@job(MAKE_SIZES)
def make_sizes(content_hash: str) -> None:
    """Of a record's photograph. Safe to run again: sizes that exist are kept."""
    media.make_sizes(content_hash)


@schedule("traceability.sweep_papers", "37 2 * * *")
def sweep_papers() -> None:
    """Forgets sealed files that no row names: of a request that failed after the file was kept."""
    files = store("private")
    limit = f"{FOLDER}{today() - SETTLED:%Y-%m-%d}"
    with unit_of_work() as session:
        known = set(session.exec(select(LabPaper.file_key)).all())
    for key in files.keys(FOLDER):
        if key < limit and key not in known:
            files.delete(key)


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
