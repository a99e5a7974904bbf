"""The states of a seller order, who may move it, and what a buyer is shown of it."""

from collections.abc import Collection
from enum import StrEnum

from app.core.errors import Conflict, DomainError
from app.core.i18n import mark


class OrderState(StrEnum):
    AWAITING_PAYMENT = "awaiting_payment"
    PLACED = "placed"
    CONFIRMED = "confirmed"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    DELIVERY_FAILED = "delivery_failed"
    RETURNING = "returning"
    RETURNED = "returned"


class CodState(StrEnum):
    """Cash on delivery: to be collected, in somebody's hands, with the seller, agreed upon."""

    DUE = "due"
    COLLECTED = "collected"
    REMITTED = "remitted"
    RECONCILED = "reconciled"
    VOID = "void"


class CashHolder(StrEnum):
    """Who has the buyer's money; the operator never does."""

    SELLER = "seller"
    CARRIER = "carrier"
    GATEWAY = "gateway"


class Actor(StrEnum):
    BUYER = "buyer"
    SELLER = "seller"
    OPERATOR = "operator"
    CARRIER = "carrier"
    SYSTEM = "system"


S, A = OrderState, Actor
DESK = frozenset({A.SELLER, A.OPERATOR})
ON_THE_ROAD = DESK | {A.CARRIER}

ALLOWED: dict[tuple[OrderState, OrderState], frozenset[Actor]] = {
    (S.PLACED, S.CONFIRMED): DESK,
    (S.CONFIRMED, S.PACKED): DESK,
    (S.PACKED, S.SHIPPED): DESK,
    (S.SHIPPED, S.DELIVERED): ON_THE_ROAD,
    (S.PLACED, S.CANCELLED): DESK | {A.BUYER, A.SYSTEM},
    (S.CONFIRMED, S.CANCELLED): DESK,
    (S.PACKED, S.CANCELLED): DESK,
    (S.SHIPPED, S.DELIVERY_FAILED): ON_THE_ROAD,
    (S.DELIVERY_FAILED, S.SHIPPED): DESK,  # tried again
    (S.DELIVERY_FAILED, S.RETURNING): ON_THE_ROAD,
    (S.RETURNING, S.RETURNED): DESK,
    (S.DELIVERED, S.COMPLETED): frozenset({A.SYSTEM, A.OPERATOR}),
}
"""Who may take a seller order from one state to the next; what is not here cannot happen."""


class NotNow(Conflict):
    """The order is in a state from which this actor cannot take this step."""

    title = mark("Đơn không còn ở bước đó")


class ReasonMissing(DomainError):
    status, title = 422, mark("Cần ghi lý do")


def check_move(from_state: OrderState, to_state: OrderState, actor: Actor, reason: str) -> None:
    """Raises NotNow, ReasonMissing."""
    if actor not in ALLOWED.get((from_state, to_state), frozenset()):
        raise NotNow(mark("Đơn đã sang bước khác, mời tải lại trang."))
    if to_state in NEED_REASON and actor != Actor.BUYER and not reason.strip():
        raise ReasonMissing(mark("Ghi lý do để người mua biết."))


NEED_REASON = frozenset({S.CANCELLED, S.DELIVERY_FAILED})


def may_move(from_state: OrderState, to_state: OrderState, actor: Actor) -> bool:
    return actor in ALLOWED.get((from_state, to_state), frozenset())


ENDED = frozenset({S.COMPLETED, S.CANCELLED, S.RETURNED})

MILESTONES = (S.PLACED, S.CONFIRMED, S.SHIPPED, S.DELIVERED)
"""What a buyer follows: Đã đặt, Người bán nhận, Đang giao, Đã giao."""


def reached(state: OrderState) -> int:
    """How many milestones lie behind an order in `state`; a cancelled one shows none of them.

    >>> reached(OrderState.PLACED), reached(OrderState.PACKED), reached(OrderState.COMPLETED)
    (1, 2, 4)
    """
    steps = {
        S.PLACED: 1,
        S.CONFIRMED: 2,
        S.PACKED: 2,
        S.SHIPPED: 3,
        S.DELIVERY_FAILED: 3,
        S.RETURNING: 3,
        S.DELIVERED: 4,
        S.COMPLETED: 4,
    }
    return steps.get(state, 0)


def group_state(states: Collection[OrderState]) -> OrderState:
    """The state of an order of several parts: that of the part furthest behind, ended ones apart.

    >>> group_state([OrderState.DELIVERED, OrderState.PLACED, OrderState.CANCELLED])
    <OrderState.PLACED: 'placed'>
    """
    order = list(OrderState)
    open_ones = [state for state in states if state not in ENDED]
    return min(open_ones or states, key=order.index)
