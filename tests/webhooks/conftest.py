"""A seller whose system listens on this machine."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from sqlmodel import Session

from app import wiring
from app.core.config import settings
from app.core.db import utc_now
from app.webhooks import queries
from app.webhooks.models import WebhookDelivery, WebhookEndpoint, WebhookEvent
from app.webhooks.rules.catalogue import EventType
from app.webhooks.service import delivering, endpoints
from app.webhooks.service.announcing import News, announce
from app.webhooks.service.endpoints import EndpointIn
from tests.factories import make_member, make_seller
from tests.webhooks.receiver import Receiver, listening


@pytest.fixture(autouse=True)
def on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    wiring.connect()
    monkeypatch.setattr(settings, "webhooks_local", True)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listening() as heard:
        yield heard


def add(
    session: Session, url: str, seller_id: UUID | None = None, **fields: object
) -> WebhookEndpoint:
    seller_id = seller_id or make_seller(session).id
    given = EndpointIn.model_validate({"url": url, **fields})
    return endpoints.add_endpoint(session, make_member(session).id, seller_id, given)


@pytest.fixture
def endpoint(session: Session, receiver: Receiver) -> WebhookEndpoint:
    return add(session, receiver.url)


@pytest.fixture
def tell(session: Session) -> Callable[..., None]:
    """Announces something to an endpoint's seller and calls the endpoint, as the worker does."""

    def tell(endpoint: WebhookEndpoint, *kinds: EventType, call: bool = True) -> None:
        chosen = kinds or (EventType.ORDER_PLACED,)
        announce(session, *(News(endpoint.seller_id, kind, {"n": 1}) for kind in chosen))
        session.flush()
        if call:
            delivering.call_endpoint(endpoint.id)
            session.expire_all()

    return tell


def told(session: Session, endpoint: WebhookEndpoint) -> tuple[WebhookDelivery, WebhookEvent]:
    """The endpoint's only message."""
    [row] = queries.deliveries(session, endpoint.id)
    found = queries.delivery(session, endpoint.id, row.id)
    assert found is not None
    return found


def make_due(session: Session, endpoint: WebhookEndpoint) -> None:
    """Time has passed: what waits is due, and nobody rests."""
    delivery, _ = told(session, endpoint)
    delivery.next_try_at, endpoint.resting_until = utc_now(), None
    session.flush()
