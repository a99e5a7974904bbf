"""Forbidden words, refused where what is written is shown or looked at; others are noted."""

from collections.abc import Collection, Mapping
from itertools import islice
from uuid import UUID

from sqlmodel import Session

from app.catalog.queries.words import words_of
from app.catalog.rules.checklist import forbidden
from app.moderation import queries as moderation
from app.moderation.models import FoundIn
from app.moderation.rules.findings import Forbidden, looked_through
from app.moderation.service import keep_findings

AT_A_TIME = 500


def refuse_claims(session: Session, said: Mapping[str, str]) -> None:
    """`said` are texts by field. Raises Forbidden."""
    found = looked_through(said, moderation.claims(session))
    if wrong := {gap.field: str(gap) for gap in forbidden(found)}:
        raise Forbidden(fields=wrong)


def note_claims(session: Session, product_ids: Collection[UUID]) -> None:
    """What rules find in those of these products that are on sale waits for an officer.

    For imports by an operator: nobody reads such a text before it is shown.
    """
    waiting = iter(product_ids)
    while some := list(islice(waiting, AT_A_TIME)):
        said = words_of(session, some)
        keep_findings(session, FoundIn.PRODUCT, said, moderation.claims(session))
