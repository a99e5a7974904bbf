"""Calls to sellers' systems, and what is forgotten of them."""

from uuid import UUID

from sqlmodel import col, delete, select

from app.core.db import unit_of_work, utc_now
from app.core.jobs import job, schedule
from app.webhooks.models import WebhookDelivery, WebhookEvent, WebhookTry
from app.webhooks.rules.schedule import LOG_KEPT
from app.webhooks.service import delivering
from app.webhooks.service.announcing import CALL


@job(CALL)
def call(endpoint_id: str) -> None:
    """Safe to run twice: a message that was told is not told again by us."""
    delivering.call_endpoint(UUID(endpoint_id))


@schedule("webhooks.wake_up", "* * * * *")
def wake_up() -> None:
    """A killed worker's messages, and whatever else was left behind."""
    with unit_of_work() as session:
        delivering.wake_up(session)


@schedule("webhooks.forget_old", "53 2 * * *")
def forget_old() -> None:
    """The log is kept for a month."""
    old = select(WebhookEvent.id).where(col(WebhookEvent.occurred_at) < utc_now() - LOG_KEPT)
    told = select(WebhookDelivery.id).where(col(WebhookDelivery.event_id).in_(old))
    with unit_of_work() as session:
        session.exec(delete(WebhookTry).where(col(WebhookTry.delivery_id).in_(told)))
        session.exec(delete(WebhookDelivery).where(col(WebhookDelivery.event_id).in_(old)))
        session.exec(
            delete(WebhookEvent).where(col(WebhookEvent.occurred_at) < utc_now() - LOG_KEPT)
        )
