"""The list: filters, orders, and pages that neither skip nor repeat."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from app.catalog.models import Product, TeaType
from app.catalog.queries.listing import ORDERS, listing
from app.catalog.rules.listing import PAGE_SIZE, Sort, Wanted, read_cursor
from app.catalog.rules.search import search_vector
from tests.conftest import Queries
from tests.factories import make_category, make_product, make_seller

TODAY = date(2026, 11, 23)


def names(session: Session, **wanted: Any) -> list[str]:
    return [card.name for card in listing(session.connection(), Wanted(**wanted), TODAY).cards]


def make_many(session: Session, count: int) -> list[Product]:
    category, seller = make_category(session), make_seller(session)
    return [
        make_product(
            session,
            seller,
            category_id=category.id,
            name=f"Chè {n}",
            price=100_000 + n % 7 * 1000,
            unit_price=50_000 + n % 5 * 1000,
            sold=n % 11,
            in_stock=n % 4 != 0,
            harvested_on=None if n % 9 == 0 else TODAY - timedelta(days=n % 13),
            search=search_vector(f"Chè {n}"),
        )
        for n in range(count)
    ]


@pytest.mark.parametrize("text", ["", "che"])
@pytest.mark.parametrize("sort", ORDERS)
def test_every_order_walks_through_all_products_once(
    session: Session, sort: Sort, text: str
) -> None:
    made = {product.slug for product in make_many(session, PAGE_SIZE * 2 + 5)}
    seen: list[str] = []
    after = ""
    for _ in range(3):
        page = listing(session.connection(), Wanted(text=text, sort=sort, after=after), TODAY)
        seen += [card.slug for card in page.cards]
        after = page.more
    assert after == ""
    assert len(seen) == len(made)
    assert set(seen) == made


def test_what_is_sold_out_comes_last_in_every_order(session: Session) -> None:
    make_many(session, 12)
    for sort in ORDERS:
        page = listing(session.connection(), Wanted(sort=sort), TODAY)
        flags = [card.in_stock for card in page.cards]
        assert flags == sorted(flags, reverse=True)


def test_prices_rise_or_fall_as_asked(session: Session) -> None:
    for price in (300, 100, 200):
        make_product(session, name=str(price), price=price, in_stock=True)
    assert names(session, sort=Sort.PRICE_UP) == ["100", "200", "300"]
    assert names(session, sort=Sort.PRICE_DOWN) == ["300", "200", "100"]


@pytest.mark.parametrize(
    ("wanted", "fields"),
    [
        ({"category": "che-dinh"}, {"category_slug": "che-dinh"}),
        ({"category": "che"}, {"category_slug": "che-dinh", "group_slug": "che"}),
        ({"tea_types": ("dinh", "bup")}, {"tea_type": TeaType.DINH}),
        ({"stars": (4, 5)}, {"ocop_stars": 5, "ocop_expires_on": TODAY}),
        ({"wards": ("05503",)}, {"ward_code": "05503"}),
        ({"sellers": ("htx-doi-suong",)}, {"seller_slug": "htx-doi-suong"}),
        ({"price": "200-500"}, {"price": 500_000}),
        ({"weight": "den-100"}, {"net_grams": 100, "price": 1}),
        ({"harvest": "30-ngay"}, {"harvested_on": TODAY - timedelta(days=30)}),
        ({"in_stock": True}, {"in_stock": True}),
        ({"traceable": True}, {"traceable": True}),
    ],
)
def test_a_filter_keeps_what_answers_it_and_nothing_else(
    session: Session, wanted: dict[str, Any], fields: dict[str, Any]
) -> None:
    make_product(session, name="right", **{"ward_code": "00001"} | fields)
    make_product(session, name="other", ward_code="00002", net_grams=5000)
    assert names(session, **wanted) == ["right"]


def test_an_expired_certificate_is_no_star(session: Session) -> None:
    make_product(session, ocop_stars=5, ocop_expires_on=TODAY - timedelta(days=1))
    assert names(session, stars=(5,)) == []


def test_a_damaged_cursor_means_the_beginning(session: Session) -> None:
    make_many(session, 3)
    for after in ("x", "1.2.3", "1.nan.a", "2.2026-01-01.a", "1.99999999999.a", "..", "1.2026-1.a"):
        assert len(names(session, after=after)) == 3
    assert read_cursor("1.-5.a", Sort.SOLD) is None


def test_a_list_is_one_statement_however_long(session: Session, queries: Queries) -> None:
    make_many(session, 5)
    connection = session.connection()
    for _ in range(2):
        queries.clear()
        listing(connection, Wanted(text="che", stars=(5,), in_stock=True), TODAY)
        assert len(queries) == 1
        make_many(session, 30)
