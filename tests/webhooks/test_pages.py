"""The owner's desk of webhooks, its bad input, and everybody whom it is not for."""

import html
from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from app.core.config import settings
from app.core.sealing import unsealed_text
from app.identity.models import AuditEntry, User
from app.sellers.models import MemberRole, Seller
from app.webhooks import queries
from app.webhooks.models import DeliveryState, WebhookEndpoint
from app.webhooks.service import delivering
from app.webhooks.service.endpoints import PURPOSE, ping
from tests.conftest import Client, Queries
from tests.factories import PASSWORD, make_member, make_seller
from tests.sessions import form_token, signed_in
from tests.webhooks.conftest import add, told
from tests.webhooks.receiver import Receiver, answer

HOME = "/ban-hang/ket-noi/webhook"
URL = "https://banhang.example.vn/nguyen-goc"


@pytest.fixture
def seller(session: Session) -> Seller:
    return make_seller(session)


@pytest.fixture
def boss(session: Session, seller: Seller) -> User:
    return make_member(session, seller)


@pytest.fixture
def owner(client: Client, boss: User) -> Client:
    return signed_in(client, boss)


@pytest.fixture
def form(owner: Client) -> dict[str, str]:
    return form_token(owner)


@pytest.fixture
def mine(session: Session, seller: Seller, receiver: Receiver) -> WebhookEndpoint:
    return add(session, receiver.url, seller.id)


def test_an_owner_adds_an_address_and_a_second_click_adds_none(
    owner: Client, form: dict[str, str], session: Session, seller: Seller
) -> None:
    data = form | {"url": URL, "description": "Kho", "types": ["order.placed", "nonsense"]}
    sent = [owner.post(HOME, data=data) for _ in range(2)]
    [endpoint] = queries.endpoints(session, seller.id)
    assert {one.headers["location"] for one in sent} == {f"{HOME}/{endpoint.code}"}
    assert endpoint.types == ["order.placed"]
    assert session.get_one(Seller, seller.id).listens
    page = owner.get(f"{HOME}/{endpoint.code}").text
    assert URL in page
    assert "whsec_" not in page


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "http://banhang.example.vn/", "https://10.0.0.1/", "https://db.internal/"],
)
def test_a_wrong_address_is_refused_and_stays_in_the_form(
    owner: Client, form: dict[str, str], session: Session, seller: Seller, url: str
) -> None:
    refused = owner.post(HOME, data=form | {"url": url, "description": "Kho <b>"})
    assert refused.status_code == 422
    assert "Kho &lt;b&gt;" in refused.text
    assert queries.endpoints(session, seller.id) == []


def test_eleven_addresses_are_one_too_many(
    owner: Client, form: dict[str, str], session: Session, seller: Seller
) -> None:
    for n in range(10):
        add(session, f"{URL}{n}", seller.id)
    refused = owner.post(HOME, data=form | {"url": URL})
    assert refused.status_code == 409
    assert "bỏ bớt" in refused.text


def test_the_secret_is_shown_for_the_password_alone(
    owner: Client, form: dict[str, str], session: Session, mine: WebhookEndpoint
) -> None:
    secret = unsealed_text(mine.secret, purpose=PURPOSE)
    place = f"{HOME}/{mine.code}/khoa"
    refused = owner.post(place, data=form | {"password": "sai"})
    assert refused.status_code == 422
    assert secret not in refused.text
    shown = owner.post(place, data=form | {"password": PASSWORD})
    assert secret in html.unescape(shown.text)
    assert shown.headers["cache-control"] == "no-store"
    actions = [e.action for e in session.exec(select(AuditEntry)) if e.subject_id == mine.id]
    assert "webhook.show_secret" in actions


def test_a_new_secret_is_shown_once_and_the_old_one_signs_on(
    owner: Client, form: dict[str, str], session: Session, mine: WebhookEndpoint
) -> None:
    old = mine.secret
    shown = owner.post(f"{HOME}/{mine.code}/khoa-moi", data=form | {"password": PASSWORD})
    endpoint = session.get_one(WebhookEndpoint, mine.id)
    assert unsealed_text(endpoint.secret, purpose=PURPOSE) in html.unescape(shown.text)
    assert endpoint.old_secret == old
    assert "whsec_" not in owner.get(f"{HOME}/{mine.code}").text


def test_a_ping_is_sent_logged_and_sent_again(
    owner: Client,
    form: dict[str, str],
    session: Session,
    mine: WebhookEndpoint,
    receiver: Receiver,
) -> None:
    to = owner.post(f"{HOME}/{mine.code}/thu", data=form).headers["location"]
    delivering.call_endpoint(mine.id)
    session.expire_all()
    assert "HTTP 200" in owner.get(to).text
    owner.post(f"{to}/gui-lai", data=form)
    delivering.call_endpoint(mine.id)
    session.expire_all()
    assert len({heard.headers["webhook-id"] for heard in receiver.heard}) == 1
    assert len(receiver.heard) == 2
    assert told(session, mine)[0].state is DeliveryState.DELIVERED


def test_an_address_is_switched_off_and_on_and_removed(
    owner: Client, form: dict[str, str], session: Session, seller: Seller, mine: WebhookEndpoint
) -> None:
    place = f"{HOME}/{mine.code}"
    for step, listens in (("tat", False), ("tat", False), ("bat", True), ("bo", False)):
        assert owner.post(f"{place}/{step}", data=form).status_code == 303
        assert session.get_one(Seller, seller.id).listens is listens
    assert owner.get(place).status_code == 404
    assert queries.endpoints(session, seller.id) == []


def test_an_address_is_changed(
    owner: Client, form: dict[str, str], session: Session, mine: WebhookEndpoint
) -> None:
    data = form | {"url": URL, "types": "stock.low"}
    assert owner.post(f"{HOME}/{mine.code}", data=data).status_code == 303
    endpoint = session.get_one(WebhookEndpoint, mine.id)
    assert (endpoint.url, endpoint.types) == (URL, ["stock.low"])
    wrong = owner.post(f"{HOME}/{mine.code}", data=form | {"url": "https://10.0.0.1/"})
    assert wrong.status_code == 422


def test_what_a_receiver_answers_is_shown_as_text(
    owner: Client,
    form: dict[str, str],
    mine: WebhookEndpoint,
    receiver: Receiver,
    session: Session,
) -> None:
    receiver.behave = [answer(500, b"<script>alert(1)</script>")]
    to = owner.post(f"{HOME}/{mine.code}/thu", data=form).headers["location"]
    delivering.call_endpoint(mine.id)
    session.expire_all()
    assert "<script>alert" not in owner.get(to).text


def test_the_log_costs_the_same_however_long_it_is(
    owner: Client, form: dict[str, str], mine: WebhookEndpoint, queries: Queries
) -> None:
    counts = []
    for _ in range(2):
        for _ in range(5):
            owner.post(f"{HOME}/{mine.code}/thu", data=form)
        queries.clear()
        owner.get(f"{HOME}/{mine.code}")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_log_is_read_page_by_page(
    owner: Client, form: dict[str, str], mine: WebhookEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    sent = [
        owner.post(f"{HOME}/{mine.code}/thu", data=form).headers["location"].rpartition("/")[2]
        for _ in range(3)
    ]
    first = owner.get(f"{HOME}/{mine.code}").text
    assert [event in first for event in sent] == [False, True, True]
    second = owner.get(f"{HOME}/{mine.code}?truoc={sent[1]}").text
    assert f"/lan-gui/{sent[0]}" in second
    assert f"/lan-gui/{sent[2]}" not in second


ROUTES = [
    ("GET", ""),
    ("POST", ""),
    ("POST", "/khoa"),
    ("POST", "/khoa-moi"),
    ("POST", "/thu"),
    ("POST", "/tat"),
    ("POST", "/bat"),
    ("POST", "/bo"),
]


@pytest.mark.parametrize(("method", "part"), ROUTES)
def test_an_endpoint_of_another_seller_does_not_exist(
    visit: Callable[[], Client], session: Session, mine: WebhookEndpoint, method: str, part: str
) -> None:
    stranger = signed_in(visit(), make_member(session))
    data = form_token(stranger) | {"url": URL, "password": PASSWORD}
    path = f"{HOME}/{mine.code}{part}"
    assert stranger.request(method, path, data=data).status_code == 404
    endpoint = session.get_one(WebhookEndpoint, mine.id)
    assert (endpoint.disabled_at, endpoint.removed_at) == (None, None)


@pytest.mark.parametrize(("method", "part"), ROUTES)
def test_the_shops_staff_have_no_business_here(
    visit: Callable[[], Client],
    session: Session,
    seller: Seller,
    mine: WebhookEndpoint,
    *,
    method: str,
    part: str,
) -> None:
    staff = signed_in(visit(), make_member(session, seller, role=MemberRole.STAFF))
    path = f"{HOME}/{mine.code}{part}"
    assert staff.request(method, path, data=form_token(staff)).status_code == 403


def test_somebody_elses_message_does_not_exist(
    owner: Client, form: dict[str, str], session: Session, mine: WebhookEndpoint
) -> None:
    other = add(session, f"{settings.base_url}/x", make_seller(session).id)
    event = ping(session, make_member(session).id, other)
    for path in (f"{HOME}/{mine.code}/lan-gui/{event}", f"{HOME}/{other.code}/lan-gui/{event}"):
        assert owner.get(path).status_code == 404
        assert owner.post(f"{path}/gui-lai", data=form).status_code == 404
