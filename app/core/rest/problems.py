"""Refusals as problem details (RFC 9457): what went wrong, and in which field of the request."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from asgi_correlation_id import correlation_id
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from app.core import forms
from app.core.errors import Conflict, DomainError, Invalid, NotAllowed, TooManyRequests
from app.core.i18n import gettext, localised_path, mark

MEDIA_TYPE = "application/problem+json"


class Malformed(DomainError):
    status, title = 400, mark("Nội dung gửi lên không đọc được")


class Unauthorised(DomainError):
    """No token, or one that does not count; `www-authenticate` says how to bring one (RFC 6750)."""

    status, title = 401, mark("Cần mã truy cập còn hiệu lực")


class ScopeMissing(NotAllowed):
    title = mark("Mã truy cập không có quyền này")


class NotAcceptable(DomainError):
    status, title = 406, mark("Chỉ trả lời bằng JSON")


class WrongMedia(DomainError):
    status, title = 415, mark("Kiểu nội dung gửi lên không nhận được")


class ConditionFailed(Conflict):
    """Somebody else changed what the `If-Match` of this request names."""

    status, title = 412, mark("Dữ liệu đã thay đổi từ lần đọc trước")


class ConditionMissing(DomainError):
    status, title = 428, mark("Thiếu If-Match")


class StillRunning(Conflict):
    """Another request with the same idempotency key has not been answered yet."""

    title = mark("Yêu cầu cùng khoá còn đang chạy")


class KeyReused(Invalid):
    title = mark("Khoá này đã dùng cho một yêu cầu khác")


KINDS: dict[int, str] = {
    400: "malformed",
    401: "unauthorised",
    403: "forbidden",
    404: "not-found",
    405: "method",
    406: "not-acceptable",
    409: "conflict",
    412: "changed",
    413: "too-large",
    415: "media-type",
    422: "invalid",
    428: "condition-missing",
    429: "too-many",
    500: "broken",
    503: "unavailable",
}
"""By status: the end of a problem's `type`, which is its paragraph on the page `/api`."""

OUR_OWN: dict[int, str] = {
    404: mark("Không có ở đây"),
    405: mark("Phương thức không dùng được"),
    413: mark("Nội dung quá lớn"),
    500: mark("Sàn đang trục trặc"),
    503: mark("Kho ảnh đang trục trặc"),
}
"""Where the title of a page would speak of pages."""

TITLES: dict[int, str] = {
    kind.status: kind.title
    for kind in (
        Malformed,
        Unauthorised,
        NotAllowed,
        NotAcceptable,
        Conflict,
        ConditionFailed,
        WrongMedia,
        Invalid,
        ConditionMissing,
        TooManyRequests,
    )
} | OUR_OWN
"""By status: the usual one, for examples."""

MEANINGS: dict[int, str] = {
    400: mark("Nội dung không phải JSON, hoặc không đọc được."),
    401: mark("Thiếu mã truy cập, mã sai, đã hết hạn hay đã thu hồi."),
    403: mark("Mã không có quyền này, hoặc đơn vị đang tạm ngưng."),
    404: mark("Không có, hoặc là của đơn vị khác."),
    405: mark("Địa chỉ này không nhận phương thức đó; xem Allow."),
    406: mark("Accept không cho phép application/json."),
    409: mark("Không làm được ở trạng thái hiện tại, hoặc yêu cầu cùng khoá đang chạy."),
    412: mark("If-Match không còn khớp: đọc lại rồi gửi lại."),
    413: mark("Nội dung quá lớn: JSON tối đa 1 MB, ảnh tối đa 10 MB."),
    415: mark("Content-Type không phải kiểu mà thao tác này nhận."),
    422: mark("Có mục chưa đúng; errors chỉ rõ từng mục."),
    428: mark("Thao tác này cần If-Match với ETag của lần đọc gần nhất."),
    429: mark("Gửi nhiều quá; chờ số giây trong Retry-After."),
    500: mark("Lỗi của sàn; gửi kèm request_id khi báo."),
    503: mark("Nơi giữ ảnh không trả lời; gửi lại sau ít phút."),
}


def problem(request: Request, error: DomainError) -> JSONResponse:
    """`error` as an answer, with what HTTP wants said beside it."""
    said = gettext(OUR_OWN.get(error.status, error.title))
    body: dict[str, Any] = {
        "type": f"{localised_path('/api')}#{KINDS.get(error.status, 'conflict')}",
        "title": said,
        "status": error.status,
        "detail": gettext(str(error)) if str(error) else said,
        "instance": request.scope["path"],
        "request_id": correlation_id.get() or "",
    }
    if isinstance(error, Invalid) and error.fields:
        body["errors"] = [
            {"pointer": pointer(name), "detail": gettext(fault)}
            for name, fault in error.fields.items()
        ]
    if isinstance(error, ManyFaults):
        body["errors"] = list(error.faults)
    return JSONResponse(body, error.status, headers(request, error), MEDIA_TYPE)


def headers(request: Request, error: DomainError) -> dict[str, str]:
    said = dict(getattr(request.state, "rate", {}))
    if isinstance(error, TooManyRequests):
        said["retry-after"] = str(error.retry_after)
    if error.status == 401:
        known = "error" if request.headers.get("authorization") else ""
        said["www-authenticate"] = 'Bearer realm="api"' + (known and ', error="invalid_token"')
    if isinstance(error, ScopeMissing):
        said["www-authenticate"] = f'Bearer error="insufficient_scope", scope="{error.args[1]}"'
    return said


_STEP = re.compile(r"^step-(\d+)-(\w+)$")


def pointer(name: str) -> str:
    """A JSON pointer (RFC 6901, as a fragment) to the field that a command names.

    >>> pointer("price"), pointer("step-2-day"), pointer("label/ingredients")
    ('#/price', '#/steps/2/day', '#/label/ingredients')
    """
    step = _STEP.match(name)
    return f"#/steps/{step[1]}/{step[2]}" if step else f"#/{name}"


class ManyFaults(Invalid):
    """What pydantic found; each fault has `detail`, and `pointer` or `parameter`."""

    def __init__(self, faults: Sequence[Mapping[str, str]]) -> None:
        super().__init__(mark("Có mục chưa đúng."))
        self.faults = faults


def faults_of(error: RequestValidationError) -> ManyFaults:
    return ManyFaults(list(_faults(error.errors())))


def _faults(errors: Iterable[Any]) -> Iterator[dict[str, str]]:
    for fault in errors:
        place, *path = fault["loc"]
        where = (
            {"pointer": "#" + "".join(f"/{_escaped(part)}" for part in path)}
            if place == "body"
            else {"parameter": str(path[0] if path else place)}
        )
        yield where | {"detail": forms.sentence(fault)}


def _escaped(part: object) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")
