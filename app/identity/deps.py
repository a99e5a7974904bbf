"""Who is asking, for the routes of any domain."""

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


def current_operator(user: CurrentUser) -> User:
    """Raises NotAllowed, saying who can grant it."""
    if user.role not in rules.OPERATORS:
        raise NotAllowed(mark("Trang này dành cho người điều hành. Quản trị viên cấp quyền được."))
    return user


CurrentOperator = Annotated[User, Depends(current_operator)]


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


def operator_desk(operator: CurrentOperator) -> Desk:
    """The frame around every page of the operator's desk, in the page's language."""
    menu = (
        Item("/dieu-hanh", gettext(mark("Việc cần làm")), "house"),
        Item("/dieu-hanh/san-pham", gettext(mark("Duyệt sản phẩm")), "clipboard-list"),
        Item("/dieu-hanh/don-vi", gettext(mark("Đơn vị bán")), "store"),
        Item("/dieu-hanh/lo", gettext(mark("Lô và thu hồi")), "qr-code"),
        Item("/dieu-hanh/nhap", gettext(mark("Nhập từ bảng tính")), "file-spreadsheet"),
        Item("/tai-khoan", gettext(mark("Tài khoản")), "circle-user"),
    )
    return Desk(gettext(mark("Bàn điều hành")), operator.name, menu)


OperatorDesk = Annotated[Desk, Depends(operator_desk)]
