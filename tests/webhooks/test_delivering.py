"""Messages over the wire, to a receiver that behaves as receivers do."""

import json
import socket
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import text
from sqlmodel import Session, col, select
from standardwebhooks import Webhook

from app.core.config import settings
from app.core.db import utc_now
from app.notifications.models import Message
from app.webhooks import queries
from app.webhooks.models import DeliveryState, WebhookEndpoint, WebhookEvent
from app.webhooks.rules import schedule
from app.webhooks.rules.catalogue import EventType
from app.webhooks.senders import guarded
from app.webhooks.service import delivering, endpoints
from app.webhooks.tasks import call, forget_old, wake_up
from tests.factories import make_member, make_seller
from tests.webhooks.conftest import add, make_due, told
from tests.webhooks.receiver import Receiver, answer, break_off, drip, hang_up, listening, pour

Tell = Callable[..., None]


def jobs(session: Session, endpoint: WebhookEndpoint) -> int:
    statement = text(
        "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'webhooks.call' "
        "AND args ->> 'endpoint_id' = :id"
    )
    return int(session.connection().execute(statement, {"id": str(endpoint.id)}).scalar_one())


def test_a_message_arrives_signed_and_is_logged(
    session: Session, endpoint: WebhookEndpoint, receiver: Receiver, tell: Tell
) -> None:
    tell(endpoint)
    [heard] = receiver.heard
    [secret] = endpoints.keys_of(endpoint, utc_now())
    said = Webhook(secret).verify(heard.body, heard.headers)
    assert said["type"] == "order.placed"
    assert said["data"] == {"n": 1}
    assert heard.path == "/nguyen-goc?kho=1"
    assert heard.headers["content-type"] == "application/json"
    delivery, event = told(session, endpoint)
    assert heard.headers["webhook-id"] == event.id
    assert (delivery.state, delivery.status, delivery.tries) == (DeliveryState.DELIVERED, 200, 1)
    [tried] = queries.tries(session, delivery.id)
    assert (tried.status, tried.error) == (200, "")


def test_a_seller_without_an_endpoint_leaves_no_row(session: Session, tell: Tell) -> None:
    nobody = WebhookEndpoint(seller_id=make_seller(session).id, code="x", url="x", secret="x")
    tell(nobody, call=False)
    assert session.exec(select(WebhookEvent)).all() == []


def test_an_endpoint_hears_what_it_asked_for(
    session: Session, receiver: Receiver, tell: Tell
) -> None:
    endpoint = add(session, receiver.url, types=["stock.low", "lot.recalled"])
    tell(endpoint, EventType.ORDER_PLACED, EventType.STOCK_LOW)
    assert [json.loads(heard.body)["type"] for heard in receiver.heard] == ["stock.low"]
    assert jobs(session, endpoint) == 1


def test_another_sellers_endpoint_hears_nothing(
    session: Session, endpoint: WebhookEndpoint, tell: Tell
) -> None:
    with listening() as stranger:
        other = add(session, stranger.url)
        tell(endpoint)
        delivering.call_endpoint(other.id)
        assert stranger.heard == []


def test_a_failure_is_tried_again_with_the_same_id_and_body(
    session: Session, endpoint: WebhookEndpoint, receiver: Receiver, tell: Tell
) -> None:
    receiver.behave = [answer(500, b"upgrade"), answer(204)]
    tell(endpoint)
    delivery, _ = told(session, endpoint)
    assert (delivery.state, delivery.status) == (DeliveryState.WAITING, 500)
    assert delivery.next_try_at is not None
    assert endpoint.failing_since is not None
    make_due(session, endpoint)
    delivering.call_endpoint(endpoint.id)
    session.expire_all()
    first, second = receiver.heard
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert told(session, endpoint)[0].state is DeliveryState.DELIVERED
    assert endpoint.failing_since is None
    answers = [tried.answer for tried in queries.tries(session, delivery.id)]
    assert answers == ["upgrade", ""]


@pytest.mark.parametrize(
    ("behave", "state"),
    [
        (answer(302, location="https://example.com/"), DeliveryState.WAITING),
        (answer(404), DeliveryState.WAITING),
        (hang_up, DeliveryState.WAITING),
        (break_off, DeliveryState.DELIVERED),  # it said 200: the rest is its own business
        (pour, DeliveryState.DELIVERED),
        (answer(200, "tốt\0".encode()), DeliveryState.DELIVERED),
        (answer(200, b"\xff\xfe"), DeliveryState.DELIVERED),
    ],
)
def test_however_a_receiver_answers_the_worker_goes_on(
    session: Session,
    endpoint: WebhookEndpoint,
    receiver: Receiver,
    tell: Tell,
    *,
    behave: Callable[..., None],
    state: DeliveryState,
) -> None:
    receiver.behave = [behave]
    tell(endpoint)
    assert len(receiver.heard) == 1
    delivery, _ = told(session, endpoint)
    assert delivery.state is state
    [tried] = queries.tries(session, delivery.id)
    assert len(tried.answer) <= 1000
    assert tried.status or tried.error


def test_a_slow_drip_is_cut_off(
    session: Session,
    endpoint: WebhookEndpoint,
    receiver: Receiver,
    tell: Tell,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guarded, "CALL_SECONDS", 0.5)
    receiver.behave = [drip]
    began = time.monotonic()
    tell(endpoint)
    assert time.monotonic() - began < 20  # a thousand bytes would drip for a minute
    [tried] = queries.tries(session, told(session, endpoint)[0].id)
    assert "Timeout" in tried.error


def test_nobody_there_lets_the_endpoint_rest(session: Session, tell: Tell) -> None:
    with listening() as gone:
        url = gone.url
    endpoint = add(session, url)
    tell(endpoint, EventType.ORDER_PLACED, EventType.ORDER_CONFIRMED)
    tried = [row.tries for row in queries.deliveries(session, endpoint.id)]
    assert sorted(tried) == [0, 1]  # the second message waits without a call
    assert endpoint.resting_until is not None


def test_too_many_requests_are_answered_by_waiting_as_asked(
    session: Session, endpoint: WebhookEndpoint, receiver: Receiver, tell: Tell
) -> None:
    receiver.behave = [answer(429, retry_after="600")]
    tell(endpoint)
    delivery, _ = told(session, endpoint)
    assert delivery.next_try_at is not None
    assert delivery.next_try_at > utc_now() + timedelta(minutes=9)
    assert endpoint.resting_until is not None
    assert endpoint.resting_until > utc_now() + timedelta(minutes=9)


def test_gone_switches_the_endpoint_off_and_the_shop_is_told(
    session: Session, endpoint: WebhookEndpoint, receiver: Receiver, tell: Tell
) -> None:
    receiver.behave = [answer(410)]
    tell(endpoint)
    assert endpoint.disabled_at is not None
    assert endpoint.disabled_reason == "410 Gone"
    [message] = session.exec(select(Message).where(Message.template == "webhook_off")).all()
    assert message.context["url"] == endpoint.url
    tell(endpoint)
    assert len(receiver.heard) == 1


def test_the_tenth_try_is_the_last(
    session: Session, endpoint: WebhookEndpoint, receiver: Receiver, tell: Tell
) -> None:
    receiver.behave = [answer(500)]
    tell(endpoint)
    for _ in range(12):
        if told(session, endpoint)[0].next_try_at is None:
            break
        make_due(session, endpoint)
        delivering.call_endpoint(endpoint.id)
        session.expire_all()
    delivery, _ = told(session, endpoint)
    assert (len(receiver.heard), delivery.tries) == (10, 10)
    assert delivery.state is DeliveryState.FAILED


def test_five_days_of_failures_switch_the_endpoint_off(
    session: Session, endpoint: WebhookEndpoint, receiver: Receiver, tell: Tell
) -> None:
    receiver.behave = [answer(500)]
    tell(endpoint)
    endpoint.failing_since = utc_now() - timedelta(days=5, minutes=1)
    make_due(session, endpoint)
    delivering.call_endpoint(endpoint.id)
    session.expire_all()
    assert endpoint.disabled_reason == "HTTP 500"


def test_a_worker_killed_after_the_call_sends_the_message_again_with_its_id(
    session: Session, endpoint: WebhookEndpoint, receiver: Receiver, tell: Tell
) -> None:
    tell(endpoint, call=False)
    begun = delivering._begin(session, endpoint.id)
    assert begun is not None
    delivering._made(begun)  # and then the process is gone
    session.flush()
    delivering.call_endpoint(endpoint.id)
    assert len(receiver.heard) == 1, "somebody may still be calling"
    with time_machine.travel(utc_now() + schedule.CLAIM + timedelta(seconds=31), tick=True):
        before = jobs(session, endpoint)
        wake_up()
        assert jobs(session, endpoint) == before + 1
        call(str(endpoint.id))
    session.expire_all()
    first, second = receiver.heard
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert told(session, endpoint)[0].state is DeliveryState.DELIVERED


def test_a_job_that_runs_twice_tells_once(
    session: Session, endpoint: WebhookEndpoint, receiver: Receiver, tell: Tell
) -> None:
    tell(endpoint)
    call(str(endpoint.id))
    assert len(receiver.heard) == 1


def test_an_address_that_became_private_is_not_called(
    session: Session,
    endpoint: WebhookEndpoint,
    receiver: Receiver,
    tell: Tell,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "webhooks_local", False)
    endpoint.url = endpoint.url.replace("http://127.0.0.1", "https://banhang.example.vn").replace(
        endpoint.url.split(":")[2].split("/")[0], "8443"
    )
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("10.0.0.7", 8443))])
    session.flush()
    tell(endpoint)
    assert receiver.heard == []
    [tried] = queries.tries(session, told(session, endpoint)[0].id)
    assert "10.0.0.7" in tried.error


def test_one_private_address_among_public_ones_is_one_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [(2, 1, 6, "", (address, 443)) for address in ("8.8.8.8", "127.0.0.1")]
    monkeypatch.setattr(settings, "webhooks_local", False)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(guarded.NoAnswer, match="not a public address"):
        guarded.post("https://banhang.example.vn/", b"{}", {})


def test_after_a_renewal_both_secrets_verify_for_a_day(
    session: Session, endpoint: WebhookEndpoint, receiver: Receiver, tell: Tell
) -> None:
    [old] = endpoints.keys_of(endpoint, utc_now())
    new = endpoints.renew_secret(session, make_member(session).id, endpoint)
    tell(endpoint)
    [heard] = receiver.heard
    assert Webhook(old).verify(heard.body, heard.headers)
    assert Webhook(new).verify(heard.body, heard.headers)
    assert endpoints.keys_of(endpoint, utc_now() + timedelta(hours=25)) == (new,)


def test_sending_again_keeps_the_id(
    session: Session, endpoint: WebhookEndpoint, receiver: Receiver, tell: Tell
) -> None:
    tell(endpoint)
    delivery, event = told(session, endpoint)
    delivering.send_again(session, make_member(session).id, endpoint, delivery)
    session.flush()
    delivering.call_endpoint(endpoint.id)
    assert [heard.headers["webhook-id"] for heard in receiver.heard] == [event.id] * 2


def test_the_log_is_forgotten_after_a_month(
    session: Session, endpoint: WebhookEndpoint, tell: Tell
) -> None:
    tell(endpoint)
    told(session, endpoint)[1].occurred_at = utc_now() - timedelta(days=31)
    session.flush()
    forget_old()
    session.expire_all()
    assert queries.deliveries(session, endpoint.id) == []
    assert (
        session.exec(
            select(WebhookEvent).where(col(WebhookEvent.seller_id) == endpoint.seller_id)
        ).all()
        == []
    )
