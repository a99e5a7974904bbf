"""What a visitor does with a basket: add, change, remove."""

import secrets
from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import text
from sqlmodel import Session, col, delete, update

from app.core.db import utc_now
from app.core.errors import Invalid
from app.core.i18n import gettext, mark
from app.core.ids import new_id
from app.orders.models import Cart, CartLine
from app.orders.queries import basket as queries
from app.orders.queries.basket import Offer
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


def add_line(session: Session, token: str, wanted: LineIn) -> tuple[str, int]:
    """Adds to the basket of `token`, or to a new one; the basket's token and what it now holds.

    Raises NotOnSale, TooMany; then nothing has changed.
    """
    cart_id = queries.open_cart(session.connection(), token)
    offer = _on_sale(queries.offer(session.connection(), wanted.variant, cart_id))
    quantity = wanted.quantity + offer.held
    check_quantity(offer.line, quantity)
    if not offer.held and offer.kinds >= MOST_LINES:
        raise TooMany(gettext(mark("Giỏ đã đầy, mời đặt trước những món đang có.")))
    if cart_id is None:
        cart_id, token = new_id(), secrets.token_urlsafe(32)
    _put(session, cart_id, token, offer.line, quantity)
    return token, offer.units + wanted.quantity


def buy_now(session: Session, wanted: LineIn) -> str:
    """The token of a basket apart that holds this line alone. Raises NotOnSale, TooMany."""
    token, _ = add_line(session, "", wanted)
    return token


def set_quantity(session: Session, token: str, wanted: LineIn) -> None:
    """Raises NotOnSale, TooMany. A line that is not in the basket is not added."""
    cart_id = queries.open_cart(session.connection(), token)
    offer = queries.offer(session.connection(), wanted.variant, cart_id)
    if cart_id is None or offer is None or not offer.held:
        return
    check_quantity(_on_sale(offer).line, wanted.quantity)
    _put(session, cart_id, token, offer.line, wanted.quantity)


def remove_lines(session: Session, token: str, variant_ids: Sequence[UUID]) -> None:
    cart_id = queries.open_cart(session.connection(), token)
    if cart_id is not None:
        mine = delete(CartLine).where(col(CartLine.cart_id) == cart_id)
        session.exec(mine.where(col(CartLine.variant_id).in_(variant_ids)))
        session.exec(update(Cart).where(col(Cart.id) == cart_id).values(updated_at=utc_now()))


def adjust(session: Session, token: str) -> None:
    """Leaves of each line what can still be had, as its buyer agreed."""
    cart_id = queries.open_cart(session.connection(), token)
    if cart_id is None:
        return
    for line in queries.lines(session.connection(), token):
        if line.adjusted is None:
            remove_lines(session, token, [line.variant_id])
        elif line.adjusted != line:
            _put(session, cart_id, token, line, line.adjusted.quantity)


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


def _on_sale(offer: Offer | None) -> Offer:
    if offer is None or not offer.line.on_sale:
        raise NotOnSale(gettext(mark("Người bán đã ngừng bán món này. Mời chọn món khác.")))
    return offer


_PUT = text(
    """
    WITH kept AS (
        INSERT INTO cart (id, token_hash, created_at, updated_at)
        VALUES (:cart_id, :token_hash, :now, :now)
        ON CONFLICT (id) DO UPDATE SET updated_at = excluded.updated_at
    )
    INSERT INTO cart_line (cart_id, variant_id, quantity, price_seen, added_at)
    VALUES (:cart_id, :variant_id, :quantity, :price_seen, :now)
    ON CONFLICT (cart_id, variant_id)
    DO UPDATE SET quantity = excluded.quantity, price_seen = excluded.price_seen
    """
)


def _put(session: Session, cart_id: UUID, token: str, line: Line, quantity: int) -> None:
    """The line with this quantity, at the price that the buyer sees now, in a basket new or old."""
    values = {
        "cart_id": cart_id,
        "token_hash": queries.token_hash(token),
        "variant_id": line.variant_id,
        "quantity": quantity,
        "price_seen": line.price,
        "now": utc_now(),
    }
    session.connection().execute(_PUT, values)
