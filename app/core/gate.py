"""Admit no more requests at once than there are connections to serve them."""

import asyncio

from starlette.types import ASGIApp, Receive, Scope, Send

ALWAYS_OPEN = {"/healthz"}  # a busy process is still alive


class RequestGate:
    """Queue the requests over `limit`.

    Without it, finished requests that wait for a thread can hold every connection while
    every thread waits for a connection: the server stops (fastapi/fastapi#3205).
    """

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.slots = asyncio.Semaphore(limit)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in ALWAYS_OPEN:
            await self.app(scope, receive, send)
        else:
            async with self.slots:
                await self.app(scope, receive, send)
