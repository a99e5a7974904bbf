"""What rules find in words that are on sale: kept for an officer, settled, forgotten."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, delete, select, tuple_

from app.core.db import utc_now
from app.core.errors import NotFound
from app.core.ids import new_id
from app.identity.service import audit
from app.moderation.models import ClaimFinding, FoundIn
from app.moderation.rules.claims import Claim, Severity
from app.moderation.rules.findings import looked_through

LOOK_AGAIN = "moderation.look_again"
"""The job that looks through what is on sale for a rule; several domains are on sale, so it stands
in `web.tasks`.
"""
Subjects = Mapping[UUID, Mapping[str, str]]
F = ClaimFinding.__table__.c  # type: ignore[attr-defined]  # SQLModel's table, for Core


def keep_findings(
    session: Session, kind: FoundIn, subjects: Subjects, claims: Sequence[Claim]
) -> None:
    """What `claims` find in these texts (by field, by their row) and nothing else of these rules.

    The same again changes nothing: what was settled stays so while its words are the same.
    """
    found = [row for subject_id in subjects for row in _rows(kind, subject_id, subjects, claims)]
    _drop_others(session, kind, subjects, claims, found)
    if not found:
        return
    adding = insert(ClaimFinding)
    changed = {name: adding.excluded[name] for name in ("places", "found_at")}
    session.connection().execute(
        adding.on_conflict_do_update(
            index_elements=["rule_id", "kind", "subject_id"],
            set_=changed | {"settled_at": None, "settled_by": None},
            where=F.places != adding.excluded.places,
        ),
        found,
    )


def _rows(
    kind: FoundIn, subject_id: UUID, subjects: Subjects, claims: Sequence[Claim]
) -> Iterator[dict[str, Any]]:
    places: dict[UUID, list[list[str]]] = defaultdict(list)
    for field, pieces, claim in looked_through(subjects[subject_id], claims).shown:
        if claim.rule_id is not None:
            places[claim.rule_id].append([field, *(piece.text for piece in pieces)])
    for rule_id, those in places.items():
        row = {"id": new_id(), "rule_id": rule_id, "kind": kind, "subject_id": subject_id}
        yield row | {"places": those, "found_at": utc_now()}


def _drop_others(
    session: Session,
    kind: FoundIn,
    subjects: Subjects,
    claims: Sequence[Claim],
    found: Sequence[dict[str, Any]],
) -> None:
    rules = {claim.rule_id for claim in claims if claim.severity is not Severity.ALLOW}
    there = [(row["rule_id"], row["subject_id"]) for row in found]
    others = tuple_(F.rule_id, F.subject_id).not_in(there)
    of_these = (kind == F.kind, F.rule_id.in_(rules), F.subject_id.in_(subjects))
    session.exec(delete(ClaimFinding).where(*of_these, others))


def forget_findings(session: Session, kind: FoundIn, subject_id: UUID) -> None:
    """Somebody has just decided about these words, and saw them marked."""
    session.exec(delete(ClaimFinding).where(kind == F.kind, subject_id == F.subject_id))


def settle_finding(session: Session, actor_id: UUID, finding_id: UUID) -> None:
    """Looked at, and left as it is; again changes nothing. Raises NotFound."""
    statement = select(ClaimFinding).where(ClaimFinding.id == finding_id).with_for_update()
    finding = session.exec(statement).first()
    if finding is None:
        raise NotFound
    if finding.settled_at is None:
        finding.settled_at, finding.settled_by = utc_now(), actor_id
        after = {"kind": finding.kind, "subject": str(finding.subject_id)}
        audit(session, actor_id, "claim_finding.settle", finding, after=after)
