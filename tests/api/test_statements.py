"""Lists cost the same however many rows there are, and their pages meet without gap or overlap."""

from typing import Any

import pytest
from sqlmodel import Session

from app.catalog.queries import desk
from app.sellers.models import Seller
from tests.api.conftest import Api, Open, World
from tests.conftest import Queries
from tests.factories import (
    make_area,
    make_basket,
    make_lot,
    make_member,
    make_product,
    make_seller,
    make_token,
    make_variant,
)
from tests.orders.test_checkout import order


def more(session: Session, seller: Seller) -> None:
    for _ in range(3):
        variant = make_variant(session, make_product(session, seller))
        make_lot(session, variant)
        make_area(session, seller)
        order(session, make_basket(session, (variant, 1)))


LISTS = {
    "/products": 2,  # the count of calls, the list
    "/sellers": 2,
    "/ocop-certificates": 3,
    "/categories": 1,
    "/seller/products": 3,  # the token, the count of calls, the list
    "/seller/orders": 3,
    "/seller/lots": 3,
    "/seller/growing-areas": 3,
    "/seller/journey-events": 4,  # and what each record took and made
    "/seller/materials": 3,
}


@pytest.mark.parametrize("path", LISTS)
def test_statements_do_not_grow_with_rows(
    api: Api, world: World, session: Session, queries: Queries, path: str
) -> None:
    api.get("/seller")  # the last use of the token is noted once in five minutes
    counts = []
    for _ in range(2):
        more(session, world.seller)
        session.flush()
        queries.clear()
        assert api.get(path).status_code == 200
        counts.append(len(queries))
    assert counts == [LISTS[path]] * 2


def walk(api: Api, path: str) -> list[list[Any]]:
    pages, cursor = [], ""
    while True:
        sign = "&" if "?" in path else "?"
        said = api.get(f"{path}{sign}cursor={cursor}").json()
        pages.append(said["items"])
        if said["next_cursor"] is None:
            return pages
        cursor = said["next_cursor"]


@pytest.fixture
def seller(session: Session) -> Seller:
    return make_seller(session)


def test_a_long_list_is_read_page_by_page(
    system: Open, session: Session, seller: Seller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "PAGE", 3)
    made = [make_product(session, seller).slug for _ in range(7)]
    make_product(session)  # somebody else's
    pages = walk(system(seller), "/seller/products")
    assert [len(page) for page in pages] == [3, 3, 1]
    assert [one["slug"] for page in pages for one in page] == made[::-1]


def test_the_shops_list_is_read_page_by_page_in_its_order(
    anybody: Api, session: Session, seller: Seller
) -> None:
    for price in range(100_000, 130_000, 1000):
        make_variant(session, make_product(session, seller, price=price, net_grams=100))
    pages = walk(anybody, f"/products?seller={seller.slug}&sort=price_up")
    prices = [one["price"] for page in pages for one in page]
    assert [len(page) for page in pages] == [24, 6]
    assert prices == sorted(prices)


def test_a_cursor_belongs_to_its_list_and_nobody_makes_one_up(
    system: Open, session: Session, seller: Seller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "PAGE", 1)
    for _ in range(2):
        make_product(session, seller)
    api = system(seller)
    cursor = api.get("/seller/products").json()["next_cursor"]
    broken = cursor[:-2] + ("AA" if cursor[-2:] != "AA" else "BB")
    assert api.get(f"/seller/products?cursor={cursor}").status_code == 200
    for path in (
        f"/seller/products?cursor={cursor}&status=draft",
        f"/seller/orders?cursor={cursor}",
        f"/products?cursor={cursor}",
        f"/seller/products?cursor={broken}",
        "/seller/products?cursor=x",
        "/seller/products?cursor=%20",
        "/seller/products?cursor=ăâ",
    ):
        answer = api.get(path)
        assert answer.status_code == 422, path
        assert answer.json()["errors"][0]["parameter"] == "cursor"
    rival = system(make_seller(session))
    assert rival.get(f"/seller/products?cursor={cursor}").status_code == 422


def test_one_order_costs_the_same_with_many_lines(
    system: Open, session: Session, seller: Seller, queries: Queries
) -> None:
    api, counts = system(seller), []
    for lines in (1, 6):
        products = [make_variant(session, make_product(session, seller)) for _ in range(lines)]
        code = order(session, make_basket(session, *((one, 1) for one in products))) + "01"
        api.get("/seller")
        session.flush()
        queries.clear()
        assert len(api.get(f"/seller/orders/{code}").json()["lines"]) == lines
        counts.append(len(queries))
    assert counts == [5, 5]  # token, count of calls, order, lines, changes


def test_the_first_call_of_a_token_notes_its_use(
    system: Open, session: Session, seller: Seller, queries: Queries
) -> None:
    user = make_member(session, seller)
    row, _ = make_token(session, seller, user_id=user.id)
    assert row.used_at is None
    api = system(seller)
    for expected in (3, 2):  # token, count of calls, and once the note
        queries.clear()
        api.get("/seller")
        assert len(queries) == expected
