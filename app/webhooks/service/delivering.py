"""Telling an endpoint what waits for it: one call at a time, at least once, with the same id.

A call is made between two short transactions, so that no row is locked while somebody else's server
thinks. Whoever is killed in between has told it perhaps: the message is sent again, and its id lets
the receiver know.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, select, update

from app.core import jobs
from app.core.db import unit_of_work, utc_now
from app.identity.service import audit
from app.webhooks import queries
from app.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint, WebhookTry
from app.webhooks.rules import schedule, signing
from app.webhooks.senders.guarded import Answer, NoAnswer, post
from app.webhooks.service.announcing import CALL
from app.webhooks.service.endpoints import keys_of, switch_off

BATCH = 20
"""Messages that one job tells before it makes room for others."""
GONE, TOO_MANY, UNAVAILABLE = 410, 429, 503


@dataclass(frozen=True, slots=True)
class Call:
    """Everything that a try needs, read before it."""

    delivery_id: UUID
    url: str
    event_id: str
    body: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    at: datetime
    milliseconds: int
    answer: Answer | None
    error: str = ""

    @property
    def arrived(self) -> bool:
        return self.answer is not None and 200 <= self.answer.status < 300


def call_endpoint(endpoint_id: UUID) -> None:
    """Tells the endpoint what is due. Somebody else who calls it already does that for us."""
    for _ in range(BATCH):
        with unit_of_work() as session:
            call = _begin(session, endpoint_id)
        if call is None:
            break
        outcome = _made(call)
        with unit_of_work() as session:
            _note(session, endpoint_id, call.delivery_id, outcome)
    with unit_of_work() as session:
        _ask_again(session, endpoint_id)


_CLAIM = text(
    """
    UPDATE webhook_endpoint SET claimed_until = :until
    WHERE id = :id AND (claimed_until IS NULL OR claimed_until <= :now)
        AND (resting_until IS NULL OR resting_until <= :now)
        AND disabled_at IS NULL AND removed_at IS NULL
    RETURNING id
    """
)


def _begin(session: Session, endpoint_id: UUID) -> Call | None:
    """The next message, with the endpoint claimed; None when there is nothing for us to do."""
    now = utc_now()
    values = {"id": endpoint_id, "now": now, "until": now + schedule.CLAIM}
    if session.connection().execute(_CLAIM, values).first() is None:
        return None
    due = queries.due(session, endpoint_id, now)
    if due is None:
        _release(session, endpoint_id)
        return None
    delivery, event = due
    delivery.tries += 1
    endpoint = session.get_one(WebhookEndpoint, endpoint_id)
    return Call(delivery.id, endpoint.url, event.id, event.body, keys_of(endpoint, now))


def _release(session: Session, endpoint_id: UUID) -> None:
    session.exec(
        update(WebhookEndpoint)
        .where(WebhookEndpoint.id == endpoint_id)  # type: ignore[arg-type]
        .values(claimed_until=None)
    )


def _made(call: Call) -> Outcome:
    at, began = utc_now(), time.monotonic()
    headers = signing.headers(call.event_id, at, call.body, call.keys)
    answer, error = None, ""
    try:
        answer = post(call.url, call.body.encode(), headers)
    except NoAnswer as none:
        error = str(none)[:200]
    return Outcome(at, round((time.monotonic() - began) * 1000), answer, error)


def _note(session: Session, endpoint_id: UUID, delivery_id: UUID, outcome: Outcome) -> None:
    delivery = session.get_one(WebhookDelivery, delivery_id, with_for_update=True)
    endpoint = session.get_one(WebhookEndpoint, endpoint_id, with_for_update=True)
    endpoint.claimed_until = None
    session.add(_record(delivery_id, outcome))
    if delivery.state is not DeliveryState.WAITING:
        return  # somebody told it twice; the first answer stands
    delivery.status = outcome.answer.status if outcome.answer else None
    if outcome.arrived:
        delivery.state, delivery.done_at, delivery.next_try_at = (
            DeliveryState.DELIVERED,
            utc_now(),
            None,
        )
        endpoint.failing_since = endpoint.resting_until = None
    else:
        _put_off(session, endpoint, delivery, outcome)


def _record(delivery_id: UUID, outcome: Outcome) -> WebhookTry:
    return WebhookTry(
        delivery_id=delivery_id,
        at=outcome.at,
        status=outcome.answer.status if outcome.answer else None,
        milliseconds=outcome.milliseconds,
        error=outcome.error,
        answer=outcome.answer.body.replace("\0", "") if outcome.answer else "",
    )


def _put_off(
    session: Session, endpoint: WebhookEndpoint, delivery: WebhookDelivery, outcome: Outcome
) -> None:
    """Later, never, or never again to this endpoint: 410 means that it is gone for good."""
    now = utc_now()
    endpoint.failing_since = endpoint.failing_since or now
    asked = schedule.retry_after(outcome.answer.retry_after) if outcome.answer else None
    delivery.next_try_at = schedule.next_try(delivery.tries, now, asked=asked)
    if delivery.next_try_at is None:
        delivery.state, delivery.done_at = DeliveryState.FAILED, now
    if outcome.answer and outcome.answer.status == GONE:
        switch_off(session, endpoint, "410 Gone")
    elif schedule.is_given_up(endpoint.failing_since, now):
        switch_off(session, endpoint, outcome.error or f"HTTP {delivery.status}")
    else:
        endpoint.resting_until = _rest(endpoint.failing_since, now, outcome, asked)


def _rest(
    failing_since: datetime, now: datetime, outcome: Outcome, asked: timedelta | None
) -> datetime | None:
    """Who did not answer, or asked for time, is left alone; one refused message stops no other."""
    if outcome.answer is None:
        return now + schedule.rest(failing_since, now)
    if outcome.answer.status in {TOO_MANY, UNAVAILABLE}:
        wait = schedule.SHORTEST_REST if asked is None else asked
        return now + min(wait, schedule.LONGEST_REST)
    return None


def _ask_again(session: Session, endpoint_id: UUID) -> None:
    """A job for what is left, when it is due."""
    endpoint = session.get(WebhookEndpoint, endpoint_id)
    if endpoint is None or endpoint.disabled_at or endpoint.removed_at:
        return
    at = queries.next_due(session, endpoint_id)
    if at is not None:
        at = max(at, endpoint.resting_until or at, endpoint.claimed_until or at)
        jobs.defer(session, CALL, at=at, endpoint_id=str(endpoint_id))


def wake_up(session: Session) -> int:
    """Jobs for endpoints whose messages are overdue, whatever became of theirs; how many."""
    late = queries.overdue_endpoints(session, utc_now() - timedelta(seconds=30))
    for endpoint_id in late:
        jobs.defer(session, CALL, endpoint_id=str(endpoint_id))
    return len(late)


def send_again(
    session: Session, actor_id: UUID, endpoint: WebhookEndpoint, delivery: WebhookDelivery
) -> None:
    """The same message with the same id, now; one that still waits is only hurried."""
    held = session.exec(
        select(WebhookDelivery).where(WebhookDelivery.id == delivery.id).with_for_update()
    ).one()
    if held.state is not DeliveryState.WAITING:
        held.state, held.tries, held.done_at = DeliveryState.WAITING, 0, None
    held.next_try_at = utc_now()
    audit(session, actor_id, "webhook.send_again", endpoint, after={"event": held.event_id})
    jobs.defer(session, CALL, endpoint_id=str(held.endpoint_id))
