"""Many buyers, few boxes, two web processes: nothing is sold twice and everything agrees.

What is checked at the end is asked of the database in SQL, with nothing of ours in between.
"""

import ssl
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import psycopg
import pytest
from sqlmodel import Session

from app.catalog.models import Variant
from tests.factories import make_product, make_variant
from tests.orders.forms import hidden
from tests.orders.test_checkout import BUYER
from tests.processes import Shop

pytestmark = pytest.mark.live

BUYERS, UNITS = 50, 5
TLS = ssl.create_default_context()  # one for all: each client would read the authorities anew
AGREE = """
    SELECT
        (SELECT count(*) FROM order_group) AS orders,
        (SELECT count(*) FROM seller_order) AS parts,
        (SELECT coalesce(sum(quantity), 0) FROM order_line) AS sold,
        (SELECT sum(allocated) FROM variant) AS promised,
        (SELECT sum(on_hand) FROM variant) AS on_hand,
        (SELECT count(*) FROM message WHERE event LIKE 'order_placed:%') AS to_buyers,
        (SELECT count(*) FROM message WHERE event LIKE 'order_received:%') AS to_sellers,
        (SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notifications.send') AS jobs,
        (SELECT count(*) FROM idempotency_key) AS keys,
        (SELECT count(*) FROM order_group g WHERE g.total <>
            (SELECT sum(s.total) FROM seller_order s WHERE s.group_id = g.id)) AS wrong_sums,
        (SELECT count(*) FROM order_group g WHERE NOT EXISTS
            (SELECT 1 FROM message m WHERE m.event = 'order_placed:' || g.code)) AS untold,
        (SELECT count(*) FROM variant v WHERE v.allocated <> (SELECT coalesce(sum(l.quantity), 0)
            FROM order_line l WHERE l.variant_id = v.id)) AS wrong_stock
"""


def facts(database_url: str) -> dict[str, int]:
    url = database_url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(url, row_factory=psycopg.rows.dict_row) as connection:
        found = connection.execute(AGREE).fetchone()
    assert found is not None
    return {name: int(value) for name, value in found.items()}


class Buyer:
    """A browser of its own, on one of the processes."""

    def __init__(self, shop: Shop, number: int) -> None:
        headers = {"sec-fetch-site": "same-origin"}
        self.http = httpx.Client(base_url=shop.url, headers=headers, timeout=60, verify=TLS)
        self.form: dict[str, Any] = BUYER | {"phone": f"09120{number:05}"}

    def fill(self, *wanted: tuple[Variant, int]) -> "Buyer":
        for variant, quantity in wanted:
            form = {"variant": str(variant.id), "quantity": str(quantity)}
            assert self.http.post("/gio-hang/them", data=form).status_code == 303
        self.form |= hidden(self.http.get("/thanh-toan").text)
        return self

    def order(self) -> int:
        return self.http.post("/thanh-toan", data=self.form).status_code


def at_once(buyers: list[Buyer]) -> Counter[int]:
    with ThreadPoolExecutor(len(buyers)) as crowd:
        answers = Counter(crowd.map(Buyer.order, buyers))
    for buyer in buyers:
        buyer.http.close()
    return answers


def test_fifty_buyers_of_five_boxes_make_five_orders(
    live_session: Session, live_database: str, serve: Callable[..., list[Shop]]
) -> None:
    tea = make_variant(live_session, on_hand=UNITS)
    live_session.commit()
    shops = serve(2)
    buyers = [Buyer(shops[n % 2], n).fill((tea, 1)) for n in range(BUYERS)]
    assert at_once(buyers) == {303: UNITS, 409: BUYERS - UNITS}
    assert facts(live_database) == {
        "orders": UNITS,
        "parts": UNITS,
        "sold": UNITS,
        "promised": UNITS,
        "on_hand": UNITS,
        "to_buyers": UNITS,
        "to_sellers": UNITS,
        "jobs": 2 * UNITS,
        "keys": UNITS,
        "wrong_sums": 0,
        "untold": 0,
        "wrong_stock": 0,
    }


def test_baskets_of_the_same_things_in_any_order_never_deadlock(
    live_session: Session, live_database: str, serve: Callable[..., list[Shop]]
) -> None:
    """Each product has two variants, so that the lists' rows are shared as well."""
    products = [make_product(live_session, in_stock=True) for _ in range(3)]
    goods = [make_variant(live_session, p, on_hand=12) for p in products for _ in range(2)]
    live_session.commit()
    shops = serve(2)
    buyers = [
        Buyer(shops[n % 2], n).fill(*[(goods[(n + step) % 6], 1) for step in (0, 3, 5, 1)])
        for n in range(24)
    ]
    answers = at_once(buyers)
    assert set(answers) <= {303, 409}
    agreed = facts(live_database)
    assert agreed["orders"] == answers[303]
    assert agreed["sold"] == agreed["promised"] == 4 * answers[303] <= 72
    assert agreed["wrong_stock"] == agreed["wrong_sums"] == agreed["untold"] == 0


def test_one_form_sent_ten_times_at_once_is_one_order(
    live_session: Session, live_database: str, serve: Callable[..., list[Shop]]
) -> None:
    tea = make_variant(live_session)
    live_session.commit()
    shops = serve(2)
    buyer = Buyer(shops[0], 1).fill((tea, 2))
    impatient = [buyer]
    for n in range(9):
        twin = Buyer(shops[n % 2], 1)
        twin.http.cookies = buyer.http.cookies
        twin.form = buyer.form
        impatient.append(twin)
    assert at_once(impatient) == {303: 10}
    agreed = facts(live_database)
    assert (agreed["orders"], agreed["promised"], agreed["to_buyers"]) == (1, 2, 1)
