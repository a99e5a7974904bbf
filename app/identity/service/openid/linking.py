"""Whose account somebody is whom a provider vouches for.

An account is found by the provider's `sub`. The first time, a verified phone number may lead to an
account, but never opens it: its owner confirms with their password. Roles that need a second factor
still need it; what a provider says of its own (`acr`, `amr`) counts for nothing here.
"""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete

from app.core.db import utc_now
from app.core.errors import Conflict, DomainError, NotAllowed
from app.core.i18n import gettext, mark
from app.identity import queries
from app.identity.models import ExternalIdentity, User
from app.identity.rules.openid import Person
from app.identity.service.records import audit


class PhoneUnverified(NotAllowed):
    title = mark("Chưa có số điện thoại đã xác minh")


class AccountClosed(NotAllowed):
    title = mark("Tài khoản này đang khoá")


class OfAnotherAccount(Conflict):
    title = mark("Định danh này thuộc tài khoản khác")


class AlreadyLinked(Conflict):
    title = mark("Tài khoản này đã nối với định danh khác")


class LastDoor(Conflict):
    title = mark("Chưa gỡ được")


class MustConfirm(DomainError):
    """There is an account, and its owner has not said yet that this person is they."""

    status, title = 403, mark("Mời xác nhận bằng mật khẩu")

    def __init__(self, person: Person) -> None:
        super().__init__()
        self.person = person


def arrive(session: Session, person: Person, current: User | None) -> User:
    """The account that `person` may enter; a new shopper's when there was none.

    `current` is who is signed in. Raises MustConfirm, PhoneUnverified, AccountClosed,
    OfAnotherAccount, AlreadyLinked, Conflict.
    """
    linked = queries.linked_account(session, person.provider, person.subject)
    if linked is not None:
        return _enter(session, person, linked, current)
    found = current or (queries.user_by_phone(session, person.phone) if person.phone else None)
    if found is not None:
        _check_free(session, person, found)
        raise MustConfirm(person)
    if not person.phone:
        raise PhoneUnverified(mark("Đã có tài khoản thì mời đăng nhập bằng mật khẩu, rồi nối sau."))
    return _open(session, person)


def _enter(session: Session, person: Person, linked: User, current: User | None) -> User:
    if current is not None and current.id != linked.id:
        raise OfAnotherAccount(mark("Mời đăng xuất rồi đăng nhập lại bằng định danh đó."))
    _check_open(linked)
    link = queries.link_of(session, linked.id, person.provider)
    if link is not None:
        link.used_at = utc_now()
    return linked


def confirm(session: Session, user: User, person: Person) -> None:
    """Links, after `user` proved to be who they are; a second click changes nothing.

    Raises OfAnotherAccount, AlreadyLinked.
    """
    if _is_linked(session, user, person):
        return
    _check_free(session, person, user)
    try:
        with session.begin_nested():
            _link(session, user, person)
    except IntegrityError as error:  # somebody was quicker; most likely the same person
        if not _is_linked(session, user, person):
            raise AlreadyLinked from error


def _is_linked(session: Session, user: User, person: Person) -> bool:
    linked = queries.linked_account(session, person.provider, person.subject)
    if linked is not None and linked.id != user.id:
        raise OfAnotherAccount
    return linked is not None


def unlink(session: Session, user: User, provider: str) -> None:
    """A link that is gone already is no error. Raises LastDoor without a password to come in by."""
    link = queries.link_of(session, user.id, provider)
    if link is None:
        return
    if not user.password_hash:
        said = mark("Tài khoản này chưa có mật khẩu. Mời đặt mật khẩu trước rồi hãy gỡ.")
        raise LastDoor(said)
    audit(session, user.id, "user.unlink", user, before={"provider": provider})
    session.exec(delete(ExternalIdentity).where(col(ExternalIdentity.id) == link.id))


def _check_open(user: User) -> None:
    if user.disabled_at is not None:
        raise AccountClosed(mark("Mời gọi người điều hành sàn để hỏi lý do."))


def _check_free(session: Session, person: Person, user: User) -> None:
    """An account has one identity of a provider."""
    _check_open(user)
    if queries.link_of(session, user.id, person.provider) is not None:
        said = mark("Mời đăng nhập bằng định danh đã nối, hoặc gỡ nó trong trang Tài khoản trước.")
        raise AlreadyLinked(said)


def _open(session: Session, person: Person) -> User:
    """A shopper without a password. Raises Conflict when somebody was quicker."""
    name = person.name or gettext(mark("Khách"))
    user = User(phone=person.phone, name=name, password_hash="")
    try:
        with session.begin_nested():
            session.add(user)
            session.flush()  # the link and the record refer to it
            audit(session, user.id, "user.open", user, after={"provider": person.provider})
            _link(session, user, person)
    except IntegrityError as error:
        raise Conflict(mark("Mình vừa đăng nhập ở một cửa sổ khác. Mời thử lại.")) from error
    return user


def _link(session: Session, user: User, person: Person) -> None:
    now = utc_now()
    session.add(
        ExternalIdentity(
            provider=person.provider,
            subject=person.subject,
            user_id=user.id,
            created_at=now,
            used_at=now,
        )
    )
    session.flush()  # a second one of the same is refused here, not later
    audit(session, user.id, "user.link", user, after={"provider": person.provider})
