"""Who may see an event: its seller, and everybody once it is published."""

from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select

from app.epcis.models import EpcisEvent, EpcisPublication


def visible(seller_id: UUID | None) -> ColumnElement[bool]:
    """For the system of a seller, or for a stranger."""
    published = (
        select(EpcisPublication.event_id)
        .where(EpcisPublication.event_id == col(EpcisEvent.id))
        .exists()
    )
    if seller_id is None:
        return published
    return or_(col(EpcisEvent.seller_id) == seller_id, published)
