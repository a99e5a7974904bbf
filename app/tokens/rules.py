"""Access tokens: what they look like, what they open, how long and how often they count."""

from datetime import timedelta
from enum import StrEnum
from secrets import choice
from string import ascii_lowercase, ascii_uppercase, digits
from zlib import crc32

from app.core.i18n import mark

PREFIX = "ngt_"
"""Known to scanners of leaked secrets, and to whoever finds one in a log."""
LETTERS = digits + ascii_uppercase + ascii_lowercase
RANDOM, CHECK = 36, 6
"""36 letters of 62 are 214 bits; six more hold a CRC-32 of what stands before them."""
LIFETIMES = (30, 90, 180, 365)
"""Days that a token may be given."""
MOST_TOKENS = 20
"""In force at once for one seller."""
WINDOW = timedelta(minutes=1)
PER_TOKEN = 600
PER_ADDRESS = 120
SEEN_EVERY = timedelta(minutes=5)
"""How exactly the last use is kept."""


class Scope(StrEnum):
    """What a token may be used for, one by one."""

    PROFILE_READ = "profile:read"
    PRODUCTS_READ = "products:read"
    PRODUCTS_WRITE = "products:write"
    STOCK_WRITE = "stock:write"
    ORDERS_READ = "orders:read"
    ORDERS_WRITE = "orders:write"
    LOTS_READ = "lots:read"
    LOTS_WRITE = "lots:write"


SCOPE_WORDS: dict[Scope, str] = {
    Scope.PROFILE_READ: mark("Đọc hồ sơ đơn vị"),
    Scope.PRODUCTS_READ: mark("Đọc sản phẩm, quy cách và ảnh"),
    Scope.PRODUCTS_WRITE: mark("Soạn, gửi duyệt và cất sản phẩm"),
    Scope.STOCK_WRITE: mark("Đổi giá, tồn kho và bật tắt quy cách"),
    Scope.ORDERS_READ: mark("Đọc đơn hàng, có tên và địa chỉ người mua"),
    Scope.ORDERS_WRITE: mark("Xác nhận, gửi hàng và huỷ đơn"),
    Scope.LOTS_READ: mark("Đọc lô và vùng trồng"),
    Scope.LOTS_WRITE: mark("Ghi lô, công đoạn và công khai lô"),
}


def new_token() -> str:
    body = "".join(choice(LETTERS) for _ in range(RANDOM))
    return PREFIX + body + checksum(body)


def checksum(body: str) -> str:
    """The CRC-32 of `body` in six letters.

    >>> checksum("0" * 36)
    '0etOEM'
    """
    number, found = crc32(body.encode()), ""
    for _ in range(CHECK):
        number, rest = divmod(number, len(LETTERS))
        found = LETTERS[rest] + found
    return found


def is_token(text: str) -> bool:
    """Whether `text` could be ours: a mistyped or invented one is refused without a look-up."""
    body = text.removeprefix(PREFIX)[:-CHECK]
    ours = text.startswith(PREFIX) and len(body) == RANDOM and body.isascii() and body.isalnum()
    return ours and text.endswith(checksum(body))
