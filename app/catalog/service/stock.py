"""Stock: what is on hand, what is promised to orders, and nothing sold twice.

Variants are always taken in the order of their ids, and products after them, so that two orders
of the same things wait for each other instead of deadlocking.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Integer, bindparam, text
from sqlmodel import Session, col, func, select, update

from app.catalog.models import Product, Variant
from app.catalog.rules.shown import FEW
from app.catalog.service.news import StockLow
from app.core import events
from app.core.errors import Conflict
from app.core.i18n import mark
from app.core.page_cache import touch


class OutOfStock(Conflict):
    """`variant_ids` have fewer left than wanted; nothing was allocated."""

    title = mark("Không đủ hàng")

    def __init__(self, variant_ids: Collection[UUID]) -> None:
        super().__init__()
        self.variant_ids = tuple(variant_ids)


@dataclass(frozen=True, slots=True)
class _Change:
    """What could be sold of one variant before and after."""

    variant_id: UUID
    product_id: UUID
    before: int
    after: int

    @property
    def shows(self) -> bool:
        """The product's page says how few are left."""
        return min(self.before, self.after) < FEW

    @property
    def turns(self) -> bool:
        """Sold out, or back again."""
        return (self.before < 1) != (self.after < 1)

    @property
    def runs_low(self) -> bool:
        return self.before >= FEW > self.after


def allocate(session: Session, wanted: Mapping[UUID, int]) -> None:
    """Promises units to an order. Raises OutOfStock; the caller rolls back."""
    values = {"variants": list(wanted), "units": list(wanted.values())}
    rows = session.connection().execute(_PROMISE, values)
    promised = {
        row.id: _Change(row.id, row.product_id, row.free + row.units, row.free) for row in rows
    }
    if short := wanted.keys() - promised:
        raise OutOfStock(sorted(short))
    _show(session, list(promised.values()))


def release(session: Session, promised: Mapping[UUID, int]) -> None:
    """Takes promises back: an order was cancelled before it left."""
    _show(
        session,
        [_move(session, each, allocated=-promised[each]) for each in _in_turn(promised)],
    )


def ship(session: Session, promised: Mapping[UUID, int]) -> None:
    """Promised units have left the house; what is available stays the same."""
    for each in _in_turn(promised):
        _move(session, each, allocated=-promised[each], on_hand=-promised[each])


def restock(session: Session, returned: Mapping[UUID, int]) -> None:
    """Units came back, were looked at, and may be sold again."""
    _show(session, [_move(session, each, on_hand=returned[each]) for each in _in_turn(returned)])


def count_sold(session: Session, units: Mapping[UUID, int]) -> None:
    """Adds delivered units, by product, to what its page says was sold."""
    for product_id in _in_turn(units):
        statement = update(Product).where(col(Product.id) == product_id)
        session.exec(statement.values(sold=col(Product.sold) + units[product_id]))
        touch(session, f"product:{product_id}")


def _in_turn(units: Mapping[UUID, int]) -> list[UUID]:
    return sorted(units)


_FREE = col(Variant.on_hand) - col(Variant.allocated)
_PROMISE = text(
    """
    WITH wanted AS MATERIALIZED (
        SELECT variant.id, asked.units FROM variant
        JOIN unnest(CAST(:variants AS uuid[]), CAST(:units AS integer[])) AS asked (id, units)
            ON asked.id = variant.id
        ORDER BY variant.id FOR UPDATE OF variant
    )
    UPDATE variant SET allocated = allocated + wanted.units FROM wanted
    WHERE variant.id = wanted.id AND active AND wanted.units <= on_hand - allocated
    RETURNING variant.id, product_id, wanted.units, on_hand - allocated AS free
    """
)
_MOVED = (
    update(Variant)
    .where(col(Variant.id) == bindparam("variant"))
    .values(
        allocated=col(Variant.allocated) + bindparam("promised", type_=Integer),
        on_hand=col(Variant.on_hand) + bindparam("there", type_=Integer),
    )
    .returning(col(Variant.product_id), _FREE)
)


def _move(session: Session, variant_id: UUID, *, allocated: int = 0, on_hand: int = 0) -> _Change:
    """The table's own check refuses less than nothing."""
    values = {"variant": variant_id, "promised": allocated, "there": on_hand}
    product_id, free = session.connection().execute(_MOVED, values).one()
    return _Change(variant_id, product_id, free - on_hand + allocated, free)


def _show(session: Session, changes: Sequence[_Change]) -> None:
    """Pages that say how few are left, and lists of what can be had, are made anew."""
    turned = sorted({change.product_id for change in changes if change.turns})
    listed = [product_id for product_id in turned if _refresh_in_stock(session, product_id)]
    shown = sorted({change.product_id for change in changes if change.shows})
    touch(session, *["listing"] * bool(listed), *(f"product:{each}" for each in shown))
    for change in changes:
        if change.runs_low:
            events.publish(session, StockLow(change.variant_id, change.after))


def _refresh_in_stock(session: Session, product_id: UUID) -> bool:
    """Whether the list's column changed."""
    sellable = select(func.count() > 0).where(
        Variant.product_id == product_id, Variant.active, Variant.on_hand > Variant.allocated
    )
    statement = (
        update(Product)
        .where(col(Product.id) == product_id, col(Product.in_stock) != sellable.scalar_subquery())
        .values(in_stock=~col(Product.in_stock))
        .returning(col(Product.id))
    )
    return session.connection().execute(statement).first() is not None
