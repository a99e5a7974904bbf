"""Values that occur in events: business steps, places, things… (EPCIS 2.0, 12.4: resources)."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.epcis.models import EpcisEvent, EpcisThing
from app.epcis.queries.visible import visible

COLUMNS: dict[str, Any] = {
    "eventTypes": EpcisEvent.kind,
    "bizSteps": EpcisEvent.biz_step,
    "bizLocations": EpcisEvent.biz_location,
    "readPoints": EpcisEvent.read_point,
    "dispositions": EpcisEvent.disposition,
    "epcs": EpcisThing.epc,
}


def values(
    session: Session, resource: str, seller_id: UUID | None, after: str, limit: int
) -> list[str]:
    """Up to `limit` values after `after` in the order of letters, each from an event that is seen.

    One probe of an index for each value, so that a million events cost no more than a hundred.
    """
    found: list[str] = []
    while len(found) < limit:
        following = session.exec(_next(resource, seller_id, after)).first()
        if following is None:
            break
        found.append(following)
        after = following
    return found


def _next(resource: str, seller_id: UUID | None, after: str) -> Any:
    column = col(COLUMNS[resource])
    statement: Any = select(column).where(column > after, visible(seller_id))
    if resource == "epcs":
        statement = statement.join(EpcisEvent, col(EpcisEvent.id) == col(EpcisThing.event_id))
    return statement.order_by(column).limit(1)


def is_known(session: Session, resource: str, value: str, seller_id: UUID | None) -> bool:
    """Whether a value occurs in an event that is seen."""
    column = col(COLUMNS[resource])
    statement: Any = select(column).where(column == value, visible(seller_id))
    if resource == "epcs":
        statement = statement.join(EpcisEvent, col(EpcisEvent.id) == col(EpcisThing.event_id))
    return session.exec(statement.limit(1)).first() is not None
