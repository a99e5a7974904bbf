"""Forbidden words in what is told of a lot: its page shows them to whoever holds a packet."""

from collections.abc import Mapping

from sqlmodel import Session

from app.core.i18n import gettext, mark
from app.moderation import queries as moderation
from app.moderation.rules.findings import Forbidden, looked_through

OF_LOT = ("maker", "standards", "balance_note")
OF_STEP = ("title", "title_en", "note", "note_en", "responsible")
OF_AREA = ("name", "cultivar", "geographical_indication")
OF_REPORT = ("laboratory", "result", "result_en")
"""Free texts that become public, by the fields of the models.

The reason of a recall is left alone: a warning must not wait for its wording.
"""


def refuse_claims(session: Session, row: object, names: tuple[str, ...]) -> None:
    """`row` has these fields, some of them texts. Raises Forbidden by field."""
    refuse_words(session, {name: getattr(row, name) for name in names})


def refuse_words(session: Session, said: Mapping[str, str]) -> None:
    """Raises Forbidden by field."""
    found = looked_through(said, moderation.claims(session)).forbidden
    if found:
        raise Forbidden(fields=_sentences(found))


def _sentences(found: Mapping[str, str]) -> dict[str, str]:
    sentence = gettext(mark("Bỏ lời “{words}”: thực phẩm không được nói như vậy."))
    return {name: sentence.format(words=words) for name, words in found.items()}
