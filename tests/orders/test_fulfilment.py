"""Steps that two people take at the same moment."""

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from app.orders.models import OrderChange, OrderGroup, SellerOrder
from app.orders.queries.orders import parts
from app.orders.rules.states import Actor, NotNow, OrderState
from app.orders.service import fulfilment
from app.orders.service.fulfilment import Case, Step
from app.sellers.models import Seller
from tests.factories import make_basket, make_variant
from tests.orders.test_checkout import order


@pytest.fixture
def case(session: Session) -> Case:
    order(session, make_basket(session, (make_variant(session), 2)))
    part = session.exec(select(SellerOrder)).one()
    seller = session.get_one(Seller, part.seller_id)
    return Case(session.exec(select(OrderGroup)).one(), parts(session, [(part, seller)])[0])


def meanwhile(session: Session, state: str) -> None:
    """Somebody else's step, which this session's loaded rows do not know of."""
    session.connection().execute(
        text("UPDATE seller_order SET state = :state, version = version + 1"), {"state": state}
    )


def test_of_two_who_confirm_at_once_the_second_changes_nothing(
    session: Session, case: Case
) -> None:
    meanwhile(session, "confirmed")
    fulfilment.confirm(session, case, Step(Actor.SELLER))
    assert case.order.state == OrderState.CONFIRMED
    assert len(session.exec(select(OrderChange)).all()) == 1  # the placing


def test_a_confirmation_loses_against_a_cancellation_made_meanwhile(
    session: Session, case: Case
) -> None:
    meanwhile(session, "cancelled")
    with pytest.raises(NotNow):
        fulfilment.confirm(session, case, Step(Actor.SELLER))
    assert case.order.state == OrderState.CANCELLED


def test_an_operator_may_step_in_and_is_named(session: Session, case: Case) -> None:
    fulfilment.confirm(session, case, Step(Actor.OPERATOR))
    actors = session.exec(select(OrderChange.actor).order_by(OrderChange.at)).all()  # type: ignore[arg-type]
    assert actors == ["buyer", "operator"]


def test_two_lines_of_one_product_count_together_as_sold(session: Session) -> None:
    one = make_variant(session)
    other = make_variant(session, product=None, product_id=one.product_id, seller_id=one.seller_id)
    order(session, make_basket(session, (one, 2), (other, 3)))
    part = session.exec(select(SellerOrder)).one()
    seller = session.get_one(Seller, part.seller_id)
    case = Case(session.exec(select(OrderGroup)).one(), parts(session, [(part, seller)])[0])
    for step in (fulfilment.confirm, fulfilment.ship, fulfilment.deliver):
        step(session, case, Step(Actor.SELLER))
    sold = session.connection().execute(
        text("SELECT sold FROM product WHERE id = :id"), {"id": one.product_id}
    )
    assert sold.scalar_one() == 5
