"""Which second factors somebody has, and what every change of them brings with it."""

from typing import Any

from sqlmodel import Session, col, delete, exists, select

from app.core import passwords
from app.core.db import utc_now
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.i18n import gettext, mark
from app.identity import rules
from app.identity.models import Passkey, RecoveryCode, TotpSecret, User, UserSession
from app.identity.service.records import audit
from app.identity.service.sessions import revoke, revoke_other_sessions
from app.identity.service.tries import count_try, forget_tries, sign_in_key
from app.notifications.models import Channel
from app.notifications.service import Notice, write


class WrongCode(Invalid):
    """Mistyped, too old or used before: which of them is nobody's business."""


def wrong_code() -> WrongCode:
    said = gettext(mark("Mã chưa đúng, hoặc đã dùng rồi. Mời chờ mã kế tiếp."))
    return WrongCode(said, {"code": said})


def count_proof(user: User) -> None:
    """One try of a second factor. Raises TooManyRequests."""
    count_try(f"second-factor:{user.id}", rules.TRIES_PER_PHONE, rules.SIGN_IN_WINDOW)


def forget_proofs(user: User) -> None:
    """A success ends the counting."""
    forget_tries(f"second-factor:{user.id}")


def lock(session: Session, user: User) -> None:
    """Two changes of somebody's factors happen one after another."""
    session.flush()  # a refresh would forget what was not yet written
    session.refresh(user, with_for_update=True)


def note_enrolled(
    session: Session, user: User, opened: UserSession, action: str, **after: Any
) -> None:
    """This browser has just used the new factor; every other one signs in anew."""
    opened.second_factor_at = utc_now()
    user.has_second_factor = True
    revoke_other_sessions(session, user, opened.token_hash)
    audit(session, user.id, action, user, after=after or None)


def note_removed(
    session: Session, user: User, opened: UserSession, action: str, **before: Any
) -> None:
    """Recovery codes go with the last factor. Raises Conflict when their role needs one."""
    session.flush()  # what was removed is not to count
    user.has_second_factor = _has_any(session, user)
    if not user.has_second_factor:
        if user.role in rules.NEED_SECOND_FACTOR:
            said = mark("Công việc này cần xác thực hai lớp. Mời thêm cách khác trước khi gỡ.")
            raise Conflict(said)
        _forget(session, user, RecoveryCode)
    revoke_other_sessions(session, user, opened.token_hash)
    audit(session, user.id, action, user, before=before or None)


def _has_any(session: Session, user: User) -> bool:
    app, key = (exists().where(col(t.user_id) == user.id) for t in (TotpSecret, Passkey))
    return bool(session.exec(select(app | key)).one())


def _forget(
    session: Session, user: User, *tables: type[TotpSecret | Passkey | RecoveryCode]
) -> None:
    for table in tables:
        session.exec(delete(table).where(col(table.user_id) == user.id))


def confirm_by_password(session: Session, user: User, opened: UserSession, password: str) -> None:
    """For some minutes this browser may change factors. Raises Invalid, TooManyRequests."""
    count_try(sign_in_key(user.phone), rules.TRIES_PER_PHONE, rules.SIGN_IN_WINDOW)
    right, _ = passwords.verified(password, user.password_hash)
    if not right:
        raise Invalid(fields={"password": gettext(mark("Mật khẩu đang dùng chưa đúng."))})
    forget_tries(sign_in_key(user.phone))
    opened.confirmed_at = utc_now()


def is_confirmed(opened: UserSession) -> bool:
    at = opened.confirmed_at
    return at is not None and utc_now() - at <= rules.CONFIRMED


def reset_factors(session: Session, actor: User, user: User, reason: str) -> None:
    """For somebody who lost them all: signed out everywhere, told by a message, and led to enrol
    anew where their role needs it. Raises NotAllowed for one's own.
    """
    if actor.id == user.id:
        raise NotAllowed(mark("Xác thực của mình thì đổi ở trang Bảo mật."))
    lock(session, user)
    _forget(session, user, TotpSecret, Passkey, RecoveryCode)
    user.has_second_factor = False
    revoke(session, UserSession.user_id == user.id)
    forget_proofs(user)
    audit(session, actor.id, "user.reset_factors", user, reason=reason)
    event = f"factors_reset:{user.id}:{utc_now():%Y%m%d%H%M%S}"
    write(session, Notice(event, user.phone, Channel.SMS, "factors_reset", {"name": user.name}))
