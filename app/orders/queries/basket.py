"""Baskets as they are now: each line with its variant's present price and stock."""

import hashlib
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, exists, join
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from app.catalog.models import Product, ProductStatus, Variant
from app.core.days import today
from app.orders.models import Cart, CartLine, OrderGroup
from app.orders.rules.basket import Line, Summary, summary
from app.sellers.models import Seller, SellerStatus
from app.shipping import queries as shipping
from app.shipping.rules import Place


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_cart(session: Session, token: str, *, lock: bool = False) -> Cart | None:
    """The basket that the cookie names, unless it was ordered already."""
    if not token:
        return None
    named = {"token_hash": token_hash(token)}
    return session.exec(_OPEN_LOCKED if lock else _OPEN, params=named).one_or_none()


def lock_cart(session: Session, token: str) -> Cart | None:
    """The basket, ordered or not, held until commit: of two orders of it one waits."""
    statement = select(Cart).where(Cart.token_hash == token_hash(token))
    return session.exec(statement.with_for_update()).one_or_none()


def order_code_of(session: Session, cart_id: UUID) -> str | None:
    return session.exec(select(OrderGroup.code).where(OrderGroup.cart_id == cart_id)).one_or_none()


def lines(session: Session, cart_id: UUID, *, lock: bool = False) -> list[Line]:
    """In the order of the variants' ids if locked (see catalog.service.stock), else as added."""
    statement = _LINES.where(col(CartLine.cart_id) == cart_id)
    if lock:
        statement = statement.order_by(col(Variant.id)).with_for_update(of=Variant)
    else:
        statement = statement.order_by(col(CartLine.added_at), col(Variant.id))
    return [Line(**row) for row in session.execute(statement).mappings()]


def units(session: Session, token: str) -> int:
    """How many things lie in the basket that is still open."""
    session.flush()
    named = {"token_hash": token_hash(token)}
    return int(session.connection().execute(_UNITS, named).scalar_one()) if token else 0


def sellable_line(session: Session, variant_id: UUID) -> Line | None:
    """The line that one unit of this variant would be."""
    session.flush()
    named = {"variant_id": variant_id}
    row = session.connection().execute(_OFFER, named).mappings().one_or_none()
    return None if row is None else Line(**row, quantity=1, price_seen=row["price"])


def add_up(session: Session, basket: list[Line], destination: Place) -> Summary:
    """The basket split by seller, with what sending each parcel there costs today."""
    sellers = {line.seller_id for line in basket}
    return summary(basket, shipping.tariff(session, sellers, today()), destination)


# Built once: putting a statement together costs more than sending it.
_IS_OPEN = and_(
    col(Cart.token_hash) == bindparam("token_hash"),
    ~exists().where(col(OrderGroup.cart_id) == Cart.id),
)
_OPEN = select(Cart).where(_IS_OPEN)
_OPEN_LOCKED = _OPEN.with_for_update()
_UNITS = (
    columns(func.coalesce(func.sum(col(CartLine.quantity)), 0))
    .select_from(join(CartLine, Cart, col(Cart.id) == CartLine.cart_id))
    .where(_IS_OPEN)
)
_ON_SALE = and_(
    col(Variant.active),
    col(Product.status) == ProductStatus.APPROVED,
    ~col(Product.paused),
    col(Seller.status) == SellerStatus.APPROVED,
)
_COLUMNS: tuple[Any, ...] = (
    col(Variant.id).label("variant_id"),
    col(Product.id).label("product_id"),
    col(Seller.id).label("seller_id"),
    col(Seller.name).label("seller_name"),
    col(Seller.slug).label("seller_slug"),
    col(Seller.email).label("seller_email"),
    col(Seller.phone).label("seller_phone"),
    Seller.province_code,
    Seller.ward_code,
    col(Product.name).label("product_name"),
    col(Product.name_en).label("product_name_en"),
    col(Product.slug).label("product_slug"),
    Product.cover,
    col(Variant.name).label("variant_name"),
    col(Variant.name_en).label("variant_name_en"),
    Variant.sku,
    Variant.net_grams,
    Variant.gross_grams,
    Variant.price,
    (col(Variant.on_hand) - col(Variant.allocated)).label("available"),
    Variant.max_per_order,
    _ON_SALE.label("on_sale"),
)
_JOINED = join(Variant, Product, col(Product.id) == Variant.product_id).join(
    Seller, col(Seller.id) == Product.seller_id
)
_OFFER: Any = (
    columns(*_COLUMNS).select_from(_JOINED).where(col(Variant.id) == bindparam("variant_id"))
)
_LINES: Any = columns(*_COLUMNS, col(CartLine.quantity), col(CartLine.price_seen)).select_from(
    _JOINED.join(CartLine, col(CartLine.variant_id) == Variant.id)
)
