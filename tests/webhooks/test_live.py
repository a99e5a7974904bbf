"""From a committed change through the queue and a real worker to a seller's system."""

import time
from collections.abc import Callable

import pytest
from sqlmodel import Session
from standardwebhooks import Webhook

from app.core.config import settings
from app.core.db import utc_now
from app.webhooks.rules.catalogue import EventType
from app.webhooks.service import endpoints
from app.webhooks.service.announcing import News, announce
from tests.processes import start_worker
from tests.webhooks.conftest import add
from tests.webhooks.receiver import answer, listening

pytestmark = pytest.mark.live
PATIENCE = 30


def wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_worker_tells_what_was_committed_and_tries_again(
    live_session: Session, live_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "secret_key", type(settings.secret_key)("of-tests-only"))
    with listening(answer(503, retry_after="0"), answer(200)) as receiver:
        endpoint = add(live_session, receiver.url)
        live_session.commit()
        announce(live_session, News(endpoint.seller_id, EventType.LOT_RECALLED, {"n": 1}))
        live_session.rollback()
        announce(live_session, News(endpoint.seller_id, EventType.ORDER_PLACED, {"n": 2}))
        live_session.commit()
        worker = start_worker(live_database, webhooks_local="true")
        try:
            wait_for(lambda: len(receiver.heard) >= 2)
        finally:
            worker.stop()
        first, second = receiver.heard[:2]
        [key] = endpoints.keys_of(endpoint, utc_now())
        assert Webhook(key).verify(second.body, second.headers)["data"] == {"n": 2}
        assert first.headers["webhook-id"] == second.headers["webhook-id"]
