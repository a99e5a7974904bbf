"""Reads of endpoints and of what was sent to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlmodel import Session, col, func, select

from app.core.db import any_columns
from app.webhooks.models import (
    DeliveryState,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    WebhookTry,
)

PAGE = 50


def endpoints(session: Session, seller_id: UUID) -> Sequence[WebhookEndpoint]:
    """A seller's own, the oldest first, without those it removed."""
    statement = select(WebhookEndpoint).where(
        WebhookEndpoint.seller_id == seller_id, col(WebhookEndpoint.removed_at).is_(None)
    )
    return session.exec(statement.order_by(col(WebhookEndpoint.id))).all()


def own_endpoint(session: Session, seller_id: UUID, code: str) -> WebhookEndpoint | None:
    return session.exec(
        select(WebhookEndpoint).where(
            WebhookEndpoint.seller_id == seller_id,
            WebhookEndpoint.code == code,
            col(WebhookEndpoint.removed_at).is_(None),
        )
    ).first()


def listens(session: Session, seller_id: UUID) -> bool:
    """Whether any endpoint of this seller wants to hear something."""
    return any(one.disabled_at is None for one in endpoints(session, seller_id))


def due(
    session: Session, endpoint_id: UUID, now: datetime
) -> tuple[WebhookDelivery, WebhookEvent] | None:
    """The message that has waited longest, held for this transaction."""
    statement = (
        select(WebhookDelivery, WebhookEvent)
        .join(WebhookEvent, col(WebhookEvent.id) == WebhookDelivery.event_id)
        .where(*_waiting(endpoint_id), col(WebhookDelivery.next_try_at) <= now)
        .order_by(col(WebhookDelivery.next_try_at))
        .limit(1)
        .with_for_update(of=WebhookDelivery, skip_locked=True)
    )
    found = session.exec(statement).first()
    return (found[0], found[1]) if found else None


def next_due(session: Session, endpoint_id: UUID) -> datetime | None:
    return session.exec(
        select(func.min(WebhookDelivery.next_try_at)).where(*_waiting(endpoint_id))
    ).one()


def _waiting(endpoint_id: UUID) -> tuple[Any, Any]:
    return (
        WebhookDelivery.endpoint_id == endpoint_id,
        WebhookDelivery.state == DeliveryState.WAITING,
    )


def overdue_endpoints(session: Session, before: datetime) -> Sequence[UUID]:
    """Endpoints in use with a message that was due by then."""
    statement = (
        select(WebhookDelivery.endpoint_id)
        .join(WebhookEndpoint, col(WebhookEndpoint.id) == WebhookDelivery.endpoint_id)
        .where(
            WebhookDelivery.state == DeliveryState.WAITING,
            col(WebhookDelivery.next_try_at) < before,
            col(WebhookEndpoint.disabled_at).is_(None),
            col(WebhookEndpoint.removed_at).is_(None),
            func.coalesce(WebhookEndpoint.resting_until, before) <= before,
        )
        .distinct()
    )
    return session.exec(statement).all()


def deliveries(
    session: Session, endpoint_id: UUID, *, state: str = "", before: str = ""
) -> Sequence[Row[Any]]:
    """A page of the log, the latest first: event id, kind, occurred_at, state, tries, status,
    next_try_at. `before` is the event id that the last page ended with.
    """
    statement = (
        select(
            *any_columns(
                col(WebhookEvent.id),
                col(WebhookEvent.kind),
                col(WebhookEvent.occurred_at),
                col(WebhookDelivery.state),
                col(WebhookDelivery.tries),
                col(WebhookDelivery.status),
                col(WebhookDelivery.next_try_at),
            )
        )
        .join(WebhookEvent, col(WebhookEvent.id) == WebhookDelivery.event_id)
        .where(WebhookDelivery.endpoint_id == endpoint_id)
        .order_by(col(WebhookEvent.occurred_at).desc(), col(WebhookEvent.id).desc())
        .limit(PAGE + 1)
    )
    if state:
        statement = statement.where(WebhookDelivery.state == state)
    if before:
        last = select(WebhookEvent.occurred_at, WebhookEvent.id).where(WebhookEvent.id == before)
        statement = statement.where(
            func.row(WebhookEvent.occurred_at, WebhookEvent.id) < last.scalar_subquery()
        )
    return session.connection().execute(statement).all()


def delivery(
    session: Session, endpoint_id: UUID, event_id: str
) -> tuple[WebhookDelivery, WebhookEvent] | None:
    statement = (
        select(WebhookDelivery, WebhookEvent)
        .join(WebhookEvent, col(WebhookEvent.id) == WebhookDelivery.event_id)
        .where(WebhookDelivery.endpoint_id == endpoint_id, WebhookEvent.id == event_id)
    )
    found = session.exec(statement).first()
    return (found[0], found[1]) if found else None


def tries(session: Session, delivery_id: UUID) -> Sequence[WebhookTry]:
    """Every call made for a delivery, in their order."""
    statement = select(WebhookTry).where(WebhookTry.delivery_id == delivery_id)
    return session.exec(statement.order_by(col(WebhookTry.at))).all()
