"""A seller's orders, as its desk lists them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from app.core.errors import NotFound
from app.orders.models import OrderGroup, OrderLine, SellerOrder
from app.orders.queries.orders import Part, lines_of, parts
from app.orders.rules.states import OrderState
from app.sellers.models import Seller

PAGE = 30
S = OrderState
DRAWERS: dict[str, tuple[OrderState, ...]] = {
    "cho-nhan": (S.PLACED,),
    "dang-lam": (S.CONFIRMED, S.PACKED),
    "dang-giao": (S.SHIPPED, S.DELIVERY_FAILED, S.RETURNING),
    "da-giao": (S.DELIVERED, S.COMPLETED),
    "da-huy": (S.CANCELLED, S.RETURNED),
}
"""What a seller looks for, by the word in the address."""
OLDEST_FIRST = {"cho-nhan", "dang-lam"}


@dataclass(frozen=True, slots=True)
class Row:
    """One seller order of a list."""

    order: SellerOrder
    buyer_name: str
    address: str
    lines: Sequence[OrderLine]

    @property
    def place(self) -> str:
        """Ward and province."""
        return ", ".join(self.address.split(", ")[-2:])

    def left(self, now: datetime) -> timedelta:
        """Until the order must be confirmed; negative when that is past."""
        return self.order.confirm_due_at - now


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[Row]
    next_code: str  # where the next page begins; empty on the last


def counts(session: Session, seller_id: UUID) -> dict[str, int]:
    """By drawer."""
    statement = (
        select(SellerOrder.state, func.count())
        .where(SellerOrder.seller_id == seller_id)
        .group_by(SellerOrder.state)
    )
    by_state = dict(session.exec(statement).all())
    return {name: sum(by_state.get(s, 0) for s in states) for name, states in DRAWERS.items()}


def page(session: Session, seller_id: UUID, drawer: str, after: str = "") -> Page:
    """Work to do begins with the oldest, everything else with the latest. Two statements."""
    oldest_first = drawer in OLDEST_FIRST
    statement = (
        select(SellerOrder, OrderGroup.buyer_name, OrderGroup.address)
        .join(OrderGroup, col(OrderGroup.id) == SellerOrder.group_id)
        .where(SellerOrder.seller_id == seller_id, col(SellerOrder.state).in_(DRAWERS[drawer]))
        .order_by(col(SellerOrder.id) if oldest_first else col(SellerOrder.id).desc())
        .limit(PAGE + 1)
    )
    if after:
        mark = _id_of(seller_id, after)
        beyond = col(SellerOrder.id) > mark if oldest_first else col(SellerOrder.id) < mark
        statement = statement.where(beyond)
    found = session.exec(statement).all()
    lines = lines_of(session, [order.id for order, _, _ in found[:PAGE]])
    rows = [Row(order, name, where, lines[order.id]) for order, name, where in found[:PAGE]]
    return Page(rows, rows[-1].order.code if len(found) > PAGE else "")


def latest(
    session: Session, seller_id: UUID, state: OrderState | None, before: UUID | None
) -> Sequence[Row]:
    """The latest first, `PAGE` of them and one more, which tells that there are others."""
    statement = (
        select(SellerOrder, OrderGroup.buyer_name, OrderGroup.address)
        .join(OrderGroup, col(OrderGroup.id) == SellerOrder.group_id)
        .where(SellerOrder.seller_id == seller_id)
        .order_by(col(SellerOrder.id).desc())
        .limit(PAGE + 1)
    )
    if state is not None:
        statement = statement.where(SellerOrder.state == state)
    if before is not None:
        statement = statement.where(col(SellerOrder.id) < before)
    return [Row(order, name, where, ()) for order, name, where in session.exec(statement)]


def _id_of(seller_id: UUID, code: str) -> object:
    own = select(SellerOrder.id).where(SellerOrder.seller_id == seller_id)
    return own.where(SellerOrder.code == code).scalar_subquery()


def own_order(session: Session, seller: Seller, code: str) -> tuple[OrderGroup, Part]:
    """Raises NotFound, also for what is another seller's."""
    statement = (
        select(SellerOrder, OrderGroup)
        .join(OrderGroup, col(OrderGroup.id) == SellerOrder.group_id)
        .where(SellerOrder.seller_id == seller.id, SellerOrder.code == code)
    )
    found = session.exec(statement).one_or_none()
    if found is None:
        raise NotFound
    order, group = found
    return group, parts(session, [(order, seller)])[0]
