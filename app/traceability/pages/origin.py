"""`/Q/{CODE}`: where a lot came from, for whoever holds a packet of it."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.types import Scope

from app.core import days, page_cache
from app.core.config import settings
from app.core.db import ReaderDep, utc_now
from app.core.errors import NotFound
from app.core.i18n import split_language
from app.core.ids import is_code, normalise_code
from app.traceability.pages import copies, frame, link_lists, linked, passport, scanning, shown
from app.traceability.pages.frame import CODE_LENGTH, READ
from app.traceability.queries import links
from app.traceability.queries.origin import origin
from app.traceability.rules import Verdict
from app.traceability.rules.negotiation import LINKSET, asks_for_linkset

router = APIRouter()
RECOUNT = timedelta(minutes=1)
"""How old the scan count on a page may be; a new verdict shows at once."""
OF_LINKS = b"linkType=linkset"
"""The query by which a machine asks for a lot's links: nobody opened its page."""
LinkType = Annotated[str, Query(alias="linkType")]
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
    return page_cache.public(response, *_tags(found.lot), until=_next_change())


@router.api_route("/Q/{code}", methods=READ)
def show_origin(
    request: Request, code: str, connection: ReaderDep, link_type: LinkType = ""
) -> Response:
    """The page or, to who asks for its links, these: for packets without a GTIN too."""
    if not is_code(normalise_code(code), CODE_LENGTH):
        return page_cache.public(frame.unknown(request, code, "mistyped"), "mistyped")
    if normalise_code(code) != code:
        return _canonical(request, code)
    if link_type == "linkset":
        return _show_links(request, connection, code)
    found = origin(connection, code)
    if found is None:
        response = frame.unknown(request, code, "unknown")
        return page_cache.public(response, f"lot:{code}", until=_next_change())
    context = shown.context(found) | passport.links(found)
    response = frame.show(request, "traceability/origin.html", **context)
    response.headers["link"] = link_lists.to_linkset(f"{settings.code_url}/Q/{code}")
    response.headers["vary"] = "accept"
    return page_cache.public(response, *_tags(found.lot), until=_next_change())


def _show_links(request: Request, connection: ReaderDep, code: str) -> Response:
    """RFC 9264, of our own address: without a GTIN there is no other that we might speak for."""
    lot = links.coded(connection, code)
    if lot is None:
        response = link_lists.refused(request, NotFound())
        return page_cache.public(response, f"lot:{code}", until=_next_change())
    level = linked.lot_level(f"{settings.code_url}/Q/{code}", lot)
    response = link_lists.dressed(request, link_lists.written([level], LINKSET))
    response.headers["vary"] = "accept"
    return page_cache.public(response, *_tags(lot), until=days.next_midnight())


def _canonical(request: Request, rest: str) -> Response:
    code, slash, tail = rest.partition("/")
    code, dot, kind = code.partition(".")
    path = f"/Q/{normalise_code(code)}{dot}{kind.lower()}{slash}{tail.lower()}"
    return frame.moved(request, path, 301)


def _tags(lot: Any) -> list[str]:
    return [f"lot:{lot.code}", f"product:{lot.product_id}", f"seller:{lot.seller_id}"]


def _next_change() -> datetime:
    """A count may be a minute old; what ends with a day ends at midnight."""
    return min(utc_now() + RECOUNT, days.next_midnight())


def note_scan(scope: Scope, tags: tuple[str, ...], status: int) -> None:
    """Whoever opens a code's page scans it, wherever the page came from."""
    code, lang = _scanned(scope["path"])
    if not code or scope["method"] != "GET" or OF_LINKS in scope["query_string"]:
        return
    scanning.note(scope, code, lang)


@lru_cache(maxsize=8192)
def _scanned(path: str) -> tuple[str, str]:
    """The code whose page this is, empty for anything else, and the page's language."""
    lang, path = split_language(path)
    code = path.removeprefix("/Q/")
    return code if is_code(code, CODE_LENGTH) else "", lang


page_cache.means("/Q", asks_for_linkset, OF_LINKS.decode())
page_cache.when_served("/Q", note_scan)
page_cache.keep_copies("/Q", copies.restate, copies.withdrawn)
