"""What pages and commands say to the page cache."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import text
from sqlmodel import Session
from starlette.responses import Response
from starlette.types import Scope

from app.core.i18n import split_language

CHANNEL = "page_cache"
TAGS = "x-page-tags"
UNTIL = "x-page-until"
EVERYTHING = "*"
"""The tag of every page: for imports, which change more than is worth naming."""
MANY = 200
"""Beyond so many tags in one call, dropping everything is cheaper than naming them."""
TOUCHED = "page_cache.touched"
"""Where a session remembers its touches until it commits."""
_NOTIFY = text("SELECT pg_notify(:channel, tag) FROM unnest(CAST(:tags AS text[])) AS tag")

Reads = Callable[[str], bool]
"""Told what `Accept` says."""
Served = Callable[[Scope, tuple[str, ...], int], None]
"""Called with the request as it came, the page's tags, and its status."""
Restate = Callable[[bytes, datetime], bytes]
"""Called with a page as it was and of when that is; answers what may be shown instead of it now."""
Withdrawn = Callable[[datetime], Iterable[str]]
"""Tags of pages that must not be shown any more as they were at some time since that moment."""


@dataclass
class Kept:
    """Pages whose path begins with one segment, as their domain announced them."""

    query_keys: frozenset[str] = frozenset()
    served: Served | None = None
    restate: Restate | None = None


@dataclass(frozen=True)
class Marks:
    """What one response said of itself; `until` in seconds since the epoch."""

    tags: tuple[str, ...] = ()
    until: float = math.inf
    served: Served | None = None


_kept: dict[str, Kept] = {}
_meanings: list[tuple[str, Reads, bytes]] = []
_withdrawn: list[Withdrawn] = []
_heeding: dict[str, list[Callable[[], None]]] = {}


def keep(prefix: str, *query_keys: str) -> None:
    """Pages whose first path segment is `prefix` may be kept; of a query they see `query_keys`.

    One written `key=value` is seen with that value alone.

    Such a page is the same for everybody by construction: its route sees the path, these keys and
    the host, and no cookie or other header. Pages under any other prefix are never kept.
    """
    known = _kept.setdefault(_segment(prefix), Kept())
    known.query_keys |= frozenset(query_keys)


def means(prefix: str, reads: Reads, pair: str) -> None:
    """Under `prefix`, an `Accept` that `reads` takes is another way to ask with `pair` as query.

    So a page in another form is a page of its own, while its route sees no header. Such pages and
    their like say `vary: accept` themselves.
    """
    keep(prefix, pair)
    _meanings.append((_segment(prefix), reads, pair.encode()))
    _meant_by.cache_clear()


def meant(scope: Scope) -> Scope:
    """The request with the query that its `Accept` stands for, if it stands for any."""
    for name, value in scope["headers"]:
        if name == b"accept" and (pairs := _meant_by(value)):
            pair = pairs.get(_segment(split_language(scope["path"])[1]))
            return {**scope, "query_string": pair} if pair else scope
    return scope


@lru_cache(maxsize=512)
def _meant_by(accept: bytes) -> dict[str, bytes]:
    """Queries by first segment; nearly always none."""
    said = accept.decode("latin-1")
    return {segment: pair for segment, reads, pair in _meanings if reads(said)}


def when_served(prefix: str, served: Served) -> None:
    """`served` is called for each marked page under `prefix`, from memory or not.

    It runs on the event loop after the page was sent, so it may only note and return.
    """
    keep(prefix)
    _kept[_segment(prefix)].served = served


def keep_copies(prefix: str, restate: Restate, withdrawn: Withdrawn) -> None:
    """The last good copy of marked pages under `prefix` is kept on disk, and shown as `restate`
    makes it when the page itself cannot be made. Both run in a thread, `restate` in the language
    of the page; `withdrawn` may ask the database.
    """
    keep(prefix)
    _kept[_segment(prefix)].restate = restate
    if withdrawn not in _withdrawn:
        _withdrawn.append(withdrawn)


def withdrawn_since(moment: datetime) -> Iterator[str]:
    for tags in _withdrawn:
        yield from tags(moment)


def when_dropped(tag: str, heed: Callable[[], None]) -> None:
    """`heed` is called whenever `tag` is dropped: for what is remembered beside whole pages.

    It runs on the event loop, so it may only note and return.
    """
    _heeding.setdefault(tag, []).append(heed)


def heed(tag: str) -> None:
    """Tells whoever asked; the tag of everything means each of them."""
    for known in list(_heeding) if tag == EVERYTHING else [tag]:
        for call in _heeding.get(known, ()):
            call()


def kept(path: str) -> Kept | None:
    """What was announced for `path`, in any language."""
    return _kept.get(_segment(split_language(path)[1]))


def _segment(path: str) -> str:
    return path[1:].partition("/")[0]


def public(response: Response, *tags: str, until: datetime | None = None) -> Response:
    """Marks `response` as the same for everybody: keep it until a commit touches one of `tags`.

    `until` is the next moment at which it would read differently by itself (a badge or a lot
    expires). The marks are internal headers that never leave the process.
    """
    response.headers[TAGS] = " ".join(tags)
    if until is not None:
        response.headers[UNTIL] = until.isoformat()
    return response


def touch(session: Session, *tags: str) -> None:
    """Every process drops pages with one of `tags` as soon as this transaction has committed.

    The process that commits does so before it answers, so that a seller who changes a price and
    looks at the page sees the new one; the others hear of it by `NOTIFY`.
    """
    if len(tags) > MANY:
        tags = (EVERYTHING,)
    if tags:
        session.info.setdefault(TOUCHED, set()).update(tags)
        session.connection().execute(_NOTIFY, {"channel": CHANNEL, "tags": list(tags)})
