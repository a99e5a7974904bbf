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


def run(session: Session, run_id: UUID, seller_id: UUID | None) -> ImportRun:
    """Of one seller's desk, or of the operator's (None). Raises NotFound."""
    found = session.get(ImportRun, run_id)
    if found is None or found.seller_id != seller_id:
        raise NotFound
    return found


def progress(session: Session, run_id: UUID) -> ImportProgress | None:
    return session.get(ImportProgress, run_id)


def latest_runs(session: Session, seller_id: UUID | None, limit: int = 20) -> Sequence[Record[Any]]:
    """Without their content: id, file_name, status, rows, created_at and who handed it in."""
    ours = col(ImportRun.seller_id).is_not_distinct_from(seller_id)
    statement = RUNS.where(ours).order_by(col(ImportRun.created_at).desc()).limit(limit)
    return list(session.connection().execute(statement))


RUNS: Any = sqlalchemy.select(
    col(ImportRun.id),
    col(ImportRun.file_name),
    col(ImportRun.status),
    col(ImportRun.rows),
    col(ImportRun.created_at),
    col(User.name).label("by"),
).join(User, col(User.id) == ImportRun.created_by)
