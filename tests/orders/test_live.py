"""Many buyers, few boxes, two web processes: nothing is sold twice and everything agrees.

What is checked at the end is asked of the database in SQL, with nothing of ours in between.
"""

import ssl
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import psycopg
import pytest
from sqlmodel import Session, create_engine

from app.catalog.models import Variant
from tests.conftest import TEMPLATE, database_url, recreate
from tests.factories import make_product, make_variant
from tests.orders.forms import hidden
from tests.orders.test_checkout import BUYER
from tests.processes import Shop, start_shop

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


@pytest.fixture(scope="module")
def database(server: str, worker_id: str) -> Iterator[str]:
    """One for all tests here: each looks at what changed, and starting shops takes seconds."""
    name = f"ng_orders_{worker_id}"
    recreate(server, name, TEMPLATE)
    yield database_url(server, name)
    admin = create_engine(database_url(server, "postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    admin.dispose()


@pytest.fixture(scope="module")
def shops(database: str) -> Iterator[list[Shop]]:
    """Two web processes."""
    with ThreadPoolExecutor(2) as starting:
        running = list(starting.map(start_shop, [database] * 2))
    yield running
    for shop in running:
        shop.stop()


@pytest.fixture
def live(database: str) -> Iterator[Session]:
    """Commits for real."""
    engine = create_engine(database)
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


@pytest.fixture
def agreed(database: str) -> Callable[[], Counter[str]]:
    """What the database says has been added since the test began."""
    before = facts(database)

    def added() -> Counter[str]:
        now = facts(database)
        return Counter({name: now[name] - before[name] for name in now})

    return added


def facts(database: str) -> Counter[str]:
    url = database.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(url, row_factory=psycopg.rows.dict_row) as connection:
        found = connection.execute(AGREE).fetchone()
    assert found is not None
    return Counter({name: int(value or 0) for name, value in found.items()})


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
    live: Session, shops: list[Shop], agreed: Callable[[], Counter[str]]
) -> None:
    tea = make_variant(live, on_hand=UNITS)
    live.commit()
    buyers = [Buyer(shops[n % 2], n).fill((tea, 1)) for n in range(BUYERS)]
    assert at_once(buyers) == {303: UNITS, 409: BUYERS - UNITS}
    assert agreed() == {
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
    live: Session, shops: list[Shop], agreed: Callable[[], Counter[str]]
) -> None:
    """Each product has two variants, so that the lists' rows are shared as well."""
    products = [make_product(live, in_stock=True) for _ in range(3)]
    goods = [make_variant(live, p, on_hand=12) for p in products for _ in range(2)]
    live.commit()
    buyers = [
        Buyer(shops[n % 2], n).fill(*[(goods[(n + step) % 6], 1) for step in (0, 3, 5, 1)])
        for n in range(24)
    ]
    answers = at_once(buyers)
    assert set(answers) <= {303, 409}
    now = agreed()
    assert now["orders"] == answers[303]
    assert now["sold"] == now["promised"] == 4 * answers[303] <= 72
    assert now["wrong_stock"] == now["wrong_sums"] == now["untold"] == 0


def test_one_form_sent_ten_times_at_once_is_one_order(
    live: Session, shops: list[Shop], agreed: Callable[[], Counter[str]]
) -> None:
    tea = make_variant(live)
    live.commit()
    buyer = Buyer(shops[0], 1).fill((tea, 2))
    impatient = [buyer]
    for n in range(9):
        twin = Buyer(shops[n % 2], 1)
        twin.http.cookies = buyer.http.cookies
        twin.form = buyer.form
        impatient.append(twin)
    assert at_once(impatient) == {303: 10}
    now = agreed()
    assert (now["orders"], now["promised"], now["to_buyers"]) == (1, 2, 1)
