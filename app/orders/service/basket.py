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
from app.orders.rules.basket import Line, Offer
from app.sellers.rules import back_on

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


class SellerAway(NotOnSale):
    title = mark("Nhà bán đang nghỉ")


class TooMany(Invalid):
    """More than can be ordered; `fields` say how many can."""


class TooFew(TooMany):
    """Less than the seller sends at once."""


def add_line(session: Session, token: str, wanted: LineIn) -> tuple[str, int]:
    """Adds to the basket of `token`, or to a new one; the basket's token and what it now holds.

    The button on a card adds one: where the seller sends no less than six, it adds six.
    Raises NotOnSale, TooMany; then nothing has changed.
    """
    offer = _on_sale(queries.offer(session.connection(), wanted.variant, token))
    quantity = max(wanted.quantity, offer.min_per_order - offer.held)
    check_quantity(offer, offer.held + quantity)
    if not offer.held and offer.kinds >= MOST_LINES:
        raise TooMany(gettext(mark("Giỏ đã đầy, mời đặt trước những món đang có.")))
    if offer.cart_id is None:
        token = secrets.token_urlsafe(32)
    _add(session, token, offer, quantity)
    return token, offer.units + quantity


def buy_now(session: Session, wanted: LineIn) -> str:
    """The token of a basket apart that holds this line alone. Raises NotOnSale, TooMany."""
    token, _ = add_line(session, "", wanted)
    return token


def set_quantity(session: Session, token: str, wanted: LineIn) -> None:
    """Raises NotOnSale, TooMany. A line that is not in the basket is not added."""
    cart_id = queries.open_cart(session.connection(), token)
    offer = queries.offer(session.connection(), wanted.variant, token)
    if cart_id is None or offer is None or not offer.held:
        return
    check_quantity(_on_sale(offer), wanted.quantity)
    _set(session, cart_id, offer, wanted.quantity)


def remove_lines(session: Session, token: str, variant_ids: Sequence[UUID]) -> None:
    cart_id = queries.open_cart(session.connection(), token)
    if cart_id is not None:
        mine = delete(CartLine).where(col(CartLine.cart_id) == cart_id)
        session.exec(mine.where(col(CartLine.variant_id).in_(variant_ids)))
        _touch(session, cart_id)


def adjust(session: Session, token: str) -> None:
    """Leaves of each line what can still be had, as its buyer agreed."""
    cart_id = queries.open_cart(session.connection(), token)
    if cart_id is None:
        return
    for line in queries.lines(session.connection(), token):
        if line.adjusted is None:
            remove_lines(session, token, [line.variant_id])
        elif line.adjusted != line:
            _set(session, cart_id, line, line.adjusted.quantity)


def check_quantity(offer: Offer, quantity: int) -> None:
    """Raises TooMany, or TooFew, naming what can be ordered."""
    if offer.min_per_order <= quantity <= offer.most:
        return
    if quantity < offer.min_per_order and offer.most:
        said = gettext(mark("Mỗi đơn ít nhất {count}.")).format(count=offer.min_per_order)
        raise TooFew(said, {"quantity": said})
    if offer.most < 1:
        said = gettext(mark("Quy cách này vừa hết hàng."))
    elif offer.available < offer.max_per_order:
        said = gettext(mark("Chỉ còn {count}, bớt số lượng giúp mình."))
    else:
        said = gettext(mark("Mỗi đơn tối đa {count}, bớt số lượng giúp mình."))
    said = said.format(count=offer.most)
    raise TooMany(said, {"quantity": said})


def _on_sale(offer: Offer | None) -> Offer:
    if offer is None or not offer.on_sale:
        raise NotOnSale(gettext(mark("Người bán đã ngừng bán món này. Mời chọn món khác.")))
    if offer.away_until is not None:
        back = f"{back_on(offer.away_until):%d/%m/%Y}"
        said = gettext(mark("Nhà bán đang nghỉ, ngày {day} bán lại. Mời chọn món khác."))
        raise SellerAway(said.format(day=back))
    return offer


_ADD = text(
    """
    WITH kept AS (
        INSERT INTO cart (id, token_hash, created_at, updated_at)
        VALUES (:cart_id, :token_hash, :now, :now)
        ON CONFLICT (id) DO UPDATE SET updated_at = excluded.updated_at RETURNING id
    )
    INSERT INTO cart_line (cart_id, variant_id, quantity, price_seen, added_at)
    SELECT id, :variant_id, :quantity, :price_seen, :now FROM kept
    ON CONFLICT (cart_id, variant_id) DO UPDATE SET
        quantity = cart_line.quantity + excluded.quantity, price_seen = excluded.price_seen
    """
)


def _add(session: Session, token: str, offer: Offer, quantity: int) -> None:
    """To a basket new or old, which is held before its line, at the price that the buyer sees."""
    values = {
        "cart_id": offer.cart_id or new_id(),
        "token_hash": queries.token_hash(token),
        "variant_id": offer.variant_id,
        "quantity": quantity,
        "price_seen": offer.price,
        "now": utc_now(),
    }
    session.connection().execute(_ADD, values)


def _set(session: Session, cart_id: UUID, line: Line | Offer, quantity: int) -> None:
    one = update(CartLine).where(col(CartLine.cart_id) == cart_id)
    one = one.where(col(CartLine.variant_id) == line.variant_id)
    session.exec(one.values(quantity=quantity, price_seen=line.price))
    _touch(session, cart_id)


def _touch(session: Session, cart_id: UUID) -> None:
    session.exec(update(Cart).where(col(Cart.id) == cart_id).values(updated_at=utc_now()))
