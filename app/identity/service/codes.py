"""One-time codes: sent to a phone, and shown to us by whoever holds it.

A code is worth five tries and five minutes, once. Whether the phone has an account is never told:
where no code may go, a row is made all the same, whose digits nobody gets.
"""

import hmac
import secrets
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select, update

from app.core.config import settings
from app.core.db import utc_now
from app.core.errors import Invalid, TooManyRequests
from app.core.i18n import gettext, language, mark
from app.core.ids import new_id
from app.identity import rules
from app.identity.models import OneTimeCode
from app.identity.rules import CodePurpose
from app.identity.service.tries import count_try
from app.notifications import service as notifications
from app.notifications.models import Channel
from app.notifications.service import Notice

MESSAGE = "one_time_code"
WRONG = mark("Mã chưa đúng, mời xem lại tin nhắn.")


class WrongCode(Invalid):
    """The same for digits that are wrong and for a phone that was never sent any."""


def issue_code(  # noqa: PLR0913  # a code has its facts
    session: Session,
    phone: str,
    purpose: CodePurpose,
    *,
    address: str = "",
    message: str = MESSAGE,
    about: str = "",
    said: dict[str, Any] | None = None,
) -> bool:
    """Sends six digits to `phone` (E.164); False when that was done less than a minute ago.

    `message` is the template that says them, as {{ code }}, with what else is `said`. A code
    `about` something says yes to that alone. Raises TooManyRequests.
    """
    made = _make(session, phone, purpose, address, about)
    if made is None:
        return False
    code, digits = made
    event, context = f"{message}:{code.id}", {"purpose": purpose} | (said or {})
    notice = Notice(event, phone, Channel.SMS, message, context, language(), {"code": digits})
    notifications.write(session, notice)
    return True


def is_about(session: Session, phone: str, purpose: CodePurpose, about: str) -> bool:
    """Whether the last code that went to this phone is the one for this."""
    code = last_code(session, phone, purpose)
    return code is not None and code.about == about


def pretend_code(
    session: Session, phone: str, purpose: CodePurpose, *, address: str = "", instead: str = ""
) -> bool:
    """As `issue_code`, but nobody gets the digits: message `instead` is sent, or none."""
    made = _make(session, phone, purpose, address)
    if made is None:
        return False
    if instead:
        event = f"{instead}:{made[0].id}"
        notice = Notice(event, phone, Channel.SMS, instead, {"purpose": purpose}, language())
        notifications.write(session, notice)
    return True


def _make(
    session: Session, phone: str, purpose: CodePurpose, address: str, about: str = ""
) -> tuple[OneTimeCode, str] | None:
    """A code and its digits; None while the last one is fresh, however often a form is sent."""
    session.execute(_ONE_BY_ONE, {"phone": f"code {phone}"})
    last, now = last_code(session, phone, purpose), utc_now()
    if last is not None and now < last.sent_at + rules.CODE_PAUSE:
        return None
    count_try(f"code:address:{address}", rules.CODES_PER_ADDRESS, rules.CODE_WINDOW)
    count_try(f"code:phone:{phone}", rules.CODES_PER_PHONE, rules.CODE_WINDOW)
    key, digits = new_id(), "".join(secrets.choice("0123456789") for _ in range(rules.DIGITS))
    code = OneTimeCode(
        id=key,
        phone=phone,
        purpose=purpose,
        about=about,
        code_hash=rules.code_hash(settings.secret(), str(key), digits),
        sent_at=now,
        expires_at=now + rules.CODE_LIFE,
    )
    session.add(code)
    session.flush()  # the next request for the same phone reads it
    return code, digits


_ONE_BY_ONE = text("SELECT pg_advisory_xact_lock(hashtext(:phone))")


def last_code(session: Session, phone: str, purpose: CodePurpose) -> OneTimeCode | None:
    """The one that counts: an older code ends when a newer one is sent."""
    statement = select(OneTimeCode).where(
        OneTimeCode.phone == phone, OneTimeCode.purpose == purpose
    )
    return session.exec(statement.order_by(col(OneTimeCode.sent_at).desc()).limit(1)).first()


def check_code(
    session: Session, phone: str, purpose: CodePurpose, typed: str, *, about: str = ""
) -> None:
    """Uses the code up. Raises WrongCode, with words for the field `code`."""
    code = last_code(session, phone, purpose)
    if code is None or code.about != about:
        raise wrong_code(WRONG)
    if code.used_at is not None:
        raise wrong_code(mark("Mã này đã dùng rồi."))
    if code.expires_at <= utc_now():
        raise wrong_code(mark("Mã đã quá 5 phút. Mời gửi lại mã mới."))
    _count_try(code)
    digits = rules.typed_digits(typed)
    right = rules.code_hash(settings.secret(), str(code.id), digits)
    if not hmac.compare_digest(right, code.code_hash):
        raise wrong_code(WRONG)
    _use(session, code)


def _count_try(code: OneTimeCode) -> None:
    """Kept even if the request fails, so that a refusal does not give the try back."""
    try:
        count_try(f"code:tries:{code.id}", rules.CODE_TRIES, rules.CODE_LIFE)
    except TooManyRequests as error:
        raise wrong_code(mark("Đã thử sai 5 lần, mã này không dùng được nữa.")) from error


def _use(session: Session, code: OneTimeCode) -> None:
    """Of two requests with the right digits one gets through."""
    unused = (col(OneTimeCode.id) == code.id, col(OneTimeCode.used_at).is_(None))
    done = session.exec(update(OneTimeCode).where(*unused).values(used_at=utc_now()))
    if done.rowcount == 0:
        raise wrong_code(mark("Mã này đã dùng rồi."))


def wrong_code(said: str) -> WrongCode:
    return WrongCode(gettext(said), {"code": gettext(said)})
