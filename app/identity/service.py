"""Accounts: signing in and out, how often somebody tried, and who did what."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, SQLModel, col, update

from app.core import passwords
from app.core.db import apart, utc_now
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, TooManyRequests
from app.core.i18n import gettext, mark
from app.identity import queries, rules
from app.identity.models import AuditEntry, User, UserSession
from app.identity.rules import Role


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
    _revoke(session, UserSession.user_id == user.id)
    forget_tries(_phone_key(user.phone))
    audit(session, actor.id if actor else None, "user.issue_password", user)
    return password


class WrongPassword(Invalid):
    """The same for an unknown phone and a wrong password: neither may be found out."""


def sign_in(
    session: Session, phone: str, password: str, *, address: str, user_agent: str
) -> tuple[User, str]:
    """The user and the token of a new session. Raises WrongPassword, TooManyRequests."""
    _count_sign_in(phone, address)
    user = queries.user_by_phone(session, phone)
    right, renewed = passwords.verified(password, user.password_hash if user else None)
    if user is None or not right or user.disabled_at is not None:
        said = gettext(mark("Số điện thoại hoặc mật khẩu chưa đúng."))
        raise WrongPassword(said, {"password": said})
    if user.temporary_until is not None and user.temporary_until < utc_now():
        said = gettext(mark("Mật khẩu tạm đã quá hạn. Mời gọi người điều hành để được cấp lại."))
        raise WrongPassword(said, {"password": said})
    if renewed:
        user.password_hash = renewed
    forget_tries(_phone_key(phone))
    return user, start_session(session, user, user_agent=user_agent)


def _count_sign_in(phone: str, address: str) -> None:
    count_try(f"sign-in:address:{address}", rules.TRIES_PER_ADDRESS, rules.SIGN_IN_WINDOW)
    count_try(_phone_key(phone), rules.TRIES_PER_PHONE, rules.SIGN_IN_WINDOW)


def _phone_key(phone: str) -> str:
    return f"sign-in:phone:{phone}"


def start_session(session: Session, user: User, *, user_agent: str = "") -> str:
    """A new session's token: 32 random bytes, known to the browser alone."""
    token = secrets.token_urlsafe(32)
    now = utc_now()
    session.add(
        UserSession(
            token_hash=token_hash(token),
            user_id=user.id,
            created_at=now,
            seen_at=now,
            expires_at=rules.first_expiry(user.role, now),
            user_agent=user_agent[:300],
        )
    )
    return token


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def note_visit(user: User, opened: UserSession, now: datetime) -> None:
    """Keeps a session that is used; written at most every ten minutes."""
    if now - opened.seen_at > rules.SEEN_EVERY:
        opened.seen_at = now
        opened.expires_at = rules.next_expiry(user.role, opened.expires_at, now)


def end_session(session: Session, token: str) -> None:
    """Signs one browser out; a token that is not known is no error."""
    _revoke(session, UserSession.token_hash == token_hash(token))


def revoke_session(session: Session, user: User, hash_begins: str) -> None:
    """Signs out one of the user's own browsers. Raises NotFound for anybody else's."""
    opened = queries.open_sessions(session, user.id, utc_now())
    chosen = [one for one in opened if one.token_hash.startswith(hash_begins)]
    if len(hash_begins) < 16 or not chosen:
        raise NotFound
    chosen[0].revoked_at = utc_now()


def revoke_other_sessions(session: Session, user: User, kept: str) -> None:
    """Signs out every browser of the user but the one with the token hash `kept`."""
    _revoke(session, UserSession.user_id == user.id, col(UserSession.token_hash) != kept)


def _revoke(session: Session, *which: Any) -> None:
    alive = col(UserSession.revoked_at).is_(None)
    session.exec(update(UserSession).where(*which, alive).values(revoked_at=utc_now()))


def change_password(session: Session, user: User, old: str, new: str, *, kept: str) -> None:
    """Every other browser is signed out. Raises Invalid by field, TooManyRequests."""
    count_try(_phone_key(user.phone), rules.TRIES_PER_PHONE, rules.SIGN_IN_WINDOW)
    right, _ = passwords.verified(old, user.password_hash)
    if not right:
        raise Invalid(fields={"old": gettext(mark("Mật khẩu đang dùng chưa đúng."))})
    if rules.weak_password(new, old, user.phone, "0" + user.phone[3:]):
        said = mark("Cần ít nhất 8 ký tự, khác mật khẩu cũ và khác số điện thoại.")
        raise Invalid(fields={"new": gettext(said)})
    user.password_hash, user.temporary_until = passwords.hashed(new), None
    revoke_other_sessions(session, user, kept)
    forget_tries(_phone_key(user.phone))
    audit(session, user.id, "user.change_password", user)


_COUNT = text("""
    INSERT INTO rate_window AS w (key, started_at, count) VALUES (:key, :now, 1)
    ON CONFLICT (key) DO UPDATE SET
        started_at = CASE WHEN w.started_at <= :oldest THEN :now ELSE w.started_at END,
        count = CASE WHEN w.started_at <= :oldest THEN 1 ELSE w.count + 1 END
    RETURNING started_at, count
""")


def count_try(key: str, limit: int, window: timedelta) -> None:
    """Counts one try of `key`, for all processes. Raises TooManyRequests after `limit` a window.

    The count is kept even if the request fails afterwards: it has a transaction of its own.
    """
    now = utc_now()
    with apart() as own:
        started_at, tries = own.execute(
            _COUNT, {"key": key[:160], "now": now, "oldest": now - window}
        ).one()
    if tries > limit:
        seconds = rules.wait(started_at, window, now)
        said = gettext(mark("Mời thử lại sau {minutes} phút."))
        raise TooManyRequests(said.format(minutes=rules.minutes(seconds)), retry_after=seconds)


def forget_tries(key: str) -> None:
    """A success ends the counting."""
    with apart() as own:
        own.execute(text("DELETE FROM rate_window WHERE key = :key"), {"key": key[:160]})


def audit(  # noqa: PLR0913  # a record has its fields
    session: Session,
    actor_id: UUID | None,
    action: str,
    subject: SQLModel,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Records who did `action` ("product.approve") to `subject`, a row with an id.

    Nobody (`None`) is the import or a job.
    """
    session.add(
        AuditEntry(
            actor_id=actor_id,
            action=action,
            subject_type=str(subject.__tablename__),
            subject_id=subject.id,  # type: ignore[attr-defined]  # every audited table has one
            before=before,
            after=after,
            reason=reason,
        )
    )
