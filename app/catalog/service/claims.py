"""Forbidden words, refused where what is written is shown or looked at."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from app.catalog.rules.checklist import forbidden
from app.catalog.service.listing import HELD, Held
from app.moderation import queries as moderation
from app.moderation.rules.claims import Claim
from app.moderation.rules.findings import Forbidden, looked_through


def refuse_claims(session: Session, said: Mapping[str, str]) -> None:
    """`said` are texts by field. Raises Forbidden."""
    found = looked_through(said, _in_force(session))
    if wrong := {gap.field: str(gap) for gap in forbidden(found)}:
        raise Forbidden(fields=wrong)


def _in_force(session: Session) -> Sequence[Claim]:
    """Asked for once by an import, however many rows it has."""
    held: Held | None = session.info.get(HELD)
    if held is None:
        return moderation.claims(session)
    if held.claims is None:
        held.claims = moderation.claims(session)
    return held.claims
