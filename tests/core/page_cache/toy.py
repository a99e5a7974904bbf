"""A shop of one shelf: pages whose text is in a dictionary instead of a database."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.core.page_cache import PageCache, marks, public

Hook = Callable[[], Awaitable[None]]
PAGE = "<p>Chè đinh Tân Cương</p>" * 60


class Toy:
    """Counts its renders; `meanwhile` happens in the middle of each."""

    def __init__(self) -> None:
        self.text = PAGE
        self.status = 200
        self.type = "text/html; charset=utf-8"
        self.tags: tuple[str, ...] = ("product:1", "listing")
        self.until: datetime | None = None
        self.cookie = ""
        self.vary = ""
        self.marked = True
        self.meanwhile: Hook | None = None
        self.seen: list[Scope] = []

    @property
    def renders(self) -> int:
        return len(self.seen)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.seen.append(scope)
        response = Response(f"{self.text}{scope['query_string'].decode()}", self.status)
        response.headers["content-type"] = self.type
        if self.vary:
            response.headers["vary"] = self.vary
        if self.meanwhile is not None:
            await self.meanwhile()
        if self.cookie:
            response.set_cookie("ng", self.cookie)
        if self.marked:
            public(response, *self.tags, until=self.until)
        await response(scope, receive, send)


class Got:
    """An answer as the server would have sent it."""

    def __init__(self, start: Any, body: bytes) -> None:
        self.status: int = start["status"]
        self.headers = {name.decode(): value.decode() for name, value in start["headers"]}
        self.body = body


async def ask(app: PageCache, target: str, method: str = "GET", **headers: str) -> Got:
    """One request; underscores in header names stand for hyphens."""
    path, _, query = target.partition("?")
    sent: list[Any] = []
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
    }

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    await app(scope, receive, send)
    return Got(sent[0], b"".join(message["body"] for message in sent[1:]))


async def nowhere(*message: object) -> None:
    """Takes the place of `send` and `receive` where nothing is looked at."""


def get(app: PageCache, target: str, method: str = "GET", **headers: str) -> Got:
    return asyncio.run(ask(app, target, method, **headers))


@contextmanager
def announcements() -> Iterator[None]:
    """What is announced inside is forgotten afterwards."""
    before = dict(marks._kept)
    marks._kept.clear()
    try:
        yield
    finally:
        marks._kept.clear()
        marks._kept.update(before)
