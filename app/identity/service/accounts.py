"""Accounts and their passwords."""

import secrets

from sqlmodel import Session

from app.core import passwords
from app.core.db import utc_now
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.i18n import gettext, mark
from app.identity import queries, rules
from app.identity.models import User, UserSession
from app.identity.rules import Role
from app.identity.service.records import audit
from app.identity.service.sessions import revoke, revoke_other_sessions
from app.identity.service.tries import count_try, forget_tries, sign_in_key


def save_user(
    session: Session, *, phone: str, name: str, password: str, role: Role = Role.SHOPPER
) -> tuple[User, bool]:
    """The account with this E.164 number, and whether anything changed.

    An account that exists keeps its password: only its owner changes that.
    """
    user = queries.user_by_phone(session, phone)
    if user is None:
        user = User(phone=phone, name=name, role=role, password_hash=passwords.hashed(password))
        session.add(user)
        session.flush()  # members and sessions refer to it
        return user, True
    changed = (user.name, user.role) != (name, role)
    user.name, user.role = name, role
    return user, changed


class AccountExists(Conflict):
    title = mark("Số này đã có tài khoản")


def open_account(
    session: Session, actor: User | None, *, phone: str, name: str, role: Role = Role.SHOPPER
) -> tuple[User, str]:
    """A new account and its temporary password (see `issue_password`). Raises AccountExists."""
    if queries.user_by_phone(session, phone) is not None:
        raise AccountExists(mark("Số điện thoại này đã có tài khoản."))
    user = User(phone=phone, name=name, role=role, password_hash="")
    session.add(user)
    session.flush()  # the record refers to it
    audit(session, actor.id if actor else None, "user.open", user, after={"role": role})
    return user, issue_password(session, actor, user)


def issue_password(session: Session, actor: User | None, user: User) -> str:
    """Ten digits to read out to the owner of the account, who changes them on signing in.

    Whoever was signed in to it is signed out. Nobody (`None`) is the command line. Raises
    NotAllowed when an operator would take over an officer's account: administrators alone may.
    """
    if user.role in rules.STAFF and actor is not None and actor.role is not Role.ADMINISTRATOR:
        raise NotAllowed(mark("Mật khẩu của cán bộ sàn do quản trị viên cấp."))
    password = "".join(secrets.choice("0123456789") for _ in range(10))
    user.password_hash = passwords.hashed(password)
    user.temporary_until = utc_now() + rules.TEMPORARY
    revoke(session, UserSession.user_id == user.id)
    forget_tries(sign_in_key(user.phone))
    audit(session, actor.id if actor else None, "user.issue_password", user)
    return password


def confirm_password(user: User, password: str) -> None:
    """Before what a signed-in browser alone may not do. Raises Invalid, TooManyRequests."""
    count_try(sign_in_key(user.phone), rules.TRIES_PER_PHONE, rules.SIGN_IN_WINDOW)
    if not passwords.verified(password, user.password_hash)[0]:
        said = gettext(mark("Mật khẩu đang dùng chưa đúng."))
        raise Invalid(said, {"password": said})
    forget_tries(sign_in_key(user.phone))


def change_password(session: Session, user: User, old: str, new: str, *, kept: str) -> None:
    """Every other browser is signed out. Raises Invalid by field, TooManyRequests."""
    count_try(sign_in_key(user.phone), rules.TRIES_PER_PHONE, rules.SIGN_IN_WINDOW)
    right, _ = passwords.verified(old, user.password_hash)
    if not right:
        raise Invalid(fields={"old": gettext(mark("Mật khẩu đang dùng chưa đúng."))})
    if rules.weak_password(new, old, user.phone, "0" + user.phone[3:]):
        said = mark("Cần ít nhất 8 ký tự, khác mật khẩu cũ và khác số điện thoại.")
        raise Invalid(fields={"new": gettext(said)})
    user.password_hash, user.temporary_until = passwords.hashed(new), None
    revoke_other_sessions(session, user, kept)
    forget_tries(sign_in_key(user.phone))
    audit(session, user.id, "user.change_password", user)
