"""Who is asking, for the routes of any domain."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Annotated, cast

from fastapi import Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session

from app.core.config import settings
from app.core.db import SessionDep, utc_now
from app.core.desks import Desk, Item
from app.core.errors import (
    MustChangePassword,
    MustConfirm,
    NotAllowed,
    NotFound,
    NotSignedIn,
    SecondFactorNeeded,
    SecondStepMissing,
)
from app.core.i18n import gettext, mark
from app.identity import queries, rules, service
from app.identity.models import User, UserSession
from app.identity.rules import Permission, RelyingParty, words
from app.identity.service import factors

SECURE_COOKIE, PLAIN_COOKIE = "__Host-ng", "ng"
CHANGE_PAGE = "/tai-khoan/mat-khau"


async def optional_user(request: Request, session: SessionDep) -> User | None:
    """The signed-in user, if there is one; `request.state.token_hash` names the session.

    Whoever has typed the password and not yet proved their second factor is nobody so far.
    Asynchronous, so that a thread is asked only about those who have a cookie.
    """
    if not session_token(request):
        return None
    return await run_in_threadpool(_user, request, session)


def _user(request: Request, session: Session) -> User | None:
    now = utc_now()
    found = queries.open_session(session, service.token_hash(session_token(request)), now)
    if found is None:
        return None
    opened, user = found
    request.state.token_hash, request.state.session = opened.token_hash, opened
    if service.is_half(user, opened):
        request.state.half = user
        return None
    service.note_visit(user, opened, now)
    session.info[service.ACTING] = user.id
    return user


OptionalUser = Annotated[User | None, Depends(optional_user)]


def current_user(request: Request, user: OptionalUser) -> User:
    """Raises NotSignedIn, which sends a page's visitor to the sign-in page and back;
    SecondStepMissing, which sends them to its second step; and MustChangePassword, which sends
    them to the one page that a temporary password opens.
    """
    if user is None:
        raise SecondStepMissing if hasattr(request.state, "half") else NotSignedIn
    if user.temporary_until is not None and request.scope["path"] != CHANGE_PAGE:
        raise MustChangePassword
    return user


CurrentUser = Annotated[User, Depends(current_user)]


def current_session(request: Request, user: CurrentUser) -> UserSession:
    """The row of the browser that asks."""
    return cast("UserSession", request.state.session)


CurrentSession = Annotated[UserSession, Depends(current_session)]


def confirmed_session(opened: CurrentSession) -> UserSession:
    """Of somebody who proved themselves some minutes ago. Raises MustConfirm."""
    if not factors.is_confirmed(opened):
        raise MustConfirm
    return opened


ConfirmedSession = Annotated[UserSession, Depends(confirmed_session)]


def half_signed_in(request: Request, user: OptionalUser) -> User:
    """Whoever has only the second step to do. Raises NotSignedIn for everybody else."""
    if not hasattr(request.state, "half"):
        raise NotSignedIn
    return cast("User", request.state.half)


HalfSignedIn = Annotated[User, Depends(half_signed_in)]


def half_session(request: Request, user: HalfSignedIn) -> UserSession:
    return cast("UserSession", request.state.session)


HalfSession = Annotated[UserSession, Depends(half_session)]


def optional_party(request: Request) -> RelyingParty | None:
    """For whom a passkey is made on this address; nobody where browsers make none."""
    return rules.relying_party(settings.base_url, request.headers.get("host", ""))


def party(request: Request) -> RelyingParty:
    """Raises NotFound where there are no passkeys."""
    found = optional_party(request)
    if found is None:
        raise NotFound
    return found


Party = Annotated[RelyingParty, Depends(party)]


@cache
def allowed(permission: Permission) -> Callable[[User], User]:
    """A dependency: the signed-in user, if their role grants `permission`.

    It raises NotAllowed, saying who can grant it; and SecondFactorNeeded, which sends those whose
    role needs a second factor to enrol one.
    """

    def check(user: CurrentUser) -> User:
        if not rules.may(user.role, permission):
            raise NotAllowed(_who_may(permission))
        if user.role in rules.NEED_SECOND_FACTOR and not user.has_second_factor:
            raise SecondFactorNeeded
        return user

    return check


def _who_may(permission: Permission) -> str:
    names = [gettext(words.ROLES[role]) for role in rules.granting(permission)]
    said = gettext(mark("Trang này dành cho: {roles}. Quản trị viên cấp quyền được."))
    return said.format(roles=", ".join(names))


DeskReader = Annotated[User, Depends(allowed(Permission.SEE_DESK))]
ProductReviewer = Annotated[User, Depends(allowed(Permission.REVIEW_PRODUCTS))]
SellerReviewer = Annotated[User, Depends(allowed(Permission.REVIEW_SELLERS))]
DocumentReader = Annotated[User, Depends(allowed(Permission.READ_DOCUMENTS))]
SellerCaller = Annotated[User, Depends(allowed(Permission.CALL_SELLERS))]
WordKeeper = Annotated[User, Depends(allowed(Permission.KEEP_WORDS))]
Recaller = Annotated[User, Depends(allowed(Permission.RECALL))]
ComplaintSettler = Annotated[User, Depends(allowed(Permission.SETTLE_COMPLAINTS))]
Weigher = Annotated[User, Depends(allowed(Permission.WEIGH))]
Importer = Annotated[User, Depends(allowed(Permission.IMPORT))]
Assistant = Annotated[User, Depends(allowed(Permission.ASSIST))]
AuditReader = Annotated[User, Depends(allowed(Permission.READ_AUDIT))]
SelfAuditor = Annotated[User, Depends(allowed(Permission.SELF_AUDIT))]
AccountManager = Annotated[User, Depends(allowed(Permission.MANAGE_ACCOUNTS))]


def session_token(request: Request) -> str:
    """Over HTTPS only the cookie that no other host or path could have set counts."""
    return request.cookies.get(_cookie(request), "")


def set_session_cookie(request: Request, response: Response, token: str) -> None:
    response.set_cookie(
        _cookie(request),
        token,
        max_age=int(rules.IDLE.total_seconds()),
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def drop_session_cookie(request: Request, response: Response) -> None:
    secure = request.url.scheme == "https"
    response.delete_cookie(_cookie(request), path="/", secure=secure, httponly=True, samesite="lax")


def _cookie(request: Request) -> str:
    return SECURE_COOKIE if request.url.scheme == "https" else PLAIN_COOKIE


DESK = (
    (Permission.SEE_DESK, Item("/dieu-hanh", mark("Việc cần làm"), "house")),
    (Permission.SEE_DESK, Item("/dieu-hanh/san-pham", mark("Duyệt sản phẩm"), "clipboard-list")),
    (Permission.SEE_DESK, Item("/dieu-hanh/don-vi", mark("Đơn vị bán"), "store")),
    (Permission.SEE_DESK, Item("/dieu-hanh/giay-to", mark("Giấy tờ"), "file-check")),
    (Permission.SEE_DESK, Item("/dieu-hanh/chung-nhan", mark("Chứng nhận"), "award")),
    (Permission.SEE_DESK, Item("/dieu-hanh/can-doi", mark("Cân đối sổ xưởng"), "scale")),
    (Permission.SEE_DESK, Item("/dieu-hanh/lo", mark("Lô và thu hồi"), "qr-code")),
    (Permission.SEE_DESK, Item("/dieu-hanh/su-co", mark("Báo sự cố"), "flag")),
    (Permission.SEE_DESK, Item("/dieu-hanh/quet", mark("Quét khác thường"), "scan-qr-code")),
    (Permission.SEE_DESK, Item("/dieu-hanh/thu-hoi", mark("Thu hồi"), "ban")),
    (Permission.SEE_DESK, Item("/dieu-hanh/tu-cam", mark("Từ cấm"), "octagon-x")),
    (
        Permission.SEE_DESK,
        Item("/dieu-hanh/loi-tren-san", mark("Lời trên sàn"), "triangle-alert"),
    ),
    (Permission.SEE_DESK, Item("/dieu-hanh/mau-ly-do", mark("Mẫu lý do"), "message-circle")),
    (Permission.CALL_SELLERS, Item("/dieu-hanh/goi-dien", mark("Danh sách gọi"), "phone")),
    (Permission.ASSIST, Item("/can-bo", mark("Làm giúp nhà bán"), "hand")),
    (Permission.IMPORT, Item("/dieu-hanh/nhap", mark("Nhập từ bảng tính"), "file-spreadsheet")),
    (Permission.IMPORT, Item("/dieu-hanh/xuat", mark("Xuất ra bảng tính"), "download")),
    (Permission.READ_AUDIT, Item("/dieu-hanh/nhat-ky", mark("Nhật ký"), "clock")),
    (Permission.SELF_AUDIT, Item("/dieu-hanh/tu-kiem", mark("Tự kiểm"), "circle-check")),
    (Permission.MANAGE_ACCOUNTS, Item("/dieu-hanh/tai-khoan", mark("Người và quyền"), "users")),
    (Permission.SEE_DESK, Item("/tai-khoan", mark("Tài khoản"), "circle-user")),
)
"""The operator's desk: each place with the permission that opens it."""


def operator_desk(operator: DeskReader) -> Desk:
    """The frame around every page of the operator's desk, in the page's language."""
    menu = tuple(
        replace(item, label=gettext(item.label))
        for permission, item in DESK
        if rules.may(operator.role, permission)
    )
    return Desk(gettext(mark("Bàn điều hành")), operator.name, menu)


OperatorDesk = Annotated[Desk, Depends(operator_desk)]
