"""Writes come from our own pages: checked by what the browser says, and by a token in the form.

Every write must be `same-origin` by `Sec-Fetch-Site`, or by `Origin` where a browser is too old
for that. Pages that are not cached carry a token too, tied to the visitor's cookie; cached pages
carry none, since everybody gets the same bytes.
"""

import hashlib
import hmac
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import FormData, Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.config import settings
from app.core.errors import NotAllowed

SAFE = {"GET", "HEAD", "OPTIONS"}
FIELD = "_token"
SESSION_COOKIES = ("__Host-ng", "ng")
BASKET_COOKIES = ("__Host-ng-gio", "ng-gio")


class SameOriginWrites:
    """Refuses a write that another site's page sends; `exempt` paths carry no cookies of ours."""

    def __init__(self, app: ASGIApp, exempt: tuple[str, ...] = ()) -> None:
        self.app = app
        self.exempt = exempt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE or self._allowed(scope):
            await self.app(scope, receive, send)
        else:
            refusal = PlainTextResponse("Yêu cầu đến từ một trang khác nên bị từ chối.", 403)
            await refusal(scope, receive, send)

    def _allowed(self, scope: Scope) -> bool:
        return scope["path"].startswith(self.exempt) or same_origin(Headers(scope=scope))


def same_origin(headers: Headers) -> bool:
    """A request with neither header is no browser's, and so carries nobody's cookies unasked."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def token(request: Request) -> str:
    """For a hidden field; empty while the visitor has no cookie that a write could misuse."""
    cookie = _visitor(request)
    return (
        hmac.new(settings.secret(), b"form:" + cookie, hashlib.sha256).hexdigest() if cookie else ""
    )


async def require_token(request: Request) -> AsyncIterator[None]:
    """A dependency of routes whose forms carry the token. Raises NotAllowed."""
    try:
        if request.method not in SAFE and not has_token(request, await request.form()):
            raise NotAllowed("Biểu mẫu đã cũ. Mời tải lại trang rồi gửi lại.")
        yield
    finally:
        await request.close()  # the files that came with the form


def has_token(request: Request, data: FormData) -> bool:
    """For a route that would rather show its form again than lose what was typed."""
    sent = request.headers.get("x-form-token") or data.get(FIELD) or ""
    return hmac.compare_digest(str(sent).encode(), token(request).encode())


def _visitor(request: Request) -> bytes:
    for name in SESSION_COOKIES + BASKET_COOKIES:
        if value := request.cookies.get(name):
            return value.encode()
    return b""
