"""Work on photographs that no request waits for."""

from app.catalog.service import images
from app.core import media
from app.core.db import unit_of_work
from app.core.jobs import job


@job(images.MAKE_SIZES)
def make_sizes(content_hash: str) -> None:
    """Safe to run again: sizes that exist are kept, pictures that are ready stay so."""
    media.make_sizes(content_hash)
    with unit_of_work() as session:
        images.make_ready(session, content_hash)
