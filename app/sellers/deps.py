"""Who is selling, for the routes of any domain."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated

from fastapi import Depends, Request, Response
from sqlmodel import Session

from app.core.csrf import SAFE
from app.core.db import SessionDep
from app.core.desks import Desk, Item
from app.core.errors import NotAllowed, NotFound
from app.core.i18n import gettext, mark
from app.identity import rules
from app.identity.deps import Assistant, CurrentUser, allowed, operator_desk
from app.identity.models import User
from app.identity.rules import Permission
from app.sellers import queries
from app.sellers.models import Consent, MemberRole, Seller
from app.sellers.rules import Duty, assistance, trusted_with
from app.sellers.service import helping

CHOICE_COOKIE = "ng-gian-hang"
CHOICE_KEPT = 365 * 24 * 3600
"""Seconds; it grants nothing, it says which of their own shops somebody works at."""


@dataclass(frozen=True)
class Member:
    """Somebody at the desk of a seller: `user` acts, for `seller`.

    `consent` is what lets an officer sit there who is none of its people.
    """

    seller: Seller
    user: User
    role: MemberRole
    consent: Consent | None = None
    several: bool = False
    """Whether they work for other sellers too."""

    def trusted_with(self, duty: Duty) -> bool:
        return trusted_with(duty, owner=self.role is MemberRole.OWNER)


class OutsideConsent(NotAllowed):
    title = mark("Phần này không nằm trong đồng ý của đơn vị")
    onward = ("/ban-hang", mark("Về bàn đang làm giúp"))


def _member(request: Request, user: CurrentUser, session: SessionDep) -> Member:
    """Of several shops the one chosen in this browser."""
    if rules.may(user.role, Permission.ASSIST):
        helper = _helper(request, user, session)
        if helper is not None:
            return helper
    found = queries.memberships(session, user.id)
    if not found:
        raise NotFound
    seller, member = queries.chosen_of(session, found, request.cookies.get(CHOICE_COOKIE, ""))
    return Member(seller, user, member.role, several=len(found) > 1)


def _helper(request: Request, officer: User, session: Session) -> Member | None:
    """The officer at the desk of the seller whom they act for in this browser; asked of the rows
    at every request, so that a consent which was withdrawn ends with the next one.
    """
    found = queries.open_help(session, request.state.token_hash, officer)
    if found is None:
        return None
    allowed(Permission.ASSIST)(officer)
    helping.check_consent(officer, found.seller, found.consent)
    assert found.consent is not None
    if not assistance.opens(request.scope["path"], found.consent.scopes):
        said = mark("Phần này chỉ người của đơn vị mở, hoặc đơn vị chưa đồng ý cho làm giúp.")
        raise OutsideConsent(said)
    helping.act_for(session, found.seller.id)
    return Member(found.seller, officer, MemberRole.STAFF, found.consent)


async def current_member(
    request: Request, session: SessionDep, member: Annotated[Member, Depends(_member)]
) -> AsyncIterator[Member]:
    """Raises NotSignedIn; NotFound for those who work for no seller; and for an officer who acts
    for one NoConsent and OutsideConsent.

    No form of an officer goes by without a record: one that nothing else recorded is named here.
    Asynchronous, so that the seller's own people pay no thread for it.
    """
    yield member
    if member.consent and request.method not in SAFE:
        helping.record_form(session, member.user, member.seller, request.scope["path"])


CurrentMember = Annotated[Member, Depends(current_member, scope="function")]


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
Connector = Annotated[Member, Depends(entrusted(Duty.CONNECTIONS))]
Closer = Annotated[Member, Depends(entrusted(Duty.CLOSING))]
Registrant = Annotated[Member, Depends(entrusted(Duty.REGISTRATION))]


def current_writer(member: CurrentMember) -> Member:
    """Who writes the application: its owner, or an officer who helps with the profile.

    Raises NotAllowed for the staff.
    """
    return member if member.consent else entrusted(Duty.REGISTRATION)(member)


CurrentWriter = Annotated[Member, Depends(current_writer)]


def current_seller(member: CurrentMember) -> Seller:
    return member.seller


CurrentSeller = Annotated[Seller, Depends(current_seller)]
CONNECTIONS = Item("/ban-hang/ket-noi", mark("Kết nối"), "sliders-horizontal")
ANOTHER = Item("/ban-hang/doi-gian-hang", mark("Đổi gian hàng"), "undo-2")
DESK = (
    Item("/ban-hang", mark("Hôm nay"), "house"),
    Item("/ban-hang/don-hang", mark("Đơn hàng"), "clipboard-list"),
    Item("/ban-hang/san-pham", mark("Sản phẩm"), "package"),
    Item("/ban-hang/so", mark("Sổ xưởng"), "sprout"),
    Item("/ban-hang/lo", mark("Lô và tem"), "qr-code"),
    Item("/ban-hang/su-co", mark("Báo sự cố"), "flag"),
    Item("/ban-hang/quet", mark("Lượt quét"), "scan-qr-code"),
    Item("/ban-hang/nhap", mark("Bảng tính"), "file-spreadsheet"),
    Item("/ban-hang/ho-so", mark("Hồ sơ đơn vị"), "badge-check"),
    Item("/ban-hang/gian-hang", mark("Gian hàng"), "store"),
    Item("/ban-hang/giay-to", mark("Giấy tờ"), "file-check"),
    Item("/ban-hang/ho-tro", mark("Người làm giúp"), "hand"),
    CONNECTIONS,
    Item("/tai-khoan", mark("Tài khoản"), "circle-user"),
)


def seller_desk(member: CurrentMember) -> Desk:
    """The frame around every page of a seller's desk, in the page's language; an officer's holds
    what the seller consented to.
    """
    menu = tuple(
        replace(item, label=gettext(item.label))
        for item in (*DESK, ANOTHER)
        if _is_shown(item, member)
    )
    name = gettext(mark("Bàn bán hàng"))
    return Desk(name, member.seller.name, menu, helped=member.consent is not None)


def _is_shown(item: Item, member: Member) -> bool:
    if item is ANOTHER and not member.several:
        return False
    if item is CONNECTIONS and not member.trusted_with(Duty.CONNECTIONS):
        return False
    return member.consent is None or assistance.opens(item.path, member.consent.scopes)


SellerDesk = Annotated[Desk, Depends(seller_desk)]


def officer_desk(officer: Assistant) -> Desk:
    """The frame around the pages of whoever may help sellers: an operator's is its own desk."""
    if rules.may(officer.role, Permission.SEE_DESK):
        return operator_desk(officer)
    menu = (
        Item("/can-bo", gettext(mark("Đơn vị trong xã")), "users"),
        Item("/can-bo/ho-moi", gettext(mark("Mở gian hàng giúp")), "plus"),
        Item("/tai-khoan", gettext(mark("Tài khoản")), "circle-user"),
    )
    return Desk(gettext(mark("Bàn cán bộ xã")), officer.name, menu)


OfficerDesk = Annotated[Desk, Depends(officer_desk)]
