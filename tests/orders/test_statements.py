"""What buying asks of the database: pinned, and the same for one seller as for three."""

import pytest
from sqlmodel import Session

from tests.conftest import Client, Queries
from tests.factories import make_product, make_seller, make_variant
from tests.orders.test_checkout_pages import send


def make_goods(session: Session, sellers: int) -> list[str]:
    """Ids of two kinds of each seller, plenty of both."""
    products = [make_product(session, make_seller(session)) for _ in range(sellers)]
    variants = [
        make_variant(session, product, on_hand=1000) for product in products for _ in range(2)
    ]
    return [str(variant.id) for variant in variants]


def add(client: Client, variant: str) -> None:
    answer = client.post("/gio-hang/them", data={"variant": variant, "quantity": "1"})
    assert answer.status_code == 303


def test_a_line_costs_two_statements_in_a_basket_new_or_old(
    client: Client, session: Session, queries: Queries
) -> None:
    counts = []
    for variant in make_goods(session, 3):
        queries.clear()
        add(client, variant)
        counts.append(len(queries))
    assert counts == [2] * 6


@pytest.mark.parametrize("sellers", [1, 3])
def test_an_order_costs_the_same_statements_however_many_sellers(
    client: Client, session: Session, queries: Queries, sellers: int
) -> None:
    for variant in make_goods(session, sellers):
        add(client, variant)
    queries.clear()
    page = client.get("/thanh-toan").text
    assert len(queries) == 2  # lines, fees
    queries.clear()
    assert send(client, page).status_code == 303
    assert len(queries) == 7  # basket, key, lines, fees, stock, order, messages
