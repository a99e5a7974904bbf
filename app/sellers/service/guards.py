"""What a command about a seller checks first, and says when it cannot be."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.core.errors import Conflict, Invalid
from app.core.i18n import gettext, mark
from app.sellers.models import Seller

TAX_CODE_TAKEN = mark(
    "Mã số thuế này đã có đơn vị khác trên sàn dùng. Nếu là của mình, mời gọi người điều hành."
)
PHONE_TAKEN = mark(
    "Số điện thoại này là của một đơn vị đã có trên sàn. Nếu là của mình, mời gọi người điều hành."
)
_TAKEN = {
    "ix_seller_tax_code_sent": ("tax_code", TAX_CODE_TAKEN),
    "ix_seller_phone_open": ("phone", PHONE_TAKEN),
}


class Incomplete(Conflict):
    """Something that the list of missing facts names."""

    title = mark("Hồ sơ còn thiếu thông tin")


class Stale(Conflict):
    """What was read is not what is there now."""

    title = mark("Hồ sơ vừa thay đổi")


class WrongStanding(Conflict):
    title = mark("Hồ sơ đang ở bước khác")


def take(session: Session, seller: Seller) -> Seller:
    """The seller as it is now, locked until the transaction ends; others may still refer to it."""
    session.flush()  # what this request wrote so far is read again too
    session.refresh(seller, with_for_update={"key_share": True})
    return seller


@contextmanager
def unique(session: Session) -> Iterator[None]:
    """Inside, a number that another seller has is refused by the table, and said without a name."""
    try:
        with session.begin_nested():
            yield
    except IntegrityError as error:
        constraint = getattr(getattr(error.orig, "diag", None), "constraint_name", "")
        if constraint not in _TAKEN:
            raise
        raise taken(*_TAKEN[constraint]) from error


def taken(field: str, said: str) -> Invalid:
    return Invalid(gettext(said), {field: gettext(said)})
