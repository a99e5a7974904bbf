"""What the audit log's coded values are called, by the field that holds them. Two values of one
field never share a word, so that a change between them can be read.
"""

from app.core.i18n import gettext, mark

VALUES = {
    "role": {
        "shopper": mark("Người mua"),
        "commune_officer": mark("Cán bộ xã"),
        "moderator": mark("Kiểm duyệt viên"),
        "operator": mark("Người điều hành"),
        "auditor": mark("Kiểm toán viên"),
        "administrator": mark("Quản trị viên"),
        "owner": mark("Chủ gian hàng"),
        "staff": mark("Nhân viên"),
    },
    "kind": {
        "enterprise": mark("Doanh nghiệp"),
        "cooperative": mark("Hợp tác xã, tổ hợp tác"),
        "household_business": mark("Hộ kinh doanh"),
        "farm_household": mark("Hộ sản xuất"),
        "business_licence": mark("Giấy đăng ký kinh doanh, hợp tác xã"),
        "personal_id": mark("Căn cước của người đại diện"),
        "food_safety": mark("Giấy chứng nhận an toàn thực phẩm"),
        "self_declaration": mark("Bản tự công bố sản phẩm"),
        "ocop_decision": mark("Quyết định công nhận OCOP"),
        "standard": mark("Chứng nhận VietGAP, hữu cơ"),
        "test_report": mark("Phiếu kiểm nghiệm"),
        "other": mark("Giấy khác"),
        "product": mark("Sản phẩm"),
        "seller": mark("Đơn vị bán"),
        "batch": mark("Một mã cho cả lô"),
        "unit": mark("Mỗi hộp một mã riêng"),
        "pdf": mark("PDF để in ngay"),
        "csv": mark("Bảng CSV cho nhà in"),
    },
    "status": {
        "draft": mark("Bản nháp"),
        "submitted": mark("Đã nộp hồ sơ"),
        "needs_changes": mark("Cần bổ sung"),
        "pending": mark("Chờ duyệt"),
        "approved": mark("Đã duyệt"),
        "rejected": mark("Cần sửa"),
        "withdrawn": mark("Đã rút lại"),
        "suspended": mark("Tạm ngưng"),
        "closed": mark("Đã đóng"),
        "archived": mark("Đã cất"),
        "published": mark("Đã công khai"),
        "recalled": mark("Đã thu hồi"),
        "waiting": mark("Chờ sàn xem"),
        "accepted": mark("Đã nhận"),
        "refused": mark("Chưa nhận"),
        "replaced": mark("Đã thay"),
    },
    "scope": {
        "lot": mark("Một lô"),
        "material": mark("Một nguyên liệu"),
        "area": mark("Một vùng trồng"),
    },
    "state": {
        "asked": mark("Chờ người thứ hai"),
        "withdrawn": mark("Người xin đã rút"),
        "refused": mark("Không thu hồi"),
        "awaiting_payment": mark("Chờ thanh toán"),
        "placed": mark("Chờ người bán nhận"),
        "confirmed": mark("Người bán đã nhận"),
        "packed": mark("Đã đóng gói"),
        "shipped": mark("Đang giao"),
        "delivered": mark("Đã giao"),
        "completed": mark("Hoàn tất"),
        "cancelled": mark("Đã huỷ"),
        "delivery_failed": mark("Giao chưa được"),
        "returning": mark("Đang hoàn về"),
        "returned": mark("Đã hoàn về"),
    },
    "tea_type": {
        "dinh": mark("Chè đinh"),
        "tom_non": mark("Chè tôm nõn"),
        "moc_cau": mark("Chè móc câu"),
        "bup": mark("Chè búp"),
        "scented": mark("Trà ướp hương"),
        "black": mark("Hồng trà"),
        "matcha": mark("Bột matcha"),
        "herbal": mark("Trà thảo mộc"),
    },
    "picking_standard": {
        "dinh": mark("đinh"),
        "tom_non": mark("tôm nõn"),
        "moc_cau": mark("móc câu"),
        "bup": mark("búp"),
    },
    "stage": {
        "harvest": mark("Thu hái"),
        "receipt": mark("Nhận nguyên liệu"),
        "wither": mark("Làm héo"),
        "fix": mark("Diệt men"),
        "roll": mark("Vò"),
        "dry": mark("Sao khô"),
        "aroma": mark("Lấy hương"),
        "scent": mark("Ướp hương"),
        "sort": mark("Phân loại"),
        "process": mark("Chế biến"),
        "test": mark("Kiểm nghiệm"),
        "pack": mark("Đóng gói"),
        "store": mark("Cất kho"),
        "ship": mark("Rời kho"),
    },
    "assurance": {
        "self_declared": mark("người bán tự khai"),
        "uploaded": mark("người bán nộp bản chụp, sàn chưa hỏi nơi cấp"),
        "checked": mark("sàn đã hỏi lại nơi cấp"),
    },
    "severity": {
        "block": mark("Cấm gửi duyệt"),
        "warn": mark("Nhắc người duyệt xem kỹ"),
        "allow": mark("Được phép"),
    },
    "topic": {
        "product": mark("Câu cho sản phẩm"),
        "seller": mark("Câu cho hồ sơ đơn vị"),
        "document": mark("Câu cho giấy tờ"),
    },
    "ticket_state": {
        "open": mark("Chờ trả lời"),
        "answered": mark("Đã có trả lời"),
        "closed": mark("Xong"),
    },
    "ticket_outcome": {
        "confirmed": mark("Đúng như báo"),
        "unfounded": mark("Không đúng như báo"),
        "unclear": mark("Không đủ để kết luận"),
    },
    "outcome": {
        "will_confirm": mark("Nghe máy, hẹn nhận đơn"),
        "no_answer": mark("Không nghe máy"),
        "wrong_number": mark("Sai số"),
        "refuses": mark("Không nhận đơn"),
        "other": mark("Chuyện khác"),
    },
    "way": {
        "paper": mark("ký trên giấy"),
        "code": mark("đọc mã gửi về điện thoại"),
        "tap": mark("bấm đồng ý trên sàn"),
    },
    "scopes": {
        "profile": mark("Hồ sơ gian hàng"),
        "papers": mark("Giấy tờ"),
        "products": mark("Sản phẩm"),
        "lots": mark("Lô, vùng trồng và tem"),
        "orders": mark("Đơn hàng"),
        "profile:read": mark("Đọc hồ sơ đơn vị"),
        "products:read": mark("Đọc sản phẩm, quy cách và ảnh"),
        "products:write": mark("Soạn, gửi duyệt và cất sản phẩm"),
        "stock:write": mark("Đổi giá, tồn kho và bật tắt quy cách"),
        "orders:read": mark("Đọc đơn hàng, có tên và địa chỉ người mua"),
        "orders:write": mark("Xác nhận, gửi hàng và huỷ đơn"),
        "lots:read": mark("Đọc lô và vùng trồng"),
        "lots:write": mark("Ghi lô, công đoạn và công khai lô"),
    },
}


def value_words(field: str, value: str) -> str:
    """In the page's language; `value` itself where it is no code of `field`.

    >>> value_words("status", "needs_changes"), value_words("name", "draft")
    ('Cần bổ sung', 'draft')
    """
    words = VALUES.get(field, {})
    return gettext(words[value]) if value in words else value
