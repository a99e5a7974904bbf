"""Errors as answers: a page that helps, or problem details (RFC 9457) for the API."""

from dataclasses import dataclass
from urllib.parse import quote

from asgi_correlation_id import correlation_id
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from app.core.errors import (
    DomainError,
    Invalid,
    MustChangePassword,
    MustConfirm,
    NotFound,
    NotSignedIn,
    SecondFactorNeeded,
    SecondStepMissing,
    TooManyRequests,
)
from app.core.headers import ALWAYS
from app.core.i18n import gettext, localised_path, mark, speaking, split_language
from app.core.rest import problems as api
from app.core.templates import render


class Broken(DomainError):
    """Something of ours failed; the visitor gets a number to read out."""

    status, title = 500, mark("Trang này đang trục trặc")


class WrongMethod(DomainError):
    status, title = 405, mark("Trang này không nhận cách gửi đó")


class TooLarge(DomainError):
    status, title = 413, mark("Tệp gửi lên nặng quá")


KINDS: dict[int, type[DomainError]] = {
    400: api.Malformed,
    404: NotFound,
    405: WrongMethod,
    413: TooLarge,
}


@dataclass(frozen=True)
class Door:
    """Where a visitor proves what was missing; `otherwise` is where they go on after a write."""

    path: str
    comes_back: bool = True
    otherwise: str = "/tai-khoan"


_DOORS: dict[type[DomainError], Door] = {
    NotSignedIn: Door("/dang-nhap"),
    SecondStepMissing: Door("/dang-nhap/xac-thuc"),
    MustChangePassword: Door("/tai-khoan/mat-khau", comes_back=False),
    SecondFactorNeeded: Door("/tai-khoan/bao-mat", comes_back=False),
    MustConfirm: Door("/tai-khoan/bao-mat/xac-nhan", otherwise="/tai-khoan/bao-mat"),
}


def install(app: FastAPI) -> None:
    app.add_exception_handler(DomainError, show)
    app.add_exception_handler(HTTPException, show_http)
    app.add_exception_handler(RequestValidationError, show_malformed)
    app.add_exception_handler(Exception, show_broken)


def show(request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)
    if _is_api(request):
        return api.problem(request, error)
    if door := _DOORS.get(type(error)):
        back = request.scope["path"] if request.method == "GET" else door.otherwise
        tail = f"?tiep={quote(back)}" if door.comes_back else ""
        return RedirectResponse(localised_path(door.path) + tail, 303)
    headers = {}
    if isinstance(error, TooManyRequests):
        headers["retry-after"] = str(error.retry_after)
    return render(
        request,
        "errors/error.html",
        status=error.status,
        headers=headers,
        error=error,
        title=gettext(error.title),
        detail=gettext(str(error)) if str(error) else "",
        request_id=correlation_id.get() or "",
    )


def show_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = KINDS.get(error.status_code)
    if kind is None:
        return Response(str(error.detail), error.status_code, error.headers)
    answer = show(request, kind())
    answer.headers.update(error.headers or {})
    return answer


def show_malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if _is_api(request):
        return api.problem(request, api.faults_of(error))
    return show(request, Invalid(mark("Địa chỉ hoặc dữ liệu gửi lên chưa đúng.")))


def show_broken(request: Request, error: Exception) -> Response:
    """Made outside every middleware, so language and safety are said here again."""
    lang, _ = split_language(request.scope["path"])
    with speaking(lang):
        answer = show(request, Broken())
    answer.headers.update(ALWAYS)
    return answer


def _is_api(request: Request) -> bool:
    """Also before the language was taken off the path."""
    return split_language(request.scope["path"])[1].startswith("/api/")
