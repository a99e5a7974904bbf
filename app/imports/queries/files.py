"""Files that were made to take away."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.core.errors import NotFound
from app.imports.models import ExportRun


def own_export(session: Session, run_id: UUID, user_id: UUID, seller_id: UUID | None) -> ExportRun:
    """A seller's own, or what this operator asked for. Raises NotFound for anybody else's."""
    found = session.get(ExportRun, run_id)
    if found is None or found.seller_id != seller_id:
        raise NotFound
    if seller_id is None and found.created_by != user_id:
        raise NotFound
    return found


def latest_exports(
    session: Session, user_id: UUID, seller_id: UUID | None, limit: int = 10
) -> Sequence[ExportRun]:
    statement = select(ExportRun).where(col(ExportRun.seller_id).is_not_distinct_from(seller_id))
    if seller_id is None:
        statement = statement.where(ExportRun.created_by == user_id)
    return session.exec(statement.order_by(col(ExportRun.created_at).desc()).limit(limit)).all()
