"""The people who work for a seller."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field
from sqlmodel import Session, col, delete, select

from app.core.errors import Conflict, Invalid, NotFound
from app.core.i18n import gettext, mark
from app.identity import queries as accounts
from app.identity.models import User
from app.identity.rules import STAFF
from app.identity.service import audit, open_account
from app.identity.service.staff import StaffAppointed
from app.sellers.models import MemberRole, Seller, SellerMember
from app.sellers.service.saving import Phone

LAST_OWNER = mark("Đơn vị cần ít nhất một chủ gian hàng. Mời thêm người khác trước.")


def save_member(
    session: Session,
    seller_id: UUID,
    user_id: UUID,
    role: MemberRole,
    invited_by: UUID | None = None,
) -> bool:
    """Lets `user_id` work for the seller; whether anything changed."""
    statement = select(SellerMember).where(
        SellerMember.seller_id == seller_id, SellerMember.user_id == user_id
    )
    member = session.exec(statement).first()
    if member is None:
        session.add(
            SellerMember(seller_id=seller_id, user_id=user_id, role=role, invited_by=invited_by)
        )
        return True
    before, member.role = member.role, role
    return before is not role


class MemberIn(BaseModel):
    """Somebody who may sign in for a seller."""

    phone: Phone
    name: Annotated[str, Field(min_length=2, max_length=120)]
    role: MemberRole = MemberRole.OWNER


def add_member(
    session: Session, actor: User, seller: Seller, given: MemberIn
) -> tuple[User, str | None]:
    """The account, and its temporary password if it is new: an account that exists keeps its own.

    Whoever works there already changes role. Raises Invalid for the number of an officer, who could
    then decide on their own goods, and for a last owner who would be one no more.
    """
    user, password = accounts.user_by_phone(session, given.phone), None
    if user is None:
        user, password = open_account(session, actor, phone=given.phone, name=given.name)
    elif user.role in STAFF:
        said = gettext(mark("Số này là của cán bộ sàn, không bán hàng được."))
        raise Invalid(said, {"phone": said})
    try:
        set_role(session, actor, seller, user, given.role)
    except NotFound:
        inviter = None if actor.role in STAFF else actor.id
        save_member(session, seller.id, user.id, given.role, inviter)
        after = {"user": str(user.id), "role": given.role}
        audit(session, actor.id, "seller.save_member", seller, after=after)
    except Conflict as last:
        said = gettext(LAST_OWNER)
        raise Invalid(said, {"role": said}) from last
    return user, password


def keep_apart(session: Session, news: StaffAppointed) -> None:
    """Whoever sells does not decide on goods. Raises Conflict for a member of any seller."""
    if session.exec(select(SellerMember).where(SellerMember.user_id == news.user_id)).first():
        said = mark("Người này đang bán hàng. Mời đơn vị thôi quyền của họ trước.")
        raise Conflict(said)


def set_role(session: Session, actor: User, seller: Seller, user: User, role: MemberRole) -> bool:
    """Whether anything changed. Raises Conflict for the last owner, NotFound for a stranger."""
    rows = _taken(session, seller)
    member = next((row for row in rows if row.user_id == user.id), None)
    if member is None:
        raise NotFound
    before = member.role
    if before is role:
        return False
    _keep_an_owner(rows, user)
    member.role = role
    was, now = {"role": before}, {"user": str(user.id), "role": role}
    audit(session, actor.id, "seller.save_member", seller, before=was, after=now)
    return True


def remove_member(session: Session, actor: User, seller: Seller, user: User) -> None:
    """They keep their account and open this desk no more. Raises Conflict for the last owner."""
    _keep_an_owner(_taken(session, seller), user)
    session.exec(
        delete(SellerMember).where(
            col(SellerMember.seller_id) == seller.id, col(SellerMember.user_id) == user.id
        )
    )
    audit(session, actor.id, "seller.remove_member", seller, before={"user": str(user.id)})


def _taken(session: Session, seller: Seller) -> Sequence[SellerMember]:
    """Everybody of the seller, held: two owners cannot send each other away at once."""
    rows = select(SellerMember).where(SellerMember.seller_id == seller.id)
    in_turn = rows.order_by(col(SellerMember.user_id)).with_for_update()
    return session.exec(in_turn, execution_options={"populate_existing": True}).all()


def _keep_an_owner(rows: Sequence[SellerMember], user: User) -> None:
    owners = {row.user_id for row in rows if row.role is MemberRole.OWNER}
    if owners == {user.id}:
        raise Conflict(LAST_OWNER)
