"""`/Q/{CODE}`: where a lot came from, for whoever holds a packet of it."""

from datetime import datetime, timedelta
from functools import lru_cache
from time import time

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.types import Scope

from app.core import days, page_cache
from app.core.db import ReaderDep, utc_now
from app.core.i18n import split_language
from app.core.ids import is_code, normalise_code
from app.core.write_behind import WriteBehind
from app.traceability.pages import frame, passport, shown
from app.traceability.pages.frame import CODE_LENGTH, READ
from app.traceability.queries.origin import Origin, origin
from app.traceability.rules import Verdict
from app.traceability.rules.scans import is_looking_ahead
from app.traceability.service.scans import Opened

router = APIRouter()
RECOUNT = timedelta(minutes=1)
"""How old the scan count on a page may be; a new verdict shows at once."""
PURPOSES = {b"sec-purpose", b"purpose"}
"""Headers by which browsers say that they only look ahead."""
CROSS_ORIGIN = {"access-control-allow-origin": "*"}


@router.api_route("/q/{rest:path}", methods=READ, include_in_schema=False)
def capitals(request: Request, rest: str) -> Response:
    """Lower-case addresses are typed, or come from events; the page has one address."""
    return _canonical(request, rest)


@router.api_route("/Q/{code}.json", methods=READ)
def show_record(request: Request, code: str, connection: ReaderDep) -> Response:
    """The same facts for a machine, with what the fingerprint was computed over."""
    if normalise_code(code) != code:
        return _canonical(request, f"{code}.json")
    found = origin(connection, code) if is_code(code, CODE_LENGTH) else None
    if found is None:
        return JSONResponse({"verdict": Verdict.UNKNOWN}, 404, CROSS_ORIGIN)
    response = JSONResponse(shown.raw(found), headers=CROSS_ORIGIN)
    return page_cache.public(response, *_tags(found), until=_next_change())


@router.api_route("/Q/{code}", methods=READ)
def show_origin(request: Request, code: str, connection: ReaderDep) -> Response:
    if not is_code(normalise_code(code), CODE_LENGTH):
        return page_cache.public(frame.unknown(request, code, "mistyped"), "mistyped")
    if normalise_code(code) != code:
        return _canonical(request, code)
    found = origin(connection, code)
    if found is None:
        response = frame.unknown(request, code, "unknown")
        return page_cache.public(response, f"lot:{code}", until=_next_change())
    context = shown.context(found) | passport.links(found)
    response = frame.show(request, "traceability/origin.html", **context)
    return page_cache.public(response, *_tags(found), until=_next_change())


def _canonical(request: Request, rest: str) -> Response:
    code, slash, tail = rest.partition("/")
    code, dot, kind = code.partition(".")
    path = f"/Q/{normalise_code(code)}{dot}{kind.lower()}{slash}{tail.lower()}"
    return frame.moved(request, path, 301)


def _tags(found: Origin) -> list[str]:
    lot = found.lot
    return [f"lot:{lot.code}", f"product:{lot.product_id}", f"seller:{lot.seller_id}"]


def _next_change() -> datetime:
    """A count may be a minute old; what ends with a day ends at midnight."""
    return min(utc_now() + RECOUNT, days.next_midnight())


def note_scan(scope: Scope, tags: tuple[str, ...], status: int) -> None:
    """Whoever opens a code's page scans it, wherever the page came from; looking ahead is none.

    A kept page has no time for more than this: what the facts mean is found out by the writer.
    """
    code, lang = _scanned(scope["path"])
    if not code or scope["method"] != "GET":
        return
    agent = b""
    for name, value in scope["headers"]:
        if name == b"user-agent":
            agent = value
        elif name in PURPOSES and is_looking_ahead(value):
            return
    client = scope.get("client")
    rows: WriteBehind[Opened] = scope["app"].state.scans
    rows.put(Opened(time(), code, client[0] if client else "", agent.decode("latin-1"), lang))


@lru_cache(maxsize=8192)
def _scanned(path: str) -> tuple[str, str]:
    """The code whose page this is, empty for anything else, and the page's language."""
    lang, path = split_language(path)
    code = path.removeprefix("/Q/")
    return code if is_code(code, CODE_LENGTH) else "", lang


page_cache.keep("/Q")
page_cache.when_served("/Q", note_scan)
