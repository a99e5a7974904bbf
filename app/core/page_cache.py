"""What a page says of itself so that it can be kept, and what a commit says to drop it."""

from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session
from starlette.responses import Response

CHANNEL = "page_cache"
TAGS = "x-page-tags"
UNTIL = "x-page-until"
_NOTIFY = text("SELECT pg_notify(:channel, :tag)")


def public(response: Response, *tags: str, until: datetime | None = None) -> Response:
    """Marks `response` as the same for everybody: keep it until a commit touches one of `tags`.

    `until` is the next moment at which it would read differently by itself (a badge or a lot
    expires). The marks are internal headers that never leave the process.
    """
    response.headers[TAGS] = " ".join(tags)
    if until is not None:
        response.headers[UNTIL] = until.isoformat()
    return response


def touch(session: Session, *tags: str) -> None:
    """Every process drops pages with one of `tags` as soon as this transaction has committed."""
    for tag in tags:
        session.connection().execute(_NOTIFY, {"channel": CHANNEL, "tag": tag})
