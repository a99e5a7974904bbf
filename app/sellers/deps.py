"""Who is selling, for the routes of any domain."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from fastapi import Depends, Request, Response

from app.core.db import SessionDep
from app.core.desks import Desk, Item
from app.core.errors import NotAllowed, NotFound
from app.core.i18n import gettext, mark
from app.identity.deps import CurrentUser
from app.identity.models import User
from app.sellers import queries
from app.sellers.models import MemberRole, Seller
from app.sellers.rules import Duty, trusted_with

CHOICE_COOKIE = "ng-gian-hang"
CHOICE_KEPT = 365 * 24 * 3600
"""Seconds; it grants nothing, it says which of their own shops somebody works at."""


@dataclass(frozen=True)
class Member:
    """Somebody at the desk of a seller: `user` acts, for `seller`."""

    seller: Seller
    user: User
    role: MemberRole
    several: bool = False
    """Whether they work for other sellers too."""

    def trusted_with(self, duty: Duty) -> bool:
        return trusted_with(duty, owner=self.role is MemberRole.OWNER)


def current_member(request: Request, user: CurrentUser, session: SessionDep) -> Member:
    """Of several shops the one chosen in this browser. Raises NotSignedIn; NotFound for those who
    work for no seller.
    """
    found = queries.memberships(session, user.id)
    if not found:
        raise NotFound
    seller, member = queries.chosen_of(session, found, request.cookies.get(CHOICE_COOKIE, ""))
    return Member(seller, user, member.role, several=len(found) > 1)


CurrentMember = Annotated[Member, Depends(current_member)]


def remember_choice(request: Request, response: Response, seller: Seller) -> None:
    response.set_cookie(
        CHOICE_COOKIE,
        seller.slug,
        max_age=CHOICE_KEPT,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


@cache
def entrusted(duty: Duty) -> Callable[[Member], Member]:
    """A dependency: the member, if this duty is theirs. Raises NotAllowed, saying whose it is."""

    def check(member: CurrentMember) -> Member:
        if not member.trusted_with(duty):
            raise NotAllowed(mark("Việc này dành cho chủ gian hàng. Mời nhờ chủ gian hàng làm."))
        return member

    return check


Treasurer = Annotated[Member, Depends(entrusted(Duty.BANK))]
TeamLeader = Annotated[Member, Depends(entrusted(Duty.TEAM))]
Closer = Annotated[Member, Depends(entrusted(Duty.CLOSING))]


def current_seller(member: CurrentMember) -> Seller:
    return member.seller


CurrentSeller = Annotated[Seller, Depends(current_seller)]


def seller_desk(member: CurrentMember) -> Desk:
    """The frame around every page of a seller's desk, in the page's language."""
    menu: tuple[Item, ...] = (
        Item("/ban-hang", gettext(mark("Hôm nay")), "house"),
        Item("/ban-hang/don-hang", gettext(mark("Đơn hàng")), "clipboard-list"),
        Item("/ban-hang/san-pham", gettext(mark("Sản phẩm")), "package"),
        Item("/ban-hang/lo", gettext(mark("Lô và tem")), "qr-code"),
        Item("/ban-hang/gian-hang", gettext(mark("Gian hàng")), "store"),
        Item("/ban-hang/giay-to", gettext(mark("Giấy tờ")), "file-check"),
        Item("/tai-khoan", gettext(mark("Tài khoản")), "circle-user"),
    )
    if member.several:
        menu += (Item("/ban-hang/doi-gian-hang", gettext(mark("Đổi gian hàng")), "undo-2"),)
    return Desk(gettext(mark("Bàn bán hàng")), member.seller.name, menu)


SellerDesk = Annotated[Desk, Depends(seller_desk)]
