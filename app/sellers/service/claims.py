"""Forbidden words, refused where a shop's own words are shown at once."""

from collections.abc import Mapping

from sqlmodel import Session

from app.core.i18n import gettext
from app.moderation import queries as moderation
from app.moderation.rules.findings import REMOVE, Forbidden, looked_through
from app.sellers.rules import OWN_WORDS


def refuse_claims(session: Session, said: Mapping[str, str]) -> None:
    """`said` are texts by field of `OWN_WORDS`. Raises Forbidden."""
    found = looked_through(said, moderation.claims(session)).forbidden
    if found:
        raise Forbidden(fields={name: _sentence(name, words) for name, words in found.items()})


def _sentence(name: str, words: str) -> str:
    return gettext(REMOVE).format(words=words, field=gettext(OWN_WORDS[name]))
