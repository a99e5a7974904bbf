"""The files that were handed in, by whose desk they came to."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy
from sqlalchemy import Row as Record
from sqlmodel import Session, col

from app.core.errors import NotFound
from app.identity.models import User
from app.imports.models import ImportProgress, ImportRun


def run(
    session: Session, run_id: UUID, seller_id: UUID | None, only_of: UUID | None = None
) -> ImportRun:
    """Of one seller's desk, or of the operator's (None); with `only_of`, of that person.

    Raises NotFound.
    """
    found = session.get(ImportRun, run_id)
    if found is None or found.seller_id != seller_id or only_of not in {None, found.created_by}:
        raise NotFound
    return found


def progress(session: Session, run_id: UUID) -> ImportProgress | None:
    return session.get(ImportProgress, run_id)


def latest_runs(
    session: Session, seller_id: UUID | None, only_of: UUID | None = None
) -> Sequence[Record[Any]]:
    """Without their content: id, file_name, status, rows, created_at and who handed it in."""
    statement = RUNS.where(col(ImportRun.seller_id).is_not_distinct_from(seller_id))
    if only_of is not None:
        statement = statement.where(col(ImportRun.created_by) == only_of)
    latest = statement.order_by(col(ImportRun.created_at).desc()).limit(SHOWN)
    return list(session.connection().execute(latest))


SHOWN = 20
RUNS: Any = sqlalchemy.select(
    col(ImportRun.id),
    col(ImportRun.file_name),
    col(ImportRun.status),
    col(ImportRun.rows),
    col(ImportRun.created_at),
    col(User.name).label("by"),
).join(User, col(User.id) == ImportRun.created_by)
