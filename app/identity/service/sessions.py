"""Signing in and out: a browser's session is a row, its token known to the browser alone."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, update

from app.core import passwords
from app.core.db import utc_now
from app.core.errors import Invalid, NotFound
from app.core.i18n import gettext, mark
from app.identity import queries, rules
from app.identity.models import User, UserSession
from app.identity.service.records import audit
from app.identity.service.tries import count_try, forget_tries, sign_in_key


class WrongPassword(Invalid):
    """The same for an unknown phone and a wrong password: neither may be found out."""


def sign_in(
    session: Session, phone: str, password: str, *, address: str, user_agent: str
) -> tuple[User, str]:
    """The user and the token of a new session, half a one for somebody who has a second factor.

    Raises WrongPassword, TooManyRequests.
    """
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
    forget_tries(sign_in_key(phone))
    return user, start_session(session, user, user_agent=user_agent)


def _count_sign_in(phone: str, address: str) -> None:
    count_try(f"sign-in:address:{address}", rules.TRIES_PER_ADDRESS, rules.SIGN_IN_WINDOW)
    count_try(sign_in_key(phone), rules.TRIES_PER_PHONE, rules.SIGN_IN_WINDOW)


def start_session(
    session: Session,
    user: User,
    *,
    user_agent: str = "",
    second_factor_at: datetime | None = None,
) -> str:
    """A new session's token: 32 random bytes, known to the browser alone.

    Without `second_factor_at` somebody who has a second factor is half signed in, for minutes.
    """
    token = secrets.token_urlsafe(32)
    now = utc_now()
    half = user.has_second_factor and second_factor_at is None
    session.add(
        UserSession(
            token_hash=token_hash(token),
            user_id=user.id,
            created_at=now,
            seen_at=now,
            expires_at=now + rules.SECOND_STEP if half else rules.first_expiry(user.role, now),
            user_agent=user_agent[:300],
            second_factor_at=second_factor_at,
            confirmed_at=None if user.has_second_factor else now,
        )
    )
    return token


def is_half(user: User, opened: UserSession) -> bool:
    """Whether the second step is still to come."""
    return user.has_second_factor and opened.second_factor_at is None


def finish_sign_in(session: Session, user: User, half: UserSession) -> str:
    """The token of a whole session in the place of the `half` one: a token is not kept when what
    it opens grows.
    """
    half.revoked_at = now = utc_now()
    return start_session(session, user, user_agent=half.user_agent, second_factor_at=now)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def note_visit(user: User, opened: UserSession, now: datetime) -> None:
    """Keeps a session that is used; written at most every ten minutes."""
    if now - opened.seen_at > rules.SEEN_EVERY:
        opened.seen_at = now
        opened.expires_at = rules.next_expiry(user.role, opened.expires_at, now)


def end_session(session: Session, token: str) -> None:
    """Signs one browser out; a token that is not known is no error."""
    revoke(session, UserSession.token_hash == token_hash(token))


def revoke_session(session: Session, user: User, hash_begins: str) -> None:
    """Signs out one of the user's own browsers. Raises NotFound for anybody else's."""
    opened = queries.open_sessions(session, user.id, utc_now())
    chosen = [one for one in opened if one.token_hash.startswith(hash_begins)]
    if len(hash_begins) < 16 or not chosen:
        raise NotFound
    chosen[0].revoked_at = utc_now()
    audit(session, user.id, "user.end_session", user, before={"device": chosen[0].user_agent})


def sign_out_elsewhere(session: Session, user: User, kept: str) -> None:
    """As its owner wants it, beside a change of password or factors; again changes nothing."""
    if len(queries.open_sessions(session, user.id, utc_now())) > 1:
        revoke_other_sessions(session, user, kept)
        audit(session, user.id, "user.end_other_sessions", user)


def revoke_other_sessions(session: Session, user: User, kept: str) -> None:
    """Signs out every browser of the user but the one with the token hash `kept`."""
    revoke(session, UserSession.user_id == user.id, col(UserSession.token_hash) != kept)


def revoke(session: Session, *which: Any) -> None:
    alive = col(UserSession.revoked_at).is_(None)
    session.exec(update(UserSession).where(*which, alive).values(revoked_at=utc_now()))
