"""The outermost layer: answers what is kept, renders once what is not, passes on the rest."""

import asyncio
import math
import time
from contextlib import nullcontext
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.i18n import speaking, split_language
from app.core.page_cache.copies import Copies
from app.core.page_cache.entry import IDENTITY, VALIDATORS, Answer, Entry, accepted, unchanged
from app.core.page_cache.listener import Listener
from app.core.page_cache.marks import TAGS, UNTIL, Kept, Marks, Served, kept, meant
from app.core.page_cache.store import Key, Store

KEEPABLE = {200, 404}
TOLD = {b"host", b"x-request-id"}
"""Headers that a public page's route may see: whatever else differs between visitors, it cannot."""
_TAGS, _UNTIL = TAGS.encode(), UNTIL.encode()
_EMPTY: Message = {"type": "http.response.body", "body": b""}
AS_IT_WAS = (b"cache-control", b"no-store")
log = structlog.get_logger(__name__)


class PageCache:
    """Raw ASGI, since a kept page must cost little more than a constant.

    `megabytes` 0 keeps no page but answers the same way, and still hears of commits for those who
    remember something beside pages. Without `conninfo` only `store.drop` tells. In `copies` stand
    the last good copies, for when a page cannot be made.
    """

    def __init__(
        self, app: ASGIApp, megabytes: float = 0, conninfo: str = "", copies: Path | None = None
    ) -> None:
        self.app = app
        self.copies = Copies(copies) if copies else None
        self.store = Store(int(megabytes * 2**20))
        self.listener = Listener(self.store, conninfo) if conninfo else None
        self.flights: dict[Key, Flight] = {}
        if self.copies:
            self.store.dropped = self.copies.drop

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
            with self.copies.writing.running() if self.copies else nullcontext():
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
            _tell(entry.served, entry.tags, entry.status, scope)

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
                await self._run(key, scope, receive, Held(announced, scope, send))
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
            await self._run(key, scope, receive, held)
            flight.entry = held.entry
            if held.entry is not None and self.store.put(key, held.entry, flight.begun):
                self._copy(key, announced, held.entry)
        finally:
            flight.landed.set()
            if self.flights.get(key) is flight:
                del self.flights[key]
        return flight.entry

    async def _run(self, key: Key, scope: Scope, receive: Receive, held: "Held") -> None:
        """Makes the page; where it fails, its last good copy is sent, as what it is."""
        failure: Exception | None = None
        try:
            await self.app(_without_visitor(key, scope), receive, held)
        except Exception as error:  # noqa: BLE001  # raised again, unless a copy stands in
            failure = error
        if held.failed and not await self._send_copy(key, scope, held):
            for message in held.failed:
                await held.send(message)
        elif held.failed and failure is not None:
            log.warning("page cache: a copy stands in", path=scope["path"], error=str(failure))
            return
        if failure is not None:
            raise failure

    def _copy(self, key: Key, announced: Kept, entry: Entry) -> None:
        if self.copies and isinstance(key, str):
            self.copies.keep(key, announced, entry)

    async def _send_copy(self, key: Key, scope: Scope, held: "Held") -> bool:
        restate = held.announced.restate
        if self.copies is None or restate is None or not isinstance(key, str):
            return False
        copy = await run_in_threadpool(self.copies.find, key)
        if copy is None:
            return False
        with speaking(split_language(key)[0]):
            content = await run_in_threadpool(restate, copy.content, copy.saved)
        length = (b"content-length", str(len(content)).encode())
        kept_headers = [pair for pair in copy.headers if pair[0] not in VALIDATORS]
        headers = [*kept_headers, AS_IT_WAS, length]
        await held.send({"type": "http.response.start", "status": 200, "headers": headers})
        await held.send({"type": "http.response.body", "body": b"" if held.bodiless else content})
        if held.announced.served is not None:
            _tell(held.announced.served, (copy.tag,), 200, scope)
        return True


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
        self.failed: list[Message] = []
        """An answer that says that something of ours is broken, held back where a copy may do."""
        self._start: Message | None = None
        self._content = b""

    async def __call__(self, message: Message) -> None:
        kind = message["type"]
        if self.failed or (self.announced.restate and message.get("status", 0) >= 500):
            self.failed.append(self._plain(message))
            return
        if kind == "http.response.start":
            if _is_public(message):
                self._start = message
                return
            message = self._plain(message)
        elif kind == "http.response.body":
            if self._start is not None:
                self._hold(self._start, message)
                return
            message = self._plain(message)
        await self.send(message)

    def _plain(self, message: Message) -> Message:
        """As it leaves the process: without our marks, and for HEAD without a body."""
        if message["type"] == "http.response.start":
            return {**message, "headers": _unmarked(message)}
        return {**message, "body": b""} if self.bodiless else message

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


def _tell(served: Served, tags: tuple[str, ...], status: int, scope: Scope) -> None:
    try:
        served(scope, tags, status)
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
