"""A seller order on its way: each step is taken once, by somebody who may, and leaves a record."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, update

from app.catalog.service import stock
from app.core.db import utc_now
from app.identity.service import audit
from app.identity.service.records import ASSISTED_FOR
from app.orders.models import OrderChange, OrderGroup, SellerOrder
from app.orders.queries.orders import Part
from app.orders.rules.states import (
    Actor,
    CashHolder,
    CodState,
    NotNow,
    OrderState,
    check_move,
)
from app.orders.service import letters, news


@dataclass(frozen=True, slots=True)
class Step:
    """Who does it, from which version of the order (None: whatever it is), and why."""

    actor: Actor
    actor_id: UUID | None = None
    version: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A seller order with the order that it is part of, and its lines."""

    group: OrderGroup
    part: Part

    @property
    def order(self) -> SellerOrder:
        return self.part.order

    @property
    def units(self) -> dict[UUID, int]:
        return {line.variant_id: line.quantity for line in self.part.lines}


def confirm(session: Session, case: Case, step: Step) -> None:
    """The seller takes the order. Raises NotNow, as every step here does."""
    if _move(session, case.order, OrderState.CONFIRMED, step):
        letters.order_confirmed(session, case.group, case.part)


def pack(session: Session, case: Case, step: Step) -> None:
    _move(session, case.order, OrderState.PACKED, step)


def ship(
    session: Session, case: Case, step: Step, *, carrier: str = "", tracking_number: str = ""
) -> None:
    """Handed over; a confirmed order is packed by the same act. Without a carrier the seller
    brings it, and so holds the cash.
    """
    if case.order.state == OrderState.CONFIRMED and _is_current(case.order, step):
        _move(session, case.order, OrderState.PACKED, step)
        step = Step(step.actor, step.actor_id, None, step.reason)
    with_whom = {
        "carrier": carrier,
        "tracking_number": tracking_number,
        "cash_holder": CashHolder.CARRIER if carrier else CashHolder.SELLER,
    }
    first_time = case.order.state == OrderState.PACKED
    if _move(session, case.order, OrderState.SHIPPED, step, **with_whom) and first_time:
        stock.ship(session, case.units)
        letters.order_shipped(session, case.group, case.part)


def try_again(session: Session, case: Case, step: Step) -> None:
    """The parcel goes out once more after a failed delivery."""
    _move(session, case.order, OrderState.SHIPPED, step)


def deliver(session: Session, case: Case, step: Step) -> None:
    """In the buyer's hands, and paid at the door."""
    if _move(session, case.order, OrderState.DELIVERED, step, cod_state=CodState.COLLECTED):
        stock.count_sold(session, _by_product(case.part))


def fail_delivery(session: Session, case: Case, step: Step) -> None:
    """Refused, nobody there, wrong address, damaged: `step.reason` says which."""
    _move(session, case.order, OrderState.DELIVERY_FAILED, step)


def turn_back(session: Session, case: Case, step: Step) -> None:
    _move(session, case.order, OrderState.RETURNING, step)


def take_back(session: Session, case: Case, step: Step, *, sellable: bool) -> None:
    """The parcel is home again; `sellable` goods were looked at and go back on the shelf."""
    if _move(session, case.order, OrderState.RETURNED, step, cod_state=CodState.VOID) and sellable:
        stock.restock(session, case.units)


def complete(session: Session, order: SellerOrder) -> None:
    """Delivered long ago, and nobody complained."""
    _move(session, order, OrderState.COMPLETED, Step(Actor.SYSTEM))


def cancel(session: Session, case: Case, step: Step) -> None:
    """Releases the stock once, and tells the other side. Raises NotNow, ReasonMissing."""
    if not _move(session, case.order, OrderState.CANCELLED, step, cod_state=CodState.VOID):
        return
    stock.release(session, case.units)
    if step.actor == Actor.BUYER:
        letters.order_withdrawn(
            session, case.group, case.order, case.part.seller, reason=step.reason
        )
    else:
        letters.order_cancelled(session, case.group, case.part, step.reason)


def _move(
    session: Session, order: SellerOrder, to_state: OrderState, step: Step, **changes: Any
) -> bool:
    """Takes the step if nobody was faster; False when it was taken already (a double click).

    Raises NotNow when the order has moved elsewhere, ReasonMissing.
    """
    if order.state == to_state:
        return False
    from_state = order.state
    if not _is_current(order, step):
        raise NotNow
    check_move(from_state, to_state, step.actor, step.reason)
    now = utc_now()
    values = {"state": to_state, "version": order.version + 1, "changed_at": now, **changes}
    if not _compare_and_set(session, order, values):
        session.refresh(order)
        if order.state == to_state:
            return False
        raise NotNow
    session.add(
        OrderChange(
            seller_order_id=order.id,
            from_state=from_state,
            to_state=to_state,
            actor=step.actor,
            actor_id=step.actor_id,
            reason=step.reason.strip(),
            at=now,
        )
    )
    if session.info.get(ASSISTED_FOR):
        _record_help(session, order, from_state, step)
    news.tell_moved(session, order, step.reason.strip())
    return True


def _record_help(session: Session, order: SellerOrder, from_state: OrderState, step: Step) -> None:
    """An officer did it in the seller's name: marked where the seller reads of all such help."""
    before, after = {"state": from_state}, {"state": order.state, "code": order.code}
    reason = step.reason.strip()
    audit(session, step.actor_id, "order.move", order, before=before, after=after, reason=reason)


def _is_current(order: SellerOrder, step: Step) -> bool:
    return step.version is None or step.version == order.version


def _compare_and_set(session: Session, order: SellerOrder, values: dict[str, Any]) -> bool:
    mine = (col(SellerOrder.id) == order.id, col(SellerOrder.version) == order.version)
    changed = session.exec(
        update(SellerOrder).where(*mine).values(values).returning(col(SellerOrder.id)),
        execution_options={"synchronize_session": False},
    ).first()
    if changed is not None:
        session.refresh(order)
    return changed is not None


def _by_product(part: Part) -> dict[UUID, int]:
    units: dict[UUID, int] = {}
    for line in part.lines:
        units[line.product_id] = units.get(line.product_id, 0) + line.quantity
    return units
