"""What the rest of the shop hears about orders."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from app.core import events
from app.orders.models import SellerOrder
from app.orders.rules.basket import Summary
from app.orders.rules.codes import seller_order_code
from app.orders.rules.states import OrderState


@dataclass(frozen=True, slots=True)
class OrderMoved:
    """A seller order is in `state` now; `total` in đồng."""

    seller_id: UUID
    code: str
    state: OrderState
    total: int
    reason: str = ""


def tell_placed(session: Session, code: str, summary: Summary) -> None:
    """Of the parts of an order those whose sellers listen: nobody else costs a statement."""
    for number, parcel in enumerate(summary.parcels, start=1):
        if parcel.seller.seller_listens:
            part = seller_order_code(code, number)
            news = OrderMoved(parcel.seller.seller_id, part, OrderState.PLACED, parcel.total)
            events.publish(session, news)


def tell_moved(session: Session, order: SellerOrder, reason: str) -> None:
    state = OrderState(order.state)
    events.publish(session, OrderMoved(order.seller_id, order.code, state, order.total, reason))
