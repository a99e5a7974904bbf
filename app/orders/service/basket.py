"""What a visitor does with a basket: add, change, remove."""

import secrets
from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import bindparam
from sqlalchemy import select as columns
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete

from app.core.db import utc_now
from app.core.errors import Invalid
from app.core.i18n import gettext, mark
from app.orders.models import Cart, CartLine
from app.orders.queries import basket as queries
from app.orders.rules.basket import Line

MOST_LINES = 60


class LineIn(BaseModel):
    """All that a browser may say of a line: which variant, and how many."""

    variant: UUID
    quantity: Annotated[int, Field(ge=1, le=9999)] = 1


class QuantityIn(LineIn):
    """A change of quantity has to name one."""

    quantity: Annotated[int, Field(ge=1, le=9999)]


class NotOnSale(Invalid):
    status, title = 409, mark("Món này vừa ngừng bán")


class TooMany(Invalid):
    """More than can be ordered; `fields` say how many can."""


def add_line(session: Session, token: str, wanted: LineIn) -> str:
    """Adds to the basket of `token`, or to a new one; the basket's token.

    Raises NotOnSale, TooMany; then nothing has changed.
    """
    offer = _offer(session, wanted.variant)
    cart = queries.open_cart(session, token, lock=True)
    held = _held(session, cart)
    quantity = wanted.quantity + held.get(wanted.variant, 0)
    check_quantity(offer, quantity)
    if cart is None:
        cart, token = _new_cart(session)
    elif len({*held, wanted.variant}) > MOST_LINES:
        raise TooMany(gettext(mark("Giỏ đã đầy, mời đặt trước những món đang có.")))
    _put(session, cart, offer, quantity)
    return token


def buy_now(session: Session, wanted: LineIn) -> str:
    """The token of a basket apart that holds this line alone. Raises NotOnSale, TooMany."""
    return add_line(session, "", wanted)


def set_quantity(session: Session, token: str, wanted: LineIn) -> None:
    """Raises NotOnSale, TooMany. A line that is not in the basket is not added."""
    cart = queries.open_cart(session, token, lock=True)
    if cart is None or wanted.variant not in _held(session, cart):
        return
    offer = _offer(session, wanted.variant)
    check_quantity(offer, wanted.quantity)
    _put(session, cart, offer, wanted.quantity)


def remove_lines(session: Session, token: str, variant_ids: Sequence[UUID]) -> None:
    cart = queries.open_cart(session, token, lock=True)
    if cart is not None:
        mine = delete(CartLine).where(col(CartLine.cart_id) == cart.id)
        session.exec(mine.where(col(CartLine.variant_id).in_(variant_ids)))
        cart.updated_at = utc_now()


def adjust(session: Session, token: str) -> None:
    """Leaves of each line what can still be had, as its buyer agreed."""
    cart = queries.open_cart(session, token, lock=True)
    if cart is None:
        return
    for line in queries.lines(session, cart.id):
        if line.adjusted is None:
            remove_lines(session, token, [line.variant_id])
        elif line.adjusted != line:
            _put(session, cart, line, line.adjusted.quantity)


def check_quantity(offer: Line, quantity: int) -> None:
    """Raises TooMany, naming what can be ordered."""
    if quantity <= offer.most:
        return
    if offer.available < 1:
        said = gettext(mark("Quy cách này vừa hết hàng."))
    elif offer.available < offer.max_per_order:
        said = gettext(mark("Chỉ còn {count}, bớt số lượng giúp mình."))
    else:
        said = gettext(mark("Mỗi đơn tối đa {count}, bớt số lượng giúp mình."))
    said = said.format(count=offer.most)
    raise TooMany(said, {"quantity": said})


def _offer(session: Session, variant_id: UUID) -> Line:
    offer = queries.sellable_line(session, variant_id)
    if offer is None or not offer.on_sale:
        raise NotOnSale(gettext(mark("Người bán đã ngừng bán món này. Mời chọn món khác.")))
    return offer


def _held(session: Session, cart: Cart | None) -> dict[UUID, int]:
    """What lies in the basket: quantities by variant."""
    if cart is None:
        return {}
    rows = session.connection().execute(_HELD, {"cart_id": cart.id})
    return {row.variant_id: row.quantity for row in rows}


def _new_cart(session: Session) -> tuple[Cart, str]:
    token = secrets.token_urlsafe(32)
    cart = Cart(token_hash=queries.token_hash(token))
    session.add(cart)
    session.flush()  # its lines refer to it
    return cart, token


def _put(session: Session, cart: Cart, offer: Line, quantity: int) -> None:
    """The line with this quantity, at the price that the buyer sees now."""
    line = {
        "cart_id": cart.id,
        "variant_id": offer.variant_id,
        "quantity": quantity,
        "price_seen": offer.price,
        "added_at": utc_now(),
    }
    session.connection().execute(_PUT, line)
    cart.updated_at = utc_now()


_TABLE = CartLine.__table__  # type: ignore[attr-defined]  # SQLModel makes it
_HELD = columns(_TABLE.c.variant_id, _TABLE.c.quantity).where(
    _TABLE.c.cart_id == bindparam("cart_id")
)
_NEW = insert(_TABLE)
_PUT = _NEW.on_conflict_do_update(
    index_elements=["cart_id", "variant_id"],
    set_={"quantity": _NEW.excluded.quantity, "price_seen": _NEW.excluded.price_seen},
)
