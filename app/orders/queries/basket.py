"""Baskets as they are now: each line with its variant's present price and stock."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Date, and_, bindparam, case, exists, join, select, true
from sqlmodel import col, func

from app.catalog.models import Product, ProductStatus, Variant
from app.core.days import today
from app.orders.models import CONFIRM_HOURS, HOLIDAYS, REST_DAYS, Cart, CartLine, OrderGroup
from app.orders.rules.basket import Line, Offer, Summary, summary
from app.sellers.models import Seller, SellerStatus
from app.shipping import queries as shipping
from app.shipping.rules import Place


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class CartToOrder:
    """A basket about to become the order `code`, and the options in force (None: the default)."""

    code: str
    id: UUID
    code_is_taken: bool
    confirm_hours: int | None
    rest_days: list[int] | None
    holidays: list[str] | None


def cart_to_order(connection: Connection, token: str, code: str) -> CartToOrder | None:
    """The basket, ordered or not, held until commit: of two orders of it one waits."""
    values = {"token_hash": token_hash(token), "code": code}
    row = connection.execute(_TO_ORDER, values).one_or_none()
    return None if row is None else CartToOrder(code, *row)


def open_cart(connection: Connection, token: str) -> UUID | None:
    """The basket that the cookie names, held until commit, unless it was ordered already."""
    named = {"token_hash": token_hash(token)}
    return connection.execute(_OPEN, named).scalar_one_or_none() if token else None


def lines(connection: Connection, token: str) -> list[Line]:
    """What lies in the basket that is still open, as added."""
    named = {"token_hash": token_hash(token)}
    return _lines(connection, _LINES, named) if token else []


def locked_lines(connection: Connection, cart_id: UUID) -> list[Line]:
    """With every variant held, in the order of their ids (see catalog.service.stock)."""
    return _lines(connection, _LOCKED, {"cart_id": cart_id})


def units(connection: Connection, token: str) -> int:
    """How many things lie in the basket that is still open."""
    named = {"token_hash": token_hash(token)}
    return int(connection.execute(_UNITS, named).scalar_one()) if token else 0


def offer(connection: Connection, variant_id: UUID, token: str) -> Offer | None:
    named = token_hash(token) if token else None
    values = {"variant_id": variant_id, "token_hash": named, "today": today()}
    row = connection.execute(_OFFER, values).mappings().one_or_none()
    return None if row is None else Offer(**row)


def add_up(connection: Connection, basket: list[Line], destination: Place) -> Summary:
    """The basket split by seller, with what sending each parcel there costs today."""
    sellers = {line.seller_id for line in basket}
    return summary(basket, shipping.tariff(connection, sellers, today()), destination)


def _lines(connection: Connection, statement: Any, values: dict[str, Any]) -> list[Line]:
    found = connection.execute(statement, values | {"today": today()})
    return [Line(**row) for row in found.mappings()]


# Built once: putting a statement together costs more than sending it.
_IS_OPEN = and_(
    col(Cart.token_hash) == bindparam("token_hash"),
    ~exists().where(col(OrderGroup.cart_id) == Cart.id),
)
_OPEN = select(col(Cart.id)).where(_IS_OPEN).with_for_update()
_TO_ORDER: Any = (
    select(
        col(Cart.id),
        exists().where(col(OrderGroup.code) == bindparam("code")).label("code_is_taken"),
        *(option.column() for option in (CONFIRM_HOURS, REST_DAYS, HOLIDAYS)),
    )
    .where(col(Cart.token_hash) == bindparam("token_hash"))
    .with_for_update(of=Cart)
)
_UNITS = (
    select(func.coalesce(func.sum(col(CartLine.quantity)), 0))
    .select_from(join(CartLine, Cart, col(Cart.id) == CartLine.cart_id))
    .where(_IS_OPEN)
)
_ON_SALE = and_(
    col(Variant.active),
    col(Product.status) == ProductStatus.APPROVED,
    ~col(Product.paused),
    ~col(Product.papers_lapsed),
    col(Seller.status) == SellerStatus.APPROVED,
)
_AWAY = bindparam("today", type_=Date).between(col(Seller.away_from), col(Seller.away_until))
_CAN_BE_HAD: tuple[Any, ...] = (
    Variant.price,
    (col(Variant.on_hand) - col(Variant.allocated)).label("available"),
    Variant.min_per_order,
    Variant.max_per_order,
    _ON_SALE.label("on_sale"),
    case((_AWAY, col(Seller.away_until))).label("away_until"),
)
_VARIANT_ID: Any = col(Variant.id).label("variant_id")
_COLUMNS: tuple[Any, ...] = (
    _VARIANT_ID,
    col(Product.id).label("product_id"),
    col(Seller.id).label("seller_id"),
    col(Seller.name).label("seller_name"),
    col(Seller.slug).label("seller_slug"),
    col(Seller.email).label("seller_email"),
    col(Seller.phone).label("seller_phone"),
    col(Seller.listens).label("seller_listens"),
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
    *_CAN_BE_HAD,
)
_JOINED = join(Variant, Product, col(Product.id) == Variant.product_id).join(
    Seller, col(Seller.id) == Product.seller_id
)
_QUANTITY = col(CartLine.quantity)
_OF_IT = col(CartLine.variant_id) == bindparam("variant_id")
_HELD = (
    select(
        func.coalesce(func.sum(_QUANTITY).filter(_OF_IT), 0).label("held"),
        func.count().label("kinds"),
        func.coalesce(func.sum(_QUANTITY), 0).label("units"),
    )
    .where(col(CartLine.cart_id) == Cart.id)
    .lateral()
)
_OFFER: Any = (
    select(_VARIANT_ID, *_CAN_BE_HAD, col(Cart.id).label("cart_id"), *_HELD.c)
    .select_from(_JOINED.outerjoin(Cart, _IS_OPEN).join(_HELD, true()))
    .where(col(Variant.id) == bindparam("variant_id"))
)
_IN_BASKET: Any = select(*_COLUMNS, _QUANTITY, col(CartLine.price_seen)).select_from(
    _JOINED.join(CartLine, col(CartLine.variant_id) == Variant.id).join(
        Cart, col(Cart.id) == CartLine.cart_id
    )
)
_LINES = _IN_BASKET.where(_IS_OPEN).order_by(col(CartLine.added_at), col(Variant.id))
_LOCKED = (
    _IN_BASKET.where(col(Cart.id) == bindparam("cart_id"))
    .order_by(col(Variant.id))
    .with_for_update(of=Variant)
)
