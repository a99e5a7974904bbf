"""What buyers and sellers are told, queued in the transaction of what it tells.

A buyer who left an e-mail address is written there, everybody else by SMS. A seller is told of its
own part alone.
"""

from typing import Any

from sqlmodel import Session

from app.core.config import settings
from app.core.phones import spoken
from app.notifications import service as notifications
from app.notifications.models import Channel
from app.notifications.service import Notice
from app.orders.models import OrderGroup, SellerOrder
from app.orders.queries.orders import Part
from app.orders.rules.basket import Parcel, Summary
from app.orders.service.links import order_url
from app.sellers.models import Seller


def order_placed(session: Session, group: OrderGroup, summary: Summary) -> None:
    parts = [_parcel(group, number, parcel) for number, parcel in enumerate(summary.parcels, 1)]
    notices = [_to_buyer(group, f"order_placed:{group.code}", {"parts": parts})]
    for part, parcel in zip(parts, summary.parcels, strict=True):
        context = {"part": part, "buyer": _buyer(group), "link": desk_url(part["code"])}
        reached_at = way_to(parcel.seller.seller_email, parcel.seller.seller_phone)
        notices.append(_notice(f"order_received:{part['code']}", reached_at, context))
    notifications.write(session, *notices)


def order_confirmed(session: Session, group: OrderGroup, part: Part) -> None:
    event = f"order_confirmed:{part.order.code}"
    notifications.write(session, _to_buyer(group, event, _told(part)))


def order_shipped(session: Session, group: OrderGroup, part: Part) -> None:
    event = f"order_shipped:{part.order.code}"
    how = {"carrier": part.order.carrier, "tracking_number": part.order.tracking_number}
    notifications.write(session, _to_buyer(group, event, _told(part) | how))


def order_cancelled(session: Session, group: OrderGroup, part: Part, reason: str) -> None:
    """The seller cancelled: the buyer hears why."""
    event = f"order_cancelled:{part.order.code}"
    notifications.write(session, _to_buyer(group, event, _told(part) | {"reason": reason}))


def order_withdrawn(
    session: Session, group: OrderGroup, order: SellerOrder, seller: Seller, reason: str
) -> None:
    """The buyer cancelled: the seller need not pack."""
    context = {
        "code": order.code,
        "buyer": _buyer(group),
        "reason": reason,
        "link": desk_url(order.code),
    }
    reached_at = way_to(seller.email, seller.phone)
    notifications.write(session, _notice(f"order_withdrawn:{order.code}", reached_at, context))


def _to_buyer(group: OrderGroup, event: str, context: dict[str, Any]) -> Notice:
    about = {
        "order_code": group.code,
        "total": group.total,
        "buyer": _buyer(group),
        "link": order_url(group.code, group.language),
    }
    reached_at = way_to(group.email, group.phone)
    return _notice(event, reached_at, about | context, group.language)


def _notice(
    event: str, reached_at: tuple[Channel, str], context: dict[str, Any], language: str = "vi"
) -> Notice:
    """`event` begins with the name of its template."""
    channel, recipient = reached_at
    template, _, _ = event.partition(":")
    return Notice(event, recipient, channel, template, context, language)


def way_to(email: str, phone: str) -> tuple[Channel, str]:
    return (Channel.EMAIL, email) if email else (Channel.SMS, phone)


def _parcel(group: OrderGroup, number: int, parcel: Parcel) -> dict[str, Any]:
    return {
        "code": f"{group.code}{number:02}",
        "seller": parcel.seller.seller_name,
        "lines": [_line(line) for line in parcel.lines],
        "shipping_fee": parcel.shipping_fee,
        "total": parcel.total,
    }


def _line(line: Any) -> dict[str, Any]:
    """Of a basket's line or an order's: both name the same things."""
    return {
        "name": line.product_name,
        "variant": line.variant_name,
        "quantity": line.quantity,
        "total": line.total,
    }


def _told(part: Part) -> dict[str, Any]:
    return {
        "code": part.order.code,
        "seller": part.seller.name,
        "seller_phone": spoken(part.seller.phone),
        "lines": [_line(line) for line in part.lines],
        "part_total": part.order.total,
    }


def _buyer(group: OrderGroup) -> dict[str, str]:
    return {
        "name": group.buyer_name,
        "phone": spoken(group.phone),
        "address": group.address,
        "note": group.note,
    }


def desk_url(code: str) -> str:
    return f"{settings.base_url.rstrip('/')}/ban-hang/don-hang/{code}"
