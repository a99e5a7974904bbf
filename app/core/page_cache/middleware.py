"""The outermost layer: answers what is kept, renders once what is not, passes on the rest."""

import asyncio
import math
import time
from datetime import datetime
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.page_cache.entry import IDENTITY, Answer, Entry, accepted, unchanged
from app.core.page_cache.listener import Listener
from app.core.page_cache.marks import TAGS, UNTIL, Kept, Marks, kept, meant
from app.core.page_cache.store import Key, Store

KEEPABLE = {200, 404}
TOLD = {b"host", b"x-request-id"}
"""Headers that a public page's route may see: whatever else differs between visitors, it cannot."""
_TAGS, _UNTIL = TAGS.encode(), UNTIL.encode()
_EMPTY: Message = {"type": "http.response.body", "body": b""}
log = structlog.get_logger(__name__)


class PageCache:
    """Raw ASGI, since a kept page must cost little more than a constant.

    `megabytes` 0 keeps no page but answers the same way, and still hears of commits for those who
    remember something beside pages. Without `conninfo` only `store.drop` tells.
    """

    def __init__(self, app: ASGIApp, megabytes: float = 0, conninfo: str = "") -> None:
        self.app = app
        self.store = Store(int(megabytes * 2**20))
        self.listener = Listener(self.store, conninfo) if conninfo else None
        self.flights: dict[Key, Flight] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}:
            scope = meant(scope)
            key = scope["path"]
            if scope["query_string"]:
                key = key, canonical_query(key, scope["query_string"])
            entry = self.store.get(key, time.time())
            if entry is not None:
                self.store.counts.hits += 1
                await self._answer(key, entry, scope, send)
            elif (announced := kept(scope["path"])) is not None:
                await self._make(key, announced, scope, receive, send)
            else:
                await self.app(scope, receive, _unannounced(scope, send))
        elif scope["type"] == "lifespan" and self.listener is not None:
            await self._live(self.listener, scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _live(self, listener: Listener, scope: Scope, receive: Receive, send: Send) -> None:
        listener.start()
        try:
            await self.app(scope, receive, send)
        finally:
            await listener.stop()

    async def _answer(self, key: Key, entry: Entry, scope: Scope, send: Send) -> None:
        encoding, held = IDENTITY, b""
        for name, value in scope["headers"]:
            if name == b"accept-encoding":
                encoding = accepted(value)
            elif name == b"if-none-match":
                held = value
        answer = entry.answers.get(encoding) or self._encode(key, entry, encoding)
        if held and entry.status == 200 and unchanged(held, answer.etag):
            await send(answer.not_modified)
            await send(_EMPTY)
        else:
            await send(answer.start)
            await send(answer.body if scope["method"] == "GET" else _EMPTY)
        if entry.served is not None:
            _tell(entry, scope)

    def _encode(self, key: Key, entry: Entry, encoding: bytes) -> Answer:
        before = entry.size
        answer = entry.answer(encoding)
        self.store.grew(key, entry, entry.size - before)
        return answer

    async def _make(
        self, key: Key, announced: Kept, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Render a page once for all who ask for it meanwhile.

        Whoever comes after a touch does not join a render begun before it.
        """
        self.store.counts.misses += 1
        flight = self.flights.get(key)
        if flight is None or flight.begun != self.store.generation:
            entry = await self._render(key, announced, scope, receive, send)
        else:
            await flight.landed.wait()
            entry = flight.entry
            if entry is None:  # it is not for sharing, so each asks for himself
                await self.app(_without_visitor(key, scope), receive, Held(announced, scope, send))
        if entry is not None:
            await self._answer(key, entry, scope, send)

    async def _render(
        self, key: Key, announced: Kept, scope: Scope, receive: Receive, send: Send
    ) -> Entry | None:
        flight = Flight(self.store.generation)
        if self.store.limit:
            self.flights[key] = flight
        held = Held(announced, scope, send)
        try:
            await self.app(_without_visitor(key, scope), receive, held)
            flight.entry = held.entry
            if held.entry is not None:
                self.store.put(key, held.entry, flight.begun)
        finally:
            flight.landed.set()
            if self.flights.get(key) is flight:
                del self.flights[key]
        return flight.entry


class Flight:
    """A render under way, begun at a generation of the store."""

    __slots__ = ("begun", "entry", "landed")

    def __init__(self, begun: int) -> None:
        self.begun = begun
        self.entry: Entry | None = None
        self.landed = asyncio.Event()


class Held:
    """Takes the place of `send`: holds a marked page back, lets anything else through."""

    def __init__(self, announced: Kept, scope: Scope, send: Send) -> None:
        self.announced = announced
        self.bodiless = scope["method"] == "HEAD"
        self.send = send
        self.entry: Entry | None = None
        self._start: Message | None = None
        self._content = b""

    async def __call__(self, message: Message) -> None:
        kind = message["type"]
        if kind == "http.response.start":
            if _is_public(message):
                self._start = message
                return
            message = {**message, "headers": _unmarked(message)}
        elif kind == "http.response.body":
            if self._start is not None:
                self._hold(self._start, message)
                return
            if self.bodiless:
                message = {**message, "body": b""}
        await self.send(message)

    def _hold(self, start: Message, message: Message) -> None:
        self._content += message.get("body", b"")
        if not message.get("more_body"):
            marks = self._marks(dict(start["headers"]))
            self.entry = Entry(start["status"], _unmarked(start), self._content, marks)

    def _marks(self, headers: dict[bytes, bytes]) -> Marks:
        until = headers.get(_UNTIL)
        return Marks(
            tuple(headers[_TAGS].decode().split()),
            datetime.fromisoformat(until.decode()).timestamp() if until else math.inf,
            self.announced.served,
        )


def _unannounced(scope: Scope, send: Send) -> Send:
    """For pages that are nobody's to keep; a mark on one is a mistake that its first test shows."""

    async def send_private(message: Message) -> None:
        if message["type"] == "http.response.start" and _marked(message):
            raise LookupError(f"Announce {scope['path']} with page_cache.keep")
        await send(message)

    return send_private


def _is_public(start: Message) -> bool:
    if not _marked(start) or start["status"] not in KEEPABLE:
        return False
    if any(name == b"set-cookie" for name, _ in start["headers"]):
        log.error("page cache: a page for everybody sets a cookie, so it is not kept")
        return False
    return True


def _marked(start: Message) -> bool:
    return any(name == _TAGS for name, _ in start["headers"])


def _unmarked(start: Message) -> list[tuple[bytes, bytes]]:
    return [pair for pair in start["headers"] if pair[0] not in {_TAGS, _UNTIL}]


def _without_visitor(key: Key, scope: Scope) -> Scope:
    """The request as everybody could have made it; HEAD becomes GET, whose page answers both."""
    query = key[1] if isinstance(key, tuple) else ""
    told = [pair for pair in scope["headers"] if pair[0] in TOLD]
    return {**scope, "method": "GET", "query_string": query.encode(), "headers": told}


def _tell(entry: Entry, scope: Scope) -> None:
    assert entry.served is not None
    try:
        entry.served(scope, entry.tags, entry.status)
    except Exception:  # the visitor has the page already
        log.exception("page cache: noting a visit failed")


def canonical_query(path: str, query: bytes) -> str:
    """The keys that pages at `path` know, sorted; empty values say nothing and are left out.

    Other keys (a campaign's, an attacker's) are dropped from what the route sees too, or the first
    visitor's would stand in everybody's page.
    """
    announced = kept(path)
    if announced is None:
        return query.decode("latin-1")
    return _canonical(announced.query_keys, query)


@lru_cache(maxsize=2048)
def _canonical(known: frozenset[str], query: bytes) -> str:
    pairs = parse_qsl(query.decode("latin-1"), errors="replace")
    seen = {pair for pair in pairs if pair[0] in known or "=".join(pair) in known}
    return urlencode(sorted(seen))
