"""What an officer did for a seller, in words that the seller reads."""

from app.core.i18n import gettext, mark

PARTS = {
    "": mark("Hôm nay"),
    "san-pham": mark("Sản phẩm"),
    "lo": mark("Lô và tem"),
    "vung-trong": mark("Vùng trồng"),
    "don-hang": mark("Đơn hàng"),
    "gian-hang": mark("Gian hàng"),
    "ho-so": mark("Hồ sơ"),
    "giay-to": mark("Giấy tờ"),
}


def part(path: str) -> str:
    """Which part of the desk a form was sent from.

    >>> part("/ban-hang/san-pham/che-dinh/tam-dung")
    'Sản phẩm'
    """
    _, _, below = path.removeprefix("/").partition("/")
    return gettext(PARTS.get(below.split("/")[0], PARTS[""]))
