"""Forbidden words in a shop's own ones, which are shown at once: refused, or noted."""

from collections.abc import Mapping

from sqlmodel import Session

from app.core.i18n import gettext
from app.moderation import queries as moderation
from app.moderation.models import FoundIn
from app.moderation.rules.findings import REMOVE, Forbidden, looked_through
from app.moderation.service import keep_findings
from app.sellers.models import Seller
from app.sellers.queries import own_words
from app.sellers.rules import DECIDED, OWN_WORDS


def refuse_claims(session: Session, said: Mapping[str, str]) -> None:
    """`said` are texts by field of `OWN_WORDS`. Raises Forbidden."""
    found = looked_through(said, moderation.claims(session)).forbidden
    wrong = {name: _sentence(name, words) for name, words in found.items()}
    if wrong:
        raise Forbidden("; ".join(wrong.values()), wrong)


def refuse_shops_claims(session: Session, seller: Seller) -> None:
    """Of all that the shop says: a rule may be younger than its words. Raises Forbidden."""
    refuse_claims(session, own_words(seller))


def note_claims(session: Session, seller: Seller) -> None:
    """Words that are looked at wait for an officer: nobody approves a shop's page first."""
    if seller.status in DECIDED:
        said = {seller.id: own_words(seller)}
        keep_findings(session, FoundIn.SHOP, said, moderation.claims(session))


def _sentence(name: str, words: str) -> str:
    return gettext(REMOVE).format(words=words, field=gettext(OWN_WORDS[name]))
