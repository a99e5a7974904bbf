"""Who is selling, for the routes of any domain."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from app.core.db import SessionDep
from app.core.desks import Desk, Item
from app.core.errors import NotFound
from app.core.i18n import gettext, mark
from app.identity.deps import CurrentUser
from app.identity.models import User
from app.sellers import queries
from app.sellers.models import MemberRole, Seller


@dataclass(frozen=True)
class Member:
    """Somebody at the desk of a seller: `user` acts, for `seller`."""

    seller: Seller
    user: User
    role: MemberRole


def current_member(user: CurrentUser, session: SessionDep) -> Member:
    """Raises NotSignedIn; NotFound for those who work for no seller."""
    found = queries.membership(session, user.id)
    if found is None:
        raise NotFound
    seller, member = found
    return Member(seller, user, member.role)


CurrentMember = Annotated[Member, Depends(current_member)]


def current_seller(member: CurrentMember) -> Seller:
    return member.seller


CurrentSeller = Annotated[Seller, Depends(current_seller)]


def seller_desk(member: CurrentMember) -> Desk:
    """The frame around every page of a seller's desk, in the page's language."""
    menu = (
        Item("/ban-hang", gettext(mark("Hôm nay")), "house"),
        Item("/ban-hang/don-hang", gettext(mark("Đơn hàng")), "clipboard-list"),
        Item("/ban-hang/san-pham", gettext(mark("Sản phẩm")), "package"),
        Item("/ban-hang/lo", gettext(mark("Lô và tem")), "qr-code"),
        *_of_owner(member),
        Item("/tai-khoan", gettext(mark("Tài khoản")), "circle-user"),
    )
    return Desk(gettext(mark("Bàn bán hàng")), member.seller.name, menu)


def _of_owner(member: Member) -> tuple[Item, ...]:
    if member.role is not MemberRole.OWNER:
        return ()
    return (Item("/ban-hang/ket-noi", gettext(mark("Kết nối")), "sliders-horizontal"),)


SellerDesk = Annotated[Desk, Depends(seller_desk)]
