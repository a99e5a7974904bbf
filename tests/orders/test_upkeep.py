"""What time alone does."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select, update

from app.core.db import utc_now
from app.orders import tasks
from app.orders.models import Cart, CartLine, IdempotencyKey, OrderChange, OrderGroup, SellerOrder
from app.orders.rules.states import OrderState
from app.orders.service import upkeep
from tests.factories import make_basket, make_variant
from tests.orders.test_checkout import order


def test_a_delivered_order_is_done_after_a_week(session: Session) -> None:
    for age in (6, 8):
        order(session, make_basket(session, (make_variant(session), 1)))
        part = session.exec(select(SellerOrder).where(SellerOrder.state == OrderState.PLACED)).one()
        part.state = OrderState.DELIVERED
        part.changed_at = utc_now() - timedelta(days=age)
        session.flush()
    upkeep.complete_delivered(session)
    states = session.exec(select(SellerOrder.state).order_by(col(SellerOrder.id))).all()
    assert states == [OrderState.DELIVERED, OrderState.COMPLETED]
    last = session.exec(select(OrderChange).order_by(col(OrderChange.at).desc())).all()[0]
    assert (last.to_state, last.actor) == (OrderState.COMPLETED, "system")


def test_a_basket_that_nobody_touches_is_forgotten_and_an_ordered_one_is_not(
    session: Session,
) -> None:
    tea = make_variant(session)
    order(session, make_basket(session, (tea, 1)))
    make_basket(session, (tea, 1))
    long_ago = utc_now() - timedelta(days=61)
    session.exec(update(Cart).values(updated_at=long_ago))
    make_basket(session, (tea, 1))
    upkeep.forget_baskets(session)
    assert len(session.exec(select(Cart)).all()) == 2
    assert len(session.exec(select(CartLine)).all()) == 2
    assert session.exec(select(OrderGroup.cart_id)).one() in session.exec(select(Cart.id)).all()


def test_keys_are_kept_for_a_day(session: Session) -> None:
    for hours in (23, 25):
        made = utc_now() - timedelta(hours=hours)
        session.add(IdempotencyKey(key=f"khoa-{hours}", body_hash="", answer="", created_at=made))
    upkeep.forget_keys(session)
    assert session.exec(select(IdempotencyKey.key)).all() == ["khoa-23"]


@pytest.mark.parametrize("job", [tasks.complete_delivered, tasks.sweep])
def test_the_clocks_jobs_run_on_an_empty_shop(session: Session, job: object) -> None:
    assert callable(job)
    job()
