"""Forbidden words, refused where what is written is shown or looked at."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from app.catalog.rules.checklist import forbidden
from app.catalog.service.listing import HELD, Held
from app.core.errors import Invalid
from app.core.i18n import mark
from app.moderation import queries as moderation
from app.moderation.rules.claims import Claim, in_fields


class Forbidden(Invalid):
    """Words that food may not be sold with; `fields` says which, and where."""

    title = mark("Có lời không được dùng")


def refuse_claims(session: Session, said: Mapping[str, str]) -> None:
    """`said` are texts by field. Raises Forbidden."""
    if wrong := {gap.field: str(gap) for gap in forbidden(in_fields(said, _in_force(session)))}:
        raise Forbidden(fields=wrong)


def _in_force(session: Session) -> Sequence[Claim]:
    """Asked for once by an import, however many rows it has."""
    held: Held | None = session.info.get(HELD)
    if held is None:
        return moderation.claims(session)
    if held.claims is None:
        held.claims = moderation.claims(session)
    return held.claims
