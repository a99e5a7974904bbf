"""Before an operation is found: HEAD and OPTIONS, sizes, and addresses that no text can hold."""

from typing import Any

from fastapi import HTTPException, Request, Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import DomainError, NotFound
from app.core.i18n import mark
from app.core.rest.problems import problem

MOST_JSON = 1024 * 1024
MOST_UPLOAD = 11 * 1024 * 1024
"""A photograph of ten megabytes and what is around it."""
ANY_ORIGIN = {"access-control-allow-origin": "*", "access-control-expose-headers": "*"}
"""No cookie counts here, so pages of others may read what everybody may."""


class BodyTooLarge(DomainError):
    status, title = 413, mark("Nội dung quá lớn")


class BadAddress(DomainError):
    status, title = 422, mark("Địa chỉ chưa đúng")


class ApiGateway:
    """Stands before the framework for `/api/`; everything else goes on to `app`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/api/"):
            await self.app(scope, receive, send)
            return
        answer = _known_answer(scope)
        if answer is not None:
            await answer(scope, receive, _with_origin(send))
        elif scope["method"] == "HEAD":
            await self.app({**scope, "method": "GET"}, receive, _bodiless(_with_origin(send)))
        else:
            await self.app(scope, _bounded(scope, receive), _with_origin(send))


def _known_answer(scope: Scope) -> Response | None:
    request = Request(scope)
    if scope["method"] == "OPTIONS":
        allowed = allowed_methods(scope)
        return _options(allowed) if allowed else problem(request, NotFound())
    if _too_large(scope):
        return problem(request, BodyTooLarge())
    if "\0" in scope["path"] or b"%00" in scope["query_string"]:
        return problem(request, BadAddress(mark("Địa chỉ có ký tự không dùng được.")))
    return None


def allowed_methods(scope: Scope) -> list[str]:
    """The methods of the operations at this address; none when there is no such address."""
    found = {"OPTIONS"}
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        asked = {**scope, "method": method}
        if any(route.matches(asked)[0] is Match.FULL for route in scope["app"].routes):
            found.add(method)
    if "GET" in found:
        found.add("HEAD")
    return sorted(found) if len(found) > 1 else []


def _options(allowed: list[str]) -> Response:
    said = ", ".join(allowed)
    return Response(
        status_code=204,
        headers={
            "allow": said,
            "access-control-allow-methods": said,
            "access-control-allow-headers": "Authorization, Content-Type, If-Match, "
            "If-None-Match, Idempotency-Key",
            "access-control-max-age": "86400",
        },
    )


def _limit(headers: Headers) -> int:
    kind = headers.get("content-type", "")
    return MOST_UPLOAD if kind.lower().startswith("multipart/") else MOST_JSON


def _too_large(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    length = headers.get("content-length", "0")
    return length.isdigit() and int(length) > _limit(headers)


def _bounded(scope: Scope, receive: Receive) -> Receive:
    """A body that does not say its length is counted as it comes."""
    left = _limit(Headers(scope=scope))

    async def read() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise HTTPException(413)
        return message

    return read


def _with_origin(send: Send) -> Send:
    async def send_with(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in ANY_ORIGIN.items():
                headers.setdefault(name, value)
            headers.setdefault("vary", "Authorization, Accept")
        await send(message)

    return send_with


def _bodiless(send: Send) -> Send:
    async def send_head(message: Message) -> None:
        empty: dict[str, Any] = {"body": b""} if message["type"] == "http.response.body" else {}
        await send({**message, **empty})

    return send_head
