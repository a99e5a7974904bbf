"""What each piece of the shop's news means to a seller's system."""

from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.catalog.models import Product, Variant
from app.catalog.service.news import ProductDecided, StockLow
from app.core.config import absolute, settings
from app.orders.service.news import OrderMoved
from app.sellers.models import SellerStatus
from app.sellers.service import SellerDecided
from app.traceability.models import Lot
from app.traceability.service.news import LotPublished, LotRecalled
from app.webhooks.rules.catalogue import EventType
from app.webhooks.service.announcing import News, announce

ORDERS = {
    "placed": EventType.ORDER_PLACED,
    "confirmed": EventType.ORDER_CONFIRMED,
    "shipped": EventType.ORDER_SHIPPED,
    "delivered": EventType.ORDER_DELIVERED,
    "cancelled": EventType.ORDER_CANCELLED,
}
DECISIONS = {
    "approve": EventType.PRODUCT_APPROVED,
    "reject": EventType.PRODUCT_REJECTED,
    "take_down": EventType.PRODUCT_TAKEN_DOWN,
    "approve_revision": EventType.REVISION_APPROVED,
    "reject_revision": EventType.REVISION_REJECTED,
}
SELLERS = {
    SellerStatus.APPROVED: EventType.SELLER_APPROVED,
    SellerStatus.SUSPENDED: EventType.SELLER_SUSPENDED,
}


def order_moved(session: Session, news: OrderMoved) -> None:
    kind = ORDERS.get(news.state)
    if kind is not None:
        data = {
            "order": news.code,
            "total": news.total,
            "url": absolute(f"/ban-hang/don-hang/{news.code}"),
            "state": news.state,
            "reason": news.reason,
        }
        announce(session, News(news.seller_id, kind, data))


def product_decided(session: Session, news: ProductDecided) -> None:
    kind = DECISIONS.get(news.decision)
    if kind is not None:
        product = session.get_one(Product, news.product_id)
        data = {
            "product": product.slug,
            "name": product.name,
            "reason": news.reason,
            "url": _product_url(product),
        }
        announce(session, News(product.seller_id, kind, data))


def stock_low(session: Session, news: StockLow) -> None:
    variant = session.get_one(Variant, news.variant_id)
    product = session.get_one(Product, variant.product_id)
    data = {
        "sku": variant.sku,
        "product": product.slug,
        "available": news.available,
        "url": _product_url(product),
    }
    announce(session, News(variant.seller_id, EventType.STOCK_LOW, data))


def lot_published(session: Session, news: LotPublished) -> None:
    _tell_of_lot(session, news.lot_id, EventType.LOT_PUBLISHED, "")


def lot_recalled(session: Session, news: LotRecalled) -> None:
    _tell_of_lot(session, news.lot_id, EventType.LOT_RECALLED, news.reason)


def _tell_of_lot(session: Session, lot_id: UUID, kind: EventType, reason: str) -> None:
    lot = session.get_one(Lot, lot_id)
    data: dict[str, Any] = {
        "lot": lot.code,
        "lot_number": lot.lot_number,
        "reason": reason,
        "url": f"{settings.code_url}/Q/{lot.code}",
    }
    announce(session, News(lot.seller_id, kind, data))


def seller_decided(session: Session, news: SellerDecided) -> None:
    kind = SELLERS.get(news.status)
    if kind is not None:
        data = {"reason": news.reason, "url": absolute("/ban-hang")}
        announce(session, News(news.seller_id, kind, data))


def _product_url(product: Product) -> str:
    return absolute(f"/ban-hang/san-pham/{product.slug}")
