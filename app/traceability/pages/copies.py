"""An origin page as it was, when the page itself cannot be made: dated, and no verdict of now."""

import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from app.core.db import reader
from app.core.i18n import gettext, mark
from app.core.templates import env
from app.traceability.models import Lot
from app.traceability.rules import Verdict

_VERDICT = re.compile(
    rb'<section class="verdict verdict-(\w+)" data-verdict="\w+">.*?</section>', re.DOTALL
)
SAVED = mark("Bản lưu")
_TITLE = re.compile(rb"<h1>(.*?)</h1>", re.DOTALL)
_HEADING_IN_TITLE = re.compile(rb"<title>[^:<]*:")


def restate(page: bytes, saved: datetime) -> bytes:
    """The band that answers becomes one that says it cannot: what it said then stands in it.

    A recall stays as red as it was, since no lot ever comes back from one.
    """
    page = _HEADING_IN_TITLE.sub(f"<title>{gettext(SAVED)}:".encode(), page, count=1)
    found = _VERDICT.search(page)
    if found is None:
        return page
    kind, title = found[1].decode(), _TITLE.search(found[0])
    said = title[1].decode() if title else ""
    band = _band(kind, said, saved)
    kept = found[0] if kind == Verdict.RECALLED else b""
    return page[: found.start()] + band + kept + page[found.end() :]


def _band(kind: str, said: str, saved: datetime) -> bytes:
    text = env.get_template("traceability/_saved_copy.html").render(
        kind=kind, said=said, saved=saved
    )
    return text.encode()


def withdrawn(moment: datetime) -> Iterable[str]:
    """Lots that were recalled since, whose copies would say otherwise."""
    recalled = select(col(Lot.code)).where(col(Lot.recalled_at) >= moment)
    with reader.connect() as connection:
        return [f"lot:{code}" for code in connection.scalars(recalled)]
