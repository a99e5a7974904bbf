"""Stock: what is on hand, what is promised to orders, and nothing sold twice.

Variants are always taken in the order of their ids, and products after them, so that two orders
of the same things wait for each other instead of deadlocking.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlmodel import Session, col, func, select, update

from app.catalog.models import Product, Variant
from app.core.errors import Conflict
from app.core.i18n import mark
from app.core.page_cache import touch


class OutOfStock(Conflict):
    """`variant_ids` have fewer left than wanted; nothing was allocated."""

    title = mark("Không đủ hàng")

    def __init__(self, variant_ids: Collection[UUID]) -> None:
        super().__init__()
        self.variant_ids = tuple(variant_ids)


def allocate(session: Session, wanted: Mapping[UUID, int]) -> None:
    """Promises units to an order. Raises OutOfStock; the caller rolls back."""
    left = {each: _promise(session, each, wanted[each]) for each in _in_turn(wanted)}
    short = [variant_id for variant_id, units in left.items() if units is None]
    if short:
        raise OutOfStock(short)
    _show(session, [variant_id for variant_id, units in left.items() if units == 0])


def release(session: Session, promised: Mapping[UUID, int]) -> None:
    """Takes promises back: an order was cancelled before it left."""
    back = [
        variant_id
        for variant_id in _in_turn(promised)
        if _change(session, variant_id, allocated=-promised[variant_id]) == promised[variant_id]
    ]
    _show(session, back)


def ship(session: Session, promised: Mapping[UUID, int]) -> None:
    """Promised units have left the house; what is available stays the same."""
    for variant_id in _in_turn(promised):
        units = promised[variant_id]
        _change(session, variant_id, allocated=-units, on_hand=-units)


def restock(session: Session, returned: Mapping[UUID, int]) -> None:
    """Units came back, were looked at, and may be sold again."""
    back = [
        variant_id
        for variant_id in _in_turn(returned)
        if _change(session, variant_id, on_hand=returned[variant_id]) == returned[variant_id]
    ]
    _show(session, back)


def count_sold(session: Session, units: Mapping[UUID, int]) -> None:
    """Adds delivered units, by product, to what its page says was sold."""
    for product_id in _in_turn(units):
        statement = update(Product).where(col(Product.id) == product_id)
        session.exec(statement.values(sold=col(Product.sold) + units[product_id]))
        touch(session, f"product:{product_id}")


def _in_turn(units: Mapping[UUID, int]) -> list[UUID]:
    return sorted(units)


def _promise(session: Session, variant_id: UUID, units: int) -> int | None:
    """What is left to sell; None when there was not enough."""
    free = col(Variant.on_hand) - col(Variant.allocated)
    statement = (
        update(Variant)
        .where(col(Variant.id) == variant_id, col(Variant.active), free >= units)
        .values(allocated=col(Variant.allocated) + units)
        .returning(col(Variant.on_hand) - col(Variant.allocated))
    )
    return session.exec(statement, execution_options=_AS_IS).scalar_one_or_none()


def _change(session: Session, variant_id: UUID, *, allocated: int = 0, on_hand: int = 0) -> int:
    """What can be sold afterwards; the table's own check refuses less than nothing."""
    statement = (
        update(Variant)
        .where(col(Variant.id) == variant_id)
        .values(
            allocated=col(Variant.allocated) + allocated, on_hand=col(Variant.on_hand) + on_hand
        )
        .returning(col(Variant.on_hand) - col(Variant.allocated))
    )
    return int(session.exec(statement, execution_options=_AS_IS).scalar_one())


_AS_IS = {"synchronize_session": False}  # the rows change here, not in loaded objects


def _show(session: Session, turned: Collection[UUID]) -> None:
    """Variants that just sold out, or are back: their pages and lists say so."""
    if not turned:
        return
    owners = select(Variant.product_id).where(col(Variant.id).in_(turned)).distinct()
    for product_id in sorted(session.exec(owners)):
        if _refresh_in_stock(session, product_id):
            touch(session, "listing")
        touch(session, f"product:{product_id}")


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
    return session.exec(statement, execution_options=_AS_IS).first() is not None
