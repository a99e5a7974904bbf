"""What happens in the shop is heard by the seller whom it concerns, or was undone."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, col, select

from app.catalog.models import ProductStatus, Variant
from app.catalog.service import approval, stock
from app.core.ids import new_id
from app.orders.queries import desk as orders
from app.orders.rules.states import Actor
from app.orders.service import fulfilment
from app.orders.service.fulfilment import Case, Step
from app.sellers import service as sellers
from app.sellers.models import Seller
from app.traceability.models import LotStatus
from app.traceability.service import publication
from app.traceability.service.publication import RecallIn
from app.webhooks.models import WebhookEvent
from app.webhooks.rules.catalogue import EXAMPLES, EventType
from tests.conftest import Client, Queries
from tests.factories import (
    make_lot,
    make_operator,
    make_product,
    make_seller,
    make_user,
    make_variant,
)
from tests.orders.test_checkout_pages import send
from tests.webhooks.conftest import add

URL = "https://banhang.example.vn/"


@pytest.fixture
def seller(session: Session) -> Seller:
    seller = make_seller(session)
    add(session, URL, seller.id)
    return seller


@pytest.fixture
def heard(session: Session, seller: Seller) -> Callable[[], list[dict[str, Any]]]:
    """What the seller's endpoint is told so far: types and data, in their order."""

    def heard() -> list[dict[str, Any]]:
        session.flush()
        mine = select(WebhookEvent).where(WebhookEvent.seller_id == seller.id)
        events = session.exec(mine.order_by(col(WebhookEvent.occurred_at))).all()
        return [said(event) for event in events]

    return heard


def said(event: WebhookEvent) -> dict[str, Any]:
    """With the same fields as the catalogue's example."""
    body: dict[str, Any] = json.loads(event.body)
    assert body["data"].keys() == EXAMPLES[EventType(body["type"])].keys()
    return body


def order(client: Client, *variants: Variant) -> None:
    for variant in variants:
        client.post("/gio-hang/them", data={"variant": str(variant.id), "quantity": "1"})
    assert send(client, client.get("/thanh-toan").text).status_code == 303


def test_an_order_is_heard_step_by_step(
    client: Client, session: Session, seller: Seller, heard: Callable[[], list[dict[str, Any]]]
) -> None:
    order(client, make_variant(session, make_product(session, seller), on_hand=50))
    [placed] = heard()
    assert placed["type"] == "order.placed"
    found = orders.own_order(session, seller, placed["data"]["order"])
    case, step = Case(*found), Step(Actor.SELLER, make_user(session).id)
    for act in (fulfilment.confirm, fulfilment.ship, fulfilment.deliver, fulfilment.deliver):
        act(session, case, step)
    assert [one["type"] for one in heard()] == [
        "order.placed",
        "order.confirmed",
        "order.shipped",
        "order.delivered",
    ]
    assert placed["data"]["total"] == case.order.total


def test_each_seller_hears_its_own_part_and_costs_one_statement(
    client: Client,
    session: Session,
    seller: Seller,
    queries: Queries,
    heard: Callable[[], list[dict[str, Any]]],
) -> None:
    for owner in (seller, make_seller(session)):
        variant = make_variant(session, make_product(session, owner), on_hand=50)
        client.post("/gio-hang/them", data={"variant": str(variant.id), "quantity": "1"})
    page = client.get("/thanh-toan").text
    queries.clear()
    assert send(client, page).status_code == 303
    assert len(queries) == 8  # seven as ever, and the news
    assert [one["type"] for one in heard()] == ["order.placed"]


def test_an_order_that_is_taken_back_is_not_heard_of(
    session: Session, seller: Seller, heard: Callable[[], list[dict[str, Any]]]
) -> None:
    variant = make_variant(session, make_product(session, seller), on_hand=10)
    undone = session.begin_nested()
    stock.allocate(session, {variant.id: 1})
    assert [one["type"] for one in heard()] == ["stock.low"]
    undone.rollback()
    session.expire_all()
    assert heard() == []


def test_stock_is_low_once(
    session: Session, seller: Seller, heard: Callable[[], list[dict[str, Any]]]
) -> None:
    variant = make_variant(session, make_product(session, seller), on_hand=11)
    for _ in range(4):
        stock.allocate(session, {variant.id: 1})
    [low] = heard()
    assert low["data"]["available"] == 9
    assert low["data"]["sku"] == variant.sku


def test_a_takedown_is_heard_with_its_reason(
    session: Session, seller: Seller, heard: Callable[[], list[dict[str, Any]]]
) -> None:
    product = make_product(session, seller, status=ProductStatus.APPROVED)
    reason = "Ghi chữa bệnh"
    for _ in range(2):
        approval.take_down(session, make_operator(session).id, product.id, reason=reason)
    [taken] = heard()
    assert taken["type"] == "product.taken_down"
    assert taken["data"]["reason"] == reason


def test_a_recall_is_heard(
    session: Session, seller: Seller, heard: Callable[[], list[dict[str, Any]]]
) -> None:
    lot = make_lot(session, make_variant(session, make_product(session, seller)))
    assert lot.status is LotStatus.PUBLISHED
    publication.recall_lot(session, lot, RecallIn(reason="Bao bì hở, có mùi lạ"))
    [recalled] = heard()
    assert (recalled["type"], recalled["data"]["lot"]) == ("lot.recalled", lot.code)


def test_a_suspension_is_heard(
    session: Session, seller: Seller, heard: Callable[[], list[dict[str, Any]]]
) -> None:
    sellers.suspend_seller(session, new_id(), seller, "Giấy phép hết hạn")
    sellers.approve_seller(session, new_id(), seller)
    assert [one["type"] for one in heard()] == ["seller.suspended", "seller.approved"]
