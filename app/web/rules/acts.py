"""What an officer did for a seller, in words that the seller reads."""

from app.core.i18n import gettext, mark

ACTS = {
    "assist.start": mark("Bắt đầu làm giúp"),
    "assist.stop": mark("Thôi làm giúp"),
    "assist.form": mark("Gửi một biểu mẫu"),
    "household.start": mark("Mở gian hàng giúp"),
    "order.move": mark("Chuyển bước đơn hàng"),
    "product.submit": mark("Gửi sản phẩm đi duyệt"),
    "growing_area.save": mark("Lưu vùng trồng"),
    "lot.record": mark("Khai lô"),
    "lot.publish": mark("Công bố lô"),
    "label_run.print": mark("In tem"),
    "test_report.save": mark("Lưu phiếu kiểm nghiệm"),
    "certificate.save": mark("Lưu giấy chứng nhận"),
}
PARTS = {
    "": mark("Hôm nay"),
    "san-pham": mark("Sản phẩm"),
    "lo": mark("Lô và tem"),
    "vung-trong": mark("Vùng trồng"),
    "don-hang": mark("Đơn hàng"),
    "gian-hang": mark("Gian hàng"),
    "ho-so": mark("Hồ sơ"),
}


def act(action: str) -> str:
    """The act in the page's language; the name that the log has for it where we have no words."""
    return gettext(ACTS[action]) if action in ACTS else action


def part(path: str) -> str:
    """Which part of the desk a form was sent from.

    >>> part("/ban-hang/san-pham/che-dinh/tam-dung")
    'Sản phẩm'
    """
    _, _, below = path.removeprefix("/").partition("/")
    return gettext(PARTS.get(below.split("/")[0], PARTS[""]))
