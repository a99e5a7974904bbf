"""The codes of orders: "TN", eight random characters and one to check them (settled detail 4)."""

from app.core.ids import is_code, new_code, normalise_code

PREFIX = "TN"
LENGTH = 11


def new_order_code() -> str:
    return PREFIX + new_code(LENGTH - len(PREFIX))


def seller_order_code(order_code: str, number: int) -> str:
    """Banks strip hyphens, so there is none.

    >>> seller_order_code("TN7K2M4Q9AB", 1)
    'TN7K2M4Q9AB01'
    """
    return f"{order_code}{number:02}"


def read_order_code(typed: str) -> str:
    """The order's code in what somebody typed, also when it is that of one seller's part.

    Raises ValueError when a character must be wrong.
    """
    code = normalise_code(typed)[:LENGTH]
    if not (code.startswith(PREFIX) and is_code(code[len(PREFIX) :], LENGTH - len(PREFIX))):
        raise ValueError
    return code
