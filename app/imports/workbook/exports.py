"""Sheets that are taken away: those that come back, and a seller's orders, which do not."""

from app.imports import rules
from app.imports.workbook.columns import Column, Kind
from app.imports.workbook.sheets import OWN_SHEETS, SHEETS, Sheet, owner, text
from app.imports.workbook.words import ORDER_STATES, PAYMENTS

ORDERS = Sheet(
    rules.ORDERS,
    key=("code", "sku"),
    columns=(
        owner,
        text("code", "Mã đơn"),
        Column("placed_at", "Đặt lúc", Kind.MOMENT),
        Column("state", "Tình trạng", Kind.CHOICE, choices=ORDER_STATES),
        text("buyer_name", "Người mua"),
        text("phone", "Điện thoại"),
        text("address", "Địa chỉ", longest=400),
        text("note", "Ghi chú", longest=500),
        text("product_name", "Sản phẩm"),
        text("variant_name", "Quy cách"),
        text("sku", "SKU"),
        text("lot_number", "Số lô"),
        Column("quantity", "Số lượng", Kind.WHOLE),
        Column("unit_price", "Đơn giá (đ)", Kind.MONEY),
        Column("vat_rate", "Thuế GTGT (%)", Kind.WHOLE),
        Column("line_total", "Thành tiền (đ)", Kind.MONEY),
        Column("goods_total", "Tiền hàng cả đơn (đ)", Kind.MONEY),
        Column("shipping_fee", "Phí giao (đ)", Kind.MONEY),
        Column("discount", "Giảm giá (đ)", Kind.MONEY),
        Column("total", "Tổng đơn (đ)", Kind.MONEY),
        Column("payment_method", "Cách trả tiền", Kind.CHOICE, choices=PAYMENTS),
        text("carrier", "Đơn vị giao"),
        text("tracking_number", "Mã vận đơn"),
    ),
)
LEFT_OUT = ("images", "image_alt", "image_alt_en", "portrait", "picture")
"""Pictures stay here: their cells would name files that are not in the workbook."""

EXPORTED = {sheet.name: sheet.without(*LEFT_OUT) for sheet in SHEETS}
OWN_EXPORTED = {sheet.name: sheet.without("seller", *LEFT_OUT) for sheet in (*OWN_SHEETS, ORDERS)}
USUAL = tuple(name for name in EXPORTED if name != rules.PRICES)
OWN_USUAL = tuple(name for name in OWN_EXPORTED if name != rules.PRICES)
"""Prices and stock stand beside their packings already; a sheet of them alone is for quick work."""
