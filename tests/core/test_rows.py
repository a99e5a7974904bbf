from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from app.core.ids import new_id
from app.core.rows import Together, blank
from app.orders.models import Cart, CartLine, OrderLine
from tests.conftest import Queries
from tests.factories import make_variant

TABLES = Together(CartLine, Cart)  # the first refers to the second
MOMENT = datetime(2026, 3, 1, 20, tzinfo=UTC)


def test_constant_defaults_are_known_and_made_ones_are_not() -> None:
    assert blank(OrderLine) == {"lot_id": None, "cover": "", "vat_rate": 0, "commission_rate": 0}


def test_rows_that_refer_to_one_another_are_written_at_once(
    session: Session, queries: Queries
) -> None:
    cart = Cart(token_hash='"mã" và \\', created_at=MOMENT)
    lines = [
        CartLine(cart_id=cart.id, variant_id=make_variant(session).id, quantity=n, price_seen=1)
        for n in (1, 2)
    ]
    queries.clear()
    TABLES.insert(session, [line.model_dump() for line in lines], [cart.model_dump()])
    assert len(queries) == 1
    assert session.exec(select(Cart)).one() == cart
    stored = session.exec(select(CartLine).order_by(CartLine.quantity))  # type: ignore[arg-type]  # a column
    assert stored.all() == lines


def test_the_database_still_refuses_what_refers_to_nothing(session: Session) -> None:
    line = {"cart_id": new_id(), "variant_id": make_variant(session).id, "quantity": 1}
    given = line | {"price_seen": 1, "added_at": MOMENT}
    with pytest.raises(IntegrityError), session.begin_nested():
        TABLES.insert(session, [given], [])
