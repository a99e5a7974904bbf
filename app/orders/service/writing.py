"""An order as rows: one for the whole, one for each seller's part, and what belongs to these."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.core.ids import new_id
from app.core.rows import Together, blank
from app.orders.models import OrderChange, OrderGroup, OrderLine, SellerOrder
from app.orders.rules.basket import Line, Parcel, Summary
from app.orders.rules.codes import seller_order_code
from app.orders.rules.states import Actor, OrderState

_TABLES = Together(OrderGroup, SellerOrder, OrderLine, OrderChange)
_PART, _LINE, _CHANGE = blank(SellerOrder), blank(OrderLine), blank(OrderChange)


def write_order(
    session: Session, group: OrderGroup, summary: Summary, confirm_due: datetime
) -> None:
    """One seller order a parcel, each with its lines and the first entry of its record."""
    parts = [_part(group, n, parcel) for n, parcel in enumerate(summary.parcels, start=1)]
    for part in parts:
        part["confirm_due_at"] = confirm_due
    lines = [
        _line(part["id"], line)
        for part, parcel in zip(parts, summary.parcels, strict=True)
        for line in parcel.lines
    ]
    _TABLES.insert(session, [group.model_dump()], parts, lines, _placed(group, parts))


def _part(group: OrderGroup, number: int, parcel: Parcel) -> dict[str, Any]:
    """Carries the parcel's amounts as they are: nothing is priced a second time."""
    return _PART | {
        "id": new_id(),
        "group_id": group.id,
        "seller_id": parcel.seller.seller_id,
        "code": seller_order_code(group.code, number),
        "state": OrderState.PLACED,
        "goods_total": parcel.goods_total,
        "shipping_fee": parcel.shipping_fee,
        "total": parcel.total,
        "gross_grams": parcel.gross_grams,
        "placed_at": group.placed_at,
        "changed_at": group.placed_at,
    }


def _line(part_id: UUID, line: Line) -> dict[str, Any]:
    return _LINE | {
        "id": new_id(),
        "seller_order_id": part_id,
        "product_id": line.product_id,
        "variant_id": line.variant_id,
        "product_name": line.product_name,
        "variant_name": line.variant_name,
        "product_slug": line.product_slug,
        "cover": line.cover,
        "sku": line.sku,
        "net_grams": line.net_grams,
        "gross_grams": line.gross_grams,
        "unit_price": line.price,
        "quantity": line.quantity,
        "total": line.total,
    }


def _placed(group: OrderGroup, parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield _CHANGE | {
            "id": new_id(),
            "seller_order_id": part["id"],
            "to_state": part["state"],
            "actor": Actor.BUYER,
            "actor_id": group.user_id,
            "at": group.placed_at,
        }
