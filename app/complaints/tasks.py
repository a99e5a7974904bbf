"""What tickets need done that no request waits for."""

from datetime import timedelta

from app.complaints import queries
from app.complaints.service.photos import FOLDER
from app.core.days import today
from app.core.db import unit_of_work
from app.core.jobs import schedule
from app.core.storage import store

SETTLED = timedelta(days=2)
"""By then the request that put a file there has committed its row, or never will."""


@schedule("complaints.sweep_photos", "41 2 * * *")
def sweep_photos() -> None:
    """Forgets sealed photographs that no ticket names: of requests that failed afterwards."""
    files = store("private")
    limit = f"{FOLDER}{today() - SETTLED:%Y-%m-%d}"
    with unit_of_work() as session:
        known = queries.photo_keys(session)
    for key in files.keys(FOLDER):
        if key < limit and key not in known:
            files.delete(key)
