"""Work on photographs that no request waits for, and what the clock asks of products."""

import structlog

from app.catalog.models import ImageTrouble
from app.catalog.queries import papers as queries
from app.catalog.service import images, papers
from app.core import media
from app.core.db import unit_of_work
from app.core.jobs import job, schedule

log = structlog.get_logger(__name__)


@job(images.MAKE_SIZES)
def make_sizes(content_hash: str) -> None:
    """Safe to run again: sizes that exist are kept, pictures that are ready stay so.

    What keeps it from its work is told to the seller; only what may pass is tried again.
    """
    try:
        media.make_sizes(content_hash)
    except (media.NotAPhotograph, FileNotFoundError) as error:
        log.warning("catalog.no_sizes", content_hash=content_hash, reason=repr(error))
        _note(content_hash, ImageTrouble.LASTING)
        return
    except Exception:
        _note(content_hash, ImageTrouble.PASSING)
        raise
    with unit_of_work() as session:
        images.make_ready(session, content_hash)


def _note(content_hash: str, trouble: ImageTrouble) -> None:
    with unit_of_work() as session:
        images.note_trouble(session, content_hash, trouble)


@schedule("catalog.settle_papers", "3 17 * * *")
def settle_papers() -> None:
    """Shortly after midnight in Vietnam; safe to run at any other time too."""
    with unit_of_work() as session:
        waiting = queries.to_settle(session)
    for product_id in waiting:  # one by one: a product is held only as long as it takes
        with unit_of_work() as session:
            papers.settle(session, product_id)
