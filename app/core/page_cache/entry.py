"""One kept page: its bytes in each encoding, and the answers made of them."""

import gzip
import hashlib
from functools import lru_cache

import brotli
from starlette.types import Message

from app.core.page_cache.marks import Marks

Headers = list[tuple[bytes, bytes]]

IDENTITY, GZIP, BROTLI = b"", b"gzip", b"br"
PUBLIC = (b"cache-control", b"public, max-age=0, s-maxage=30")
VALIDATORS = {b"cache-control", b"etag", b"vary"}
"""What a 304 repeats (RFC 9110 15.4.5)."""
OURS = VALIDATORS | {b"content-length", b"x-request-id"}
"""Not the page's to say: these belong to an answer."""
TEXTS = (b"text/", b"application/json", b"application/ld+json", b"application/xml", b"image/svg")
WORTH = 512
"""Shorter bodies fit into one packet as they are."""
OVERHEAD = 3000
"""Bytes that an entry's Python objects take, roughly."""


class Answer:
    """Ready messages of one encoding: nothing is made when they are sent."""

    __slots__ = ("body", "etag", "head", "not_modified", "start")

    def __init__(self, status: int, headers: Headers, body: bytes, etag: bytes) -> None:
        self.etag = etag
        length = (b"content-length", str(len(body)).encode())
        self.start: Message = _start(status, [*headers, length])
        self.body: Message = {"type": "http.response.body", "body": body}
        self.head: Message = {"type": "http.response.body", "body": b""}
        validators = [pair for pair in headers if pair[0] in VALIDATORS]
        self.not_modified: Message = _start(304, validators)


def _start(status: int, headers: Headers) -> Message:
    return {"type": "http.response.start", "status": status, "headers": headers}


class Entry:
    """A rendered page, kept until `until` (seconds since the epoch) or a touch of its `tags`.

    Browsers ask for brotli, so beside that the page as it was is forgotten until somebody asks
    for it uncompressed: three times as many pages fit into the same memory.
    """

    __slots__ = (
        "answers", "content", "etag", "headers", "served", "size", "status", "tags", "text", "until"
    )  # fmt: skip

    def __init__(self, status: int, headers: Headers, content: bytes, marks: Marks) -> None:
        self.status, self.content = status, content
        self.tags, self.until, self.served = marks.tags, marks.until, marks.served
        self.etag = hashlib.blake2b(content, digest_size=12).hexdigest().encode()
        kind = next((value for name, value in headers if name == b"content-type"), b"")
        self.text = kind.startswith(TEXTS) and len(content) >= WORTH
        self.headers = [pair for pair in headers if pair[0] not in OURS]
        vary = [value for name, value in headers if name == b"vary"]
        vary += [b"accept-encoding"] if self.text else []
        self.headers += [PUBLIC, (b"vary", b", ".join(vary))] if vary else [PUBLIC]
        self.size = len(content) + OVERHEAD
        self.answers: dict[bytes, Answer] = {}

    def answer(self, encoding: bytes) -> Answer:
        """The answer in `encoding`, made on its first use and counted into `size`.

        `size` may become less, too.
        """
        made = encoding if self.text else IDENTITY
        answer = self.answers.get(made) or self._encode(made)
        self.answers[encoding] = self.answers[made] = answer
        return answer

    def _encode(self, encoding: bytes) -> Answer:
        body = encoded(self._whole(), encoding)
        etag = b'"%s%s"' % (self.etag, b"-" + encoding if encoding else b"")
        headers = [*self.headers, (b"etag", etag)]
        if encoding:
            headers.append((b"content-encoding", encoding))
            self.size += len(body)
        elif not self.content:
            self.content = body
            self.size += len(body)
        if encoding == BROTLI and IDENTITY not in self.answers:
            self.size -= len(self.content)
            self.content = b""
        return Answer(self.status, headers, body, etag)

    def _whole(self) -> bytes:
        if self.content or BROTLI not in self.answers:
            return self.content
        return bytes(brotli.decompress(self.answers[BROTLI].body["body"]))


def encoded(content: bytes, encoding: bytes) -> bytes:
    if encoding == BROTLI:
        return bytes(brotli.compress(content, quality=5))
    return gzip.compress(content, 6, mtime=0) if encoding == GZIP else content


@lru_cache(maxsize=512)
def accepted(header: bytes) -> bytes:
    """The best encoding for an `Accept-Encoding` header: brotli, then gzip, then none.

    >>> accepted(b"gzip, deflate, br, zstd"), accepted(b"gzip, br;q=0"), accepted(b"")
    (b'br', b'gzip', b'')
    """
    offered = dict(_weighed(item) for item in header.lower().split(b","))
    return next((name for name in (BROTLI, GZIP) if offered.get(name)), IDENTITY)


def _weighed(item: bytes) -> tuple[bytes, bool]:
    name, _, parameters = item.partition(b";")
    return name.strip(), parameters.replace(b" ", b"") not in {b"q=0", b"q=0.0", b"q=0.00"}


def unchanged(if_none_match: bytes, etag: bytes) -> bool:
    """Whether the visitor holds what `etag` names; weak comparison, as RFC 9110 13.1.2 says."""
    if if_none_match == etag:
        return True
    held = [tag.strip().removeprefix(b"W/") for tag in if_none_match.split(b",")]
    return etag in held or held == [b"*"]
