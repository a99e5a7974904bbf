"""What time alone does to orders and baskets; each may run twice without harm."""

from datetime import timedelta

from sqlmodel import Session, col, delete, exists, select

from app.core.db import utc_now
from app.orders.models import COMPLETE_DAYS, Cart, CartLine, IdempotencyKey, OrderGroup, SellerOrder
from app.orders.rules.states import OrderState
from app.orders.service import fulfilment

BASKET_DAYS = 60
KEY_HOURS = 24
AT_ONCE = 500


def complete_delivered(session: Session) -> None:
    """The oldest first, so many at a time; one that another worker holds waits for its turn."""
    long_ago = utc_now() - timedelta(days=COMPLETE_DAYS.get(session))
    statement = (
        select(SellerOrder)
        .where(SellerOrder.state == OrderState.DELIVERED, SellerOrder.changed_at < long_ago)
        .order_by(col(SellerOrder.changed_at))
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    for order in session.exec(statement):
        fulfilment.complete(session, order)


def forget_baskets(session: Session) -> None:
    """Ordered baskets stay: their orders refer to them."""
    long_ago = utc_now() - timedelta(days=BASKET_DAYS)
    old = select(Cart.id).where(
        Cart.updated_at < long_ago, ~exists().where(col(OrderGroup.cart_id) == Cart.id)
    )
    session.exec(delete(CartLine).where(col(CartLine.cart_id).in_(old)))
    session.exec(delete(Cart).where(col(Cart.id).in_(old)))


def forget_keys(session: Session) -> None:
    long_ago = utc_now() - timedelta(hours=KEY_HOURS)
    session.exec(delete(IdempotencyKey).where(col(IdempotencyKey.created_at) < long_ago))
