"""An account that its owner opens, and a password that its owner lost: both by a code."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.core import passwords
from app.core.db import utc_now
from app.core.errors import Invalid
from app.core.i18n import gettext, mark
from app.identity import queries, rules
from app.identity.models import User, UserSession
from app.identity.rules import CodePurpose
from app.identity.service.accounts import AccountExists
from app.identity.service.codes import WRONG, check_code, issue_code, pretend_code, wrong_code
from app.identity.service.records import audit
from app.identity.service.sessions import revoke
from app.identity.service.tries import forget_tries, sign_in_key


def ask_to_register(session: Session, phone: str, *, address: str) -> bool:
    """Sends a code, or to a number with an account word of it. See `issue_code`."""
    if queries.user_by_phone(session, phone) is None:
        return issue_code(session, phone, CodePurpose.REGISTER, address=address)
    return pretend_code(
        session, phone, CodePurpose.REGISTER, address=address, instead="already_registered"
    )


def ask_to_reset(session: Session, phone: str, *, address: str) -> bool:
    """Sends a code where a password may be set by one. See `issue_code`.

    Officers are told to ask an administrator: a stolen SIM card is not to open their desk.
    """
    user = queries.user_by_phone(session, phone)
    if user is None or user.disabled_at is not None:
        return pretend_code(session, phone, CodePurpose.RESET, address=address)
    if user.role in rules.STAFF:
        return pretend_code(
            session, phone, CodePurpose.RESET, address=address, instead="officer_password"
        )
    return issue_code(session, phone, CodePurpose.RESET, address=address)


def register(session: Session, phone: str, *, code: str, name: str, password: str) -> User:
    """The new account. Raises Invalid by field, AccountExists after a race of two browsers."""
    _check_password(password, phone)
    check_code(session, phone, CodePurpose.REGISTER, code)
    user = User(
        phone=phone,
        name=name,
        password_hash=passwords.hashed(password),
        phone_verified_at=utc_now(),
    )
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError as error:
        raise AccountExists(mark("Số này đã có tài khoản rồi, mời đăng nhập.")) from error
    audit(session, user.id, "user.register", user)
    return user


def reset_password(session: Session, phone: str, *, code: str, password: str) -> User:
    """Signs every browser of the account out. Raises Invalid by field."""
    _check_password(password, phone)
    check_code(session, phone, CodePurpose.RESET, code)
    user = queries.user_by_phone(session, phone)
    if user is None or user.disabled_at is not None or user.role in rules.STAFF:
        raise wrong_code(WRONG)  # the account changed since the code was sent
    user.password_hash, user.temporary_until = passwords.hashed(password), None
    user.phone_verified_at = utc_now()
    revoke(session, UserSession.user_id == user.id)
    forget_tries(sign_in_key(phone))
    audit(session, user.id, "user.reset_password", user)
    return user


def _check_password(password: str, phone: str) -> None:
    """Before the code is looked at: one use is not spent on a password that is refused."""
    if rules.weak_password(password, phone, "0" + phone[3:]):
        said = gettext(mark("Cần ít nhất 8 ký tự và khác số điện thoại."))
        raise Invalid(said, {"password": said})
