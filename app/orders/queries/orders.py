"""Orders as their buyers follow them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.core.errors import NotFound
from app.orders.models import OrderChange, OrderGroup, OrderLine, SellerOrder
from app.orders.rules.states import MILESTONES, OrderState, group_state, reached
from app.sellers.models import Seller


@dataclass(frozen=True, slots=True)
class Part:
    """One seller's part of an order, with what happened to it, earliest first."""

    order: SellerOrder
    seller: Seller
    lines: Sequence[OrderLine]
    changes: Sequence[OrderChange]

    @property
    def milestones(self) -> list[tuple[OrderState, datetime | None]]:
        """The four that a buyer follows, each with the time at which it was reached."""
        at = {change.to_state: change.at for change in self.changes}
        done = reached(self.order.state)
        return [
            (state, at.get(state) if number < done else None)
            for number, state in enumerate(MILESTONES)
        ]

    @property
    def last_reason(self) -> str:
        return self.changes[-1].reason if self.changes else ""


@dataclass(frozen=True, slots=True)
class Order:
    group: OrderGroup
    parts: Sequence[Part]

    @property
    def state(self) -> OrderState:
        return group_state([part.order.state for part in self.parts])

    @property
    def is_new(self) -> bool:
        """Nobody has done anything yet."""
        return {part.order.state for part in self.parts} == {OrderState.PLACED}

    @property
    def due(self) -> int:
        """đồng to be paid at the door: cancelled parts cost nothing."""
        return sum(p.order.total for p in self.parts if p.order.state != OrderState.CANCELLED)


def order_by_code(session: Session, code: str) -> Order:
    """Raises NotFound."""
    group = session.exec(select(OrderGroup).where(OrderGroup.code == code)).one_or_none()
    if group is None:
        raise NotFound
    rows = session.exec(
        select(SellerOrder, Seller)
        .join(Seller, col(Seller.id) == SellerOrder.seller_id)
        .where(SellerOrder.group_id == group.id)
        .order_by(SellerOrder.code)
    ).all()
    return Order(group, parts(session, rows))


def parts(session: Session, rows: Iterable[tuple[SellerOrder, Seller]]) -> list[Part]:
    """Two statements, however many parts."""
    known = list(rows)
    ids = [order.id for order, _ in known]
    lines, changes = lines_of(session, ids), _changes_of(session, ids)
    return [Part(order, seller, lines[order.id], changes[order.id]) for order, seller in known]


def lines_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[OrderLine]]:
    """By seller order."""
    statement = select(OrderLine).where(col(OrderLine.seller_order_id).in_(ids))
    found: dict[UUID, list[OrderLine]] = defaultdict(list)
    for line in session.exec(statement.order_by(col(OrderLine.id))):
        found[line.seller_order_id].append(line)
    return found


def _changes_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[OrderChange]]:
    statement = select(OrderChange).where(col(OrderChange.seller_order_id).in_(ids))
    found: dict[UUID, list[OrderChange]] = defaultdict(list)
    for change in session.exec(statement.order_by(col(OrderChange.at), col(OrderChange.id))):
        found[change.seller_order_id].append(change)
    return found


def code_for_phone(session: Session, code: str, phone: str) -> str | None:
    """The code again if it is an order of this number: one statement, whatever is wrong."""
    statement = select(OrderGroup.code).where(OrderGroup.code == code, OrderGroup.phone == phone)
    return session.exec(statement).one_or_none()
