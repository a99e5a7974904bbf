"""What there is of leaf and tea, for the pages that look at it; a seller's own alone."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import tuple_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.traceability.models import (
    Material,
)
from app.traceability.queries.labels import active_of
from app.traceability.rules.materials import MaterialKind

PAGE = 30


def materials(
    session: Session, seller_id: UUID, kind: MaterialKind, before: str = "", *, left: bool = True
) -> Sequence[Material]:
    """One more than a page of leaf or tea, the latest first; with `left`, what is not used up."""
    statement = select(Material).where(Material.seller_id == seller_id, Material.kind == kind)
    if left:
        statement = statement.where(col(Material.used_grams) < col(Material.grams))
    if before:
        earlier = aliased(Material)
        since = select(earlier.made_at, earlier.id).where(
            earlier.code == before, earlier.seller_id == seller_id
        )
        place = tuple_(col(Material.made_at), col(Material.id))
        statement = statement.where(place < since.scalar_subquery())
    ordered = statement.order_by(col(Material.made_at).desc(), col(Material.id).desc())
    return session.exec(ordered.limit(PAGE + 1)).all()


def of_ids(session: Session, ids: Collection[UUID]) -> Sequence[Material]:
    """In the order in which they were made."""
    statement = select(Material).where(col(Material.id).in_(ids))
    return session.exec(statement.order_by(col(Material.made_at), col(Material.id))).all()


def labels_of(session: Session, lot_id: UUID) -> int:
    """Labels that were printed and not given up."""
    return active_of(session, lot_id)
