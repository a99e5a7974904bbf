"""Every type of event that a seller's system may hear, with an example of its data.

A message tells what happened to what, in codes and links; what it means in detail is read from the
page or the API. So no buyer's name, phone or address ever leaves by this way.
"""

from enum import StrEnum
from typing import Any

from app.core.i18n import mark


class EventType(StrEnum):
    ORDER_PLACED = "order.placed"
    ORDER_CONFIRMED = "order.confirmed"
    ORDER_SHIPPED = "order.shipped"
    ORDER_DELIVERED = "order.delivered"
    ORDER_CANCELLED = "order.cancelled"
    PRODUCT_APPROVED = "product.approved"
    PRODUCT_REJECTED = "product.rejected"
    PRODUCT_TAKEN_DOWN = "product.taken_down"
    REVISION_APPROVED = "revision.approved"
    REVISION_REJECTED = "revision.rejected"
    STOCK_LOW = "stock.low"
    LOT_PUBLISHED = "lot.published"
    LOT_RECALLED = "lot.recalled"
    SELLER_APPROVED = "seller.approved"
    SELLER_SUSPENDED = "seller.suspended"
    PING = "ping"


WORDS: dict[EventType, str] = {
    EventType.ORDER_PLACED: mark("Có đơn mới"),
    EventType.ORDER_CONFIRMED: mark("Đơn đã nhận"),
    EventType.ORDER_SHIPPED: mark("Đơn đã gửi"),
    EventType.ORDER_DELIVERED: mark("Đơn đã giao"),
    EventType.ORDER_CANCELLED: mark("Có đơn bị huỷ"),
    EventType.PRODUCT_APPROVED: mark("Sản phẩm được duyệt"),
    EventType.PRODUCT_REJECTED: mark("Sản phẩm bị trả lại"),
    EventType.PRODUCT_TAKEN_DOWN: mark("Sản phẩm bị gỡ khỏi sàn"),
    EventType.REVISION_APPROVED: mark("Sửa đổi được duyệt"),
    EventType.REVISION_REJECTED: mark("Sửa đổi bị trả lại"),
    EventType.STOCK_LOW: mark("Sắp hết hàng"),
    EventType.LOT_PUBLISHED: mark("Lô đã công bố"),
    EventType.LOT_RECALLED: mark("Lô bị thu hồi"),
    EventType.SELLER_APPROVED: mark("Đơn vị được bán"),
    EventType.SELLER_SUSPENDED: mark("Đơn vị bị tạm ngưng"),
    EventType.PING: mark("Thử đường truyền"),
}

CHOICES = tuple(kind for kind in EventType if kind is not EventType.PING)
"""What an endpoint may ask for; a ping is sent when somebody presses its button."""

_DESK = "https://nguyengoc.example/ban-hang"
_ORDER = {"order": "TN7K2M4Q9AB01", "total": 372_000, "url": f"{_DESK}/don-hang/TN7K2M4Q9AB01"}
_PRODUCT = {
    "product": "che-dinh-tan-cuong",
    "name": "Chè đinh Tân Cương",
    "reason": "",
    "url": f"{_DESK}/san-pham/che-dinh-tan-cuong",
}
_REFUSED = _PRODUCT | {"reason": "Ảnh bìa chưa rõ nhãn."}
_LOT = {
    "lot": "K7Q4M9MXDT",
    "lot_number": "TC-2610-07",
    "reason": "",
    "url": "https://nguyengoc.example/Q/K7Q4M9MXDT",
}
_SELLER = {"reason": "", "url": _DESK}

EXAMPLES: dict[EventType, dict[str, Any]] = {
    EventType.ORDER_PLACED: _ORDER | {"state": "placed", "reason": ""},
    EventType.ORDER_CONFIRMED: _ORDER | {"state": "confirmed", "reason": ""},
    EventType.ORDER_SHIPPED: _ORDER | {"state": "shipped", "reason": ""},
    EventType.ORDER_DELIVERED: _ORDER | {"state": "delivered", "reason": ""},
    EventType.ORDER_CANCELLED: _ORDER | {"state": "cancelled", "reason": "Hết hàng"},
    EventType.PRODUCT_APPROVED: _PRODUCT,
    EventType.PRODUCT_REJECTED: _REFUSED,
    EventType.PRODUCT_TAKEN_DOWN: _REFUSED,
    EventType.REVISION_APPROVED: _PRODUCT,
    EventType.REVISION_REJECTED: _REFUSED,
    EventType.STOCK_LOW: {
        "sku": "TC-DINH-100",
        "product": "che-dinh-tan-cuong",
        "available": 4,
        "url": f"{_DESK}/san-pham/che-dinh-tan-cuong",
    },
    EventType.LOT_PUBLISHED: _LOT,
    EventType.LOT_RECALLED: _LOT | {"reason": "Bao bì hở"},
    EventType.SELLER_APPROVED: _SELLER,
    EventType.SELLER_SUSPENDED: _SELLER | {"reason": "Giấy phép hết hạn"},
    EventType.PING: {},
}
"""The `data` of a message of each type; amounts are whole đồng."""
