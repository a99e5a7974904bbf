"""What sellers' pictures and papers need done that no request waits for."""

from datetime import timedelta

from app.core import media
from app.core.days import today
from app.core.db import unit_of_work
from app.core.jobs import job, schedule
from app.core.storage import store
from app.sellers import queries, service

SETTLED = timedelta(days=2)
"""By then the request that put a file there has committed its row, or never will."""


@job(service.MAKE_SIZES)
def make_sizes(content_hash: str) -> None:
    """Safe to run again: sizes that exist are kept."""
    media.make_sizes(content_hash)
    with unit_of_work() as session:
        service.make_ready(session, content_hash)


@schedule("sellers.sweep_papers", "23 2 * * *")
def sweep_papers() -> None:
    """Forgets sealed files that no row names: of a request that failed after the file was kept."""
    files = store("private")
    limit = f"papers/{today() - SETTLED:%Y-%m-%d}"
    with unit_of_work() as session:
        known = queries.paper_keys(session)
    for key in files.keys("papers/"):
        if key < limit and key not in known:
            files.delete(key)
