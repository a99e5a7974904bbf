"""Who is asking, for the routes of any domain."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session

from app.core.db import SessionDep, utc_now
from app.core.desks import Desk, Item
from app.core.errors import MustChangePassword, NotAllowed, NotSignedIn
from app.core.i18n import gettext, mark
from app.identity import queries, rules, service
from app.identity.models import User
from app.identity.rules import Permission

SECURE_COOKIE, PLAIN_COOKIE = "__Host-ng", "ng"
CHANGE_PAGE = "/tai-khoan/mat-khau"


async def optional_user(request: Request, session: SessionDep) -> User | None:
    """The signed-in user, if there is one; `request.state.token_hash` names the session.

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
    service.note_visit(user, opened, now)
    request.state.token_hash = opened.token_hash
    return user


OptionalUser = Annotated[User | None, Depends(optional_user)]


def current_user(request: Request, user: OptionalUser) -> User:
    """Raises NotSignedIn, which sends a page's visitor to the sign-in page and back; and
    MustChangePassword, which sends them to the one page that a temporary password opens.
    """
    if user is None:
        raise NotSignedIn
    if user.temporary_until is not None and request.scope["path"] != CHANGE_PAGE:
        raise MustChangePassword
    return user


CurrentUser = Annotated[User, Depends(current_user)]


@cache
def allowed(permission: Permission) -> Callable[[User], User]:
    """A dependency: the signed-in user, if their role grants `permission`.

    It raises NotAllowed, saying who can grant it.
    """

    def check(user: CurrentUser) -> User:
        if not rules.may(user.role, permission):
            said = mark("Trang này dành cho người điều hành. Quản trị viên cấp quyền được.")
            raise NotAllowed(said)
        return user

    return check


DeskReader = Annotated[User, Depends(allowed(Permission.SEE_DESK))]
ProductReviewer = Annotated[User, Depends(allowed(Permission.REVIEW_PRODUCTS))]
SellerReviewer = Annotated[User, Depends(allowed(Permission.REVIEW_SELLERS))]
DocumentReader = Annotated[User, Depends(allowed(Permission.READ_DOCUMENTS))]
SellerCaller = Annotated[User, Depends(allowed(Permission.CALL_SELLERS))]
WordKeeper = Annotated[User, Depends(allowed(Permission.KEEP_WORDS))]
Recaller = Annotated[User, Depends(allowed(Permission.RECALL))]
Importer = Annotated[User, Depends(allowed(Permission.IMPORT))]
Assistant = Annotated[User, Depends(allowed(Permission.ASSIST))]
AuditReader = Annotated[User, Depends(allowed(Permission.READ_AUDIT))]
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
    (Permission.SEE_DESK, Item("/dieu-hanh/lo", mark("Lô và thu hồi"), "qr-code")),
    (Permission.SEE_DESK, Item("/dieu-hanh/tu-cam", mark("Từ cấm"), "octagon-x")),
    (Permission.SEE_DESK, Item("/dieu-hanh/mau-ly-do", mark("Mẫu lý do"), "message-circle")),
    (Permission.IMPORT, Item("/dieu-hanh/nhap", mark("Nhập từ bảng tính"), "file-spreadsheet")),
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
