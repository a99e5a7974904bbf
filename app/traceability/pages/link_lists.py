"""Answers that list links, and what every answer of the resolver says beside its body."""

import json
from collections.abc import Sequence
from hashlib import blake2b

from fastapi import Request, Response

from app.core import problems
from app.core.errors import DomainError
from app.core.i18n import gettext, mark
from app.core.rest.problems import problem
from app.traceability.pages import frame
from app.traceability.rules import linksets
from app.traceability.rules.linksets import LINKSET_CONTEXT, Level, link_header
from app.traceability.rules.negotiation import (
    HTML,
    JSON,
    JSON_LD,
    LINKSET,
    preferred_media,
)

CORS = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET, HEAD, OPTIONS",
    "access-control-allow-headers": "Accept, Accept-Language, If-None-Match",
    "access-control-expose-headers": "ETag, Link, Location",
    "access-control-max-age": "86400",
}
SHARED = {"cache-control": "public, max-age=0, s-maxage=30", "vary": "Accept, Accept-Language"}
"""Half a minute in a cache between us and everybody, like our pages."""
FORMS = (LINKSET, JSON, JSON_LD, HTML)


def everything(request: Request, levels: Sequence[Level]) -> Response:
    """200, never a redirect: RFC 9264 or, to who would rather have it, JSON-LD or a page (2.10)."""
    return _listed(request, levels, gettext(mark("Mọi liên kết của mã này")))


def several(request: Request, levels: Sequence[Level]) -> Response:
    """300: the client chooses, we could not (2.6.3)."""
    return _listed(request, levels, gettext(mark("Mời chọn một liên kết")), status=300)


def none_such(request: Request, levels: Sequence[Level], error: DomainError) -> Response:
    """404; a page also shows what there is."""
    if wants_page(request):
        return _page(request, levels, gettext(error.title), 404)
    return problem(request, error)


def refused(request: Request, error: DomainError) -> Response:
    """The error's page, or problem details; with what a foreign page needs in order to read it."""
    answer = problems.show(request, error) if wants_page(request) else problem(request, error)
    return dressed(request, answer)


def wants_page(request: Request) -> bool:
    """Whether a person would rather read it; clients that do not say get a page too."""
    return preferred_media(request.headers.get("accept", ""), (HTML, *FORMS[:3])) == HTML


def to_linkset(address: str) -> str:
    target = f"{address}?linkType=linkset"
    return link_header(target, rel="linkset", type=LINKSET, title="Linkset")


def to_context() -> str:
    rel = "http://www.w3.org/ns/json-ld#context"
    return link_header(LINKSET_CONTEXT, rel=rel, type=JSON_LD, title="Context")


def dressed(request: Request, response: Response, *beside: str) -> Response:
    """With the headers of every answer; a HEAD keeps them all and nothing else."""
    response.headers.update(CORS | SHARED)
    links = [*beside, *response.headers.getlist("link")]
    if links:
        response.headers["link"] = ", ".join(links)
    if request.method == "HEAD":
        response.body = b""
    return response


def _listed(request: Request, levels: Sequence[Level], heading: str, status: int = 200) -> Response:
    form = preferred_media(request.headers.get("accept", ""), FORMS)
    if form == HTML:
        return _page(request, levels, heading, status)
    return written(levels, form, request.headers.get("if-none-match", ""), status)


def written(levels: Sequence[Level], form: str, held: str = "", status: int = 200) -> Response:
    """A linkset as JSON; 304 to who holds it already."""
    document = linksets.linkset(levels)
    if form == JSON_LD:
        document = linksets.as_json_ld(document)
    body = json.dumps(document, ensure_ascii=False).encode()
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"etag": etag, "link": to_context()}
    if status == 200 and etag in [tag.strip().removeprefix("W/") for tag in held.split(",")]:
        return Response(status_code=304, headers=headers)
    return Response(body, status, headers, media_type=form)


def _page(request: Request, levels: Sequence[Level], heading: str, status: int) -> Response:
    document = linksets.as_json_ld(linksets.linkset(levels))
    return frame.show(
        request,
        "traceability/links.html",
        status=status,
        levels=levels,
        heading=heading,
        document=document,
    )
