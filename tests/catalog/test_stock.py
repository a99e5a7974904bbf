"""Stock: nothing is promised twice, and pages learn what runs out."""

import pytest
from sqlmodel import Session

from app.catalog.models import Product, Variant
from app.catalog.service import stock
from app.catalog.service.stock import OutOfStock
from tests.conftest import Queries
from tests.factories import make_product, make_variant


@pytest.fixture
def product(session: Session) -> Product:
    return make_product(session, in_stock=True)


@pytest.fixture
def tea(session: Session, product: Product) -> Variant:
    return make_variant(session, product, on_hand=3)


def told(queries: Queries) -> int:
    """How many times a page was dropped."""
    return sum("pg_notify" in statement for statement in queries)


def test_promised_units_cannot_be_promised_again(session: Session, tea: Variant) -> None:
    stock.allocate(session, {tea.id: 2})
    with pytest.raises(OutOfStock) as refusal, session.begin_nested():
        stock.allocate(session, {tea.id: 2})
    assert refusal.value.variant_ids == (tea.id,)
    session.refresh(tea)
    assert (tea.on_hand, tea.allocated) == (3, 2)


def test_one_that_is_short_is_named_among_others(session: Session, tea: Variant) -> None:
    other = make_variant(session)
    with pytest.raises(OutOfStock) as refusal, session.begin_nested():
        stock.allocate(session, {other.id: 1, tea.id: 4})
    assert refusal.value.variant_ids == (tea.id,)
    session.refresh(other)
    assert other.allocated == 0


def test_an_inactive_variant_is_not_sold(session: Session, tea: Variant) -> None:
    tea.active = False
    session.flush()
    with pytest.raises(OutOfStock), session.begin_nested():
        stock.allocate(session, {tea.id: 1})


def test_released_units_can_be_sold_again(session: Session, tea: Variant) -> None:
    stock.allocate(session, {tea.id: 3})
    stock.release(session, {tea.id: 3})
    session.refresh(tea)
    assert (tea.on_hand, tea.allocated) == (3, 0)


def test_shipped_units_are_gone(session: Session, tea: Variant) -> None:
    stock.allocate(session, {tea.id: 2})
    stock.ship(session, {tea.id: 2})
    session.refresh(tea)
    assert (tea.on_hand, tea.allocated) == (1, 0)


def test_more_cannot_be_released_than_was_promised(session: Session, tea: Variant) -> None:
    with pytest.raises(Exception, match="variant_stock_check"), session.begin_nested():
        stock.release(session, {tea.id: 1})


def test_the_list_follows_the_last_unit(session: Session, product: Product, tea: Variant) -> None:
    stock.allocate(session, {tea.id: 3})
    session.refresh(product)
    assert not product.in_stock
    stock.release(session, {tea.id: 1})
    session.refresh(product)
    assert product.in_stock
    stock.allocate(session, {tea.id: 1})
    stock.ship(session, {tea.id: 3})
    stock.restock(session, {tea.id: 2})
    session.refresh(product)
    assert product.in_stock


def test_another_size_keeps_the_product_on_the_list(
    session: Session, product: Product, tea: Variant
) -> None:
    make_variant(session, product, on_hand=1)
    stock.allocate(session, {tea.id: 3})
    session.refresh(product)
    assert product.in_stock


def test_a_page_is_made_anew_when_it_says_how_few_are_left(
    session: Session, product: Product, queries: Queries
) -> None:
    plenty = make_variant(session, product, on_hand=500)
    queries.clear()
    stock.allocate(session, {plenty.id: 3})
    assert told(queries) == 0
    few = make_variant(session, product, on_hand=11)
    stock.allocate(session, {few.id: 2})
    assert told(queries) == 1


def test_delivered_units_count_as_sold(session: Session, product: Product) -> None:
    stock.count_sold(session, {product.id: 4})
    session.refresh(product)
    assert product.sold == 4
