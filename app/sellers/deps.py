"""Who is selling, for the routes of any domain."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from app.core.csrf import SAFE
from app.core.db import SessionDep
from app.core.desks import Desk, Item
from app.core.errors import NotAllowed, NotFound
from app.core.i18n import gettext, mark
from app.identity import rules
from app.identity.deps import Assistant, CurrentUser, operator_desk
from app.identity.models import User
from app.identity.rules import Permission
from app.sellers import queries
from app.sellers.models import Consent, MemberRole, Seller
from app.sellers.rules import assistance
from app.sellers.service import helping


@dataclass(frozen=True)
class Member:
    """Somebody at the desk of a seller: `user` acts, for `seller`.

    `consent` is what lets an officer sit there who is none of its people.
    """

    seller: Seller
    user: User
    role: MemberRole
    consent: Consent | None = None


class OutsideConsent(NotAllowed):
    title = mark("Phần này không nằm trong đồng ý của đơn vị")


def _member(request: Request, user: CurrentUser, session: SessionDep) -> Member:
    if rules.may(user.role, Permission.ASSIST):
        helper = _helper(request, user, session)
        if helper is not None:
            return helper
    found = queries.membership(session, user.id)
    if found is None:
        raise NotFound
    seller, member = found
    return Member(seller, user, member.role)


def _helper(request: Request, officer: User, session: Session) -> Member | None:
    """The officer at the desk of the seller whom they act for in this browser; asked of the rows
    at every request, so that a consent which was withdrawn ends with the next one.
    """
    found = queries.open_help(session, request.state.token_hash, officer)
    if found is None:
        return None
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


def current_seller(member: CurrentMember) -> Seller:
    return member.seller


CurrentSeller = Annotated[Seller, Depends(current_seller)]


def owner(member: CurrentMember) -> Member:
    """For what opens the whole shop: secrets, keys. Raises NotAllowed for staff."""
    if member.role is not MemberRole.OWNER:
        raise NotAllowed(mark("Mục này dành cho chủ gian hàng."))
    return member


Owner = Annotated[Member, Depends(owner)]

DESK = (
    Item("/ban-hang", mark("Hôm nay"), "house"),
    Item("/ban-hang/don-hang", mark("Đơn hàng"), "clipboard-list"),
    Item("/ban-hang/san-pham", mark("Sản phẩm"), "package"),
    Item("/ban-hang/lo", mark("Lô và tem"), "qr-code"),
    Item("/ban-hang/ho-tro", mark("Người làm giúp"), "hand"),
    Item("/ban-hang/ket-noi", mark("Kết nối"), "sliders-horizontal"),
    Item("/tai-khoan", mark("Tài khoản"), "circle-user"),
)
OWNERS = {"/ban-hang/ket-noi"}
"""Places of the desk that staff are not shown."""


def seller_desk(member: CurrentMember) -> Desk:
    """The frame around every page of a seller's desk, in the page's language; an officer's holds
    what the seller consented to.
    """
    menu = tuple(
        replace(item, label=gettext(item.label)) for item in DESK if _is_shown(item.path, member)
    )
    name = gettext(mark("Bàn bán hàng"))
    return Desk(name, member.seller.name, menu, helped=member.consent is not None)


def _is_shown(path: str, member: Member) -> bool:
    if member.consent is not None:
        return assistance.opens(path, member.consent.scopes)
    return path not in OWNERS or member.role is MemberRole.OWNER


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
