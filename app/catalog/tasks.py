"""Work on photographs that no request waits for."""

import structlog

from app.catalog.models import ImageTrouble
from app.catalog.service import images
from app.core import media
from app.core.db import unit_of_work
from app.core.jobs import job

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
