"""Accounts of those who work for the market: opened, given a role, closed, by administrators."""

from dataclasses import dataclass
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, model_validator
from sqlmodel import Session, col, select

from app.core.db import utc_now
from app.core.errors import Conflict, NotAllowed
from app.core.events import publish
from app.core.i18n import mark
from app.core.phones import e164
from app.identity.models import User, UserSession
from app.identity.rules import Role
from app.identity.service.accounts import issue_password, open_account
from app.identity.service.records import audit
from app.identity.service.sessions import revoke
from app.places import queries as places
from app.places.rules import HOME

Reason = Annotated[str, Field(min_length=10, max_length=1000)]


@dataclass(frozen=True)
class StaffAppointed:
    """Somebody is to work for the market; whoever hears it raises Conflict if they must not."""

    user_id: UUID


class RoleIn(BaseModel):
    role: Role
    ward_code: Annotated[str, Field(max_length=5)] = ""

    @model_validator(mode="after")
    def officers_have_a_commune(self) -> Self:
        """Of this province; nobody else has one."""
        if self.role is not Role.COMMUNE_OFFICER:
            self.ward_code = ""
        elif not places.is_ward_of(self.ward_code, HOME):
            raise ValueError(mark("Cán bộ xã cần một xã, phường của tỉnh."))
        return self


class RoleChangeIn(RoleIn):
    reason: Reason


class StaffIn(RoleIn):
    phone: Annotated[str, AfterValidator(e164)]
    name: Annotated[str, Field(min_length=2, max_length=120)]


def open_staff(session: Session, actor: User, given: StaffIn) -> tuple[User, str]:
    """A new account and its temporary password. Raises AccountExists."""
    user, password = open_account(
        session, actor, phone=given.phone, name=given.name, role=given.role
    )
    user.ward_code = given.ward_code
    return user, password


def change_role(session: Session, actor: User, user: User, given: RoleChangeIn) -> bool:
    """They sign in anew, for a shift of the new role; False when nothing changes.

    Raises NotAllowed for one's own role, Conflict for the last administrator and for sellers.
    """
    _lock_administrators(session, actor, user)
    old, new = _standing(user), {"role": given.role, "ward_code": given.ward_code}
    if old == new:
        return False
    if given.role is not Role.SHOPPER:
        publish(session, StaffAppointed(user.id))
    user.role, user.ward_code = given.role, given.ward_code
    revoke(session, UserSession.user_id == user.id)
    audit(session, actor.id, "user.change_role", user, before=old, after=new, reason=given.reason)
    return True


def _standing(user: User) -> dict[str, str]:
    return {"role": user.role, "ward_code": user.ward_code}


def disable_account(session: Session, actor: User, user: User, reason: str) -> bool:
    """Signed out everywhere at once, and in no more; False when that was so already.

    Raises NotAllowed for one's own account, Conflict for the last administrator.
    """
    _lock_administrators(session, actor, user)
    if user.disabled_at is not None:
        return False
    user.disabled_at = utc_now()
    revoke(session, UserSession.user_id == user.id)
    audit(session, actor.id, "user.disable", user, reason=reason)
    return True


def enable_account(session: Session, actor: User, user: User, reason: str) -> bool:
    """They may sign in again; False when that was so already."""
    _lock_administrators(session, actor, user)
    if user.disabled_at is None:
        return False
    user.disabled_at = None
    audit(session, actor.id, "user.enable", user, reason=reason)
    return True


def renew_password(session: Session, actor: User, user: User) -> str:
    """See `issue_password`. Raises NotAllowed for one's own."""
    _lock_administrators(session, actor, user)
    return issue_password(session, actor, user)


def _lock_administrators(session: Session, actor: User, user: User) -> None:
    """One administrator's decision after another: two who remove each other leave one.

    Raises NotAllowed for one's own account, and for an actor who is no administrator any more.
    """
    session.flush()  # a refresh would forget what was not yet written
    which = (col(User.role) == Role.ADMINISTRATOR) | col(User.id).in_([actor.id, user.id])
    statement = select(User).where(which).order_by(col(User.id)).with_for_update()
    session.exec(statement.execution_options(populate_existing=True)).all()
    if actor.id == user.id:
        raise NotAllowed(mark("Không ai tự đổi quyền hay khóa tài khoản của mình."))
    if actor.role is not Role.ADMINISTRATOR or actor.disabled_at is not None:
        raise Conflict(mark("Quyền của mình vừa thay đổi."))
