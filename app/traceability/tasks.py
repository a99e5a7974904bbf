"""What the clock asks of traceability, and work that no request waits for."""

from datetime import timedelta

from sqlmodel import select

from app.core import media
from app.core.days import today
from app.core.db import unit_of_work
from app.core.jobs import job, schedule
from app.core.storage import store
from app.traceability.models import LabPaper
from app.traceability.service.journeys.evidence import FOLDER, MAKE_SIZES
from app.traceability.service.publication import renew_expired

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
