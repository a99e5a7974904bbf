"""`/media/…`: from this machine's own disk at once, from a bucket through a thread."""

import re
from contextlib import suppress
from threading import Lock

from anyio import CapacityLimiter, to_thread
from cachetools import TTLCache
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.config import settings
from app.core.media.files import KINDS, at_hand, files, in_turn

_ADDRESS = re.compile(r"/media/([0-9a-f]{64})-(400|800|1600)\.(avif|webp)")
FOREVER = "public, max-age=31536000, immutable"

FETCHING = CapacityLimiter(4)
"""Threads apart from those of the pages: a slow bucket shows no pictures, and all else."""

_missing: TTLCache[str, bool] = TTLCache(maxsize=10_000, ttl=60)
_noting = Lock()
"""What the bucket lately did not have: a sample's picture is asked for as AVIF on every page."""


class MediaFiles:
    """Answers `/media/…` ahead of routing; everything else goes on to `app`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/media/"):
            answer = await _answer(scope)
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)


async def _answer(scope: Scope) -> Response:
    asked = _ADDRESS.fullmatch(scope["path"])
    if scope["method"] not in {"GET", "HEAD"}:
        return PlainTextResponse("", 405, {"allow": "GET, HEAD"})
    if asked is None:
        return _not_found()
    keys = in_turn(asked[1], int(asked[2]), asked[3])
    if settings.storage_url and not at_hand().has(keys[0]):
        return await to_thread.run_sync(_fetched, keys, scope, limiter=FETCHING)
    return _read(keys, scope)


def _read(keys: list[str], scope: Scope) -> Response:
    folder = at_hand()
    for key in filter(folder.has, keys):
        with suppress(FileNotFoundError):  # a copy may give way at this very moment
            return _unchanged(key, scope) or _picture(key, folder.get(key))
    return _not_found()


def _fetched(keys: list[str], scope: Scope) -> Response:
    for key in keys:
        with _noting:
            if key in _missing:
                continue
        try:
            body = files().get(key)
        except FileNotFoundError:
            with _noting:
                _missing[key] = True
        except OSError:
            said = {"cache-control": "no-store", "retry-after": "10"}
            return PlainTextResponse("Kho ảnh đang trục trặc.", 503, said)
        else:
            return _unchanged(key, scope) or _picture(key, body)
    return _not_found()


def _unchanged(key: str, scope: Scope) -> Response | None:
    if _etag(key) in Headers(scope=scope).get("if-none-match", ""):
        return Response(status_code=304, headers=_headers(key))
    return None


def _picture(key: str, body: bytes) -> Response:
    return Response(body, headers=_headers(key), media_type=KINDS[key.rpartition(".")[2]])


def _headers(key: str) -> dict[str, str]:
    return {"cache-control": FOREVER, "etag": _etag(key), "x-content-type-options": "nosniff"}


def _etag(key: str) -> str:
    return f'"{key.rpartition("/")[2]}"'


def _not_found() -> Response:
    return PlainTextResponse("Không có ảnh này.", 404, {"cache-control": "no-store"})
