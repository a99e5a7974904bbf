"""GS1 Digital Links lead to our own pages (GS1-Conformant Resolver 1.2.0)."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.convertors import StringConvertor, register_url_convertor

from app.core import i18n
from app.core.config import settings
from app.core.db import ReaderDep
from app.core.errors import NotFound
from app.core.i18n import mark
from app.traceability.pages import frame, link_lists, linked
from app.traceability.pages.frame import READ
from app.traceability.pages.link_lists import CORS, dressed
from app.traceability.queries import links, units
from app.traceability.rules import digital_link, linksets
from app.traceability.rules.digital_link import (
    PRIMARY_KEYS,
    BadDigitalLink,
    DigitalLink,
    epc_binary,
)
from app.traceability.rules.digital_link.epc_binary import NotATradeItem
from app.traceability.rules.linksets import ALL_LINKS, Level, Wishes
from app.traceability.rules.negotiation import asks_for_linkset
from app.traceability.rules.units import unit_code
from app.traceability.service.label_keys import unit_key


class KeyConvertor(StringConvertor):
    """A GS1 key as the first segment."""

    regex = "|".join(PRIMARY_KEYS)


class SegmentConvertor(StringConvertor):
    """What may be a compressed link: a capital letter, which no page's address has, or a tag's."""

    regex = "eh[0-9a-f]+|[A-Za-z0-9_-]*[A-Z][A-Za-z0-9_-]*"


register_url_convertor("gs1key", KeyConvertor())
register_url_convertor("gs1segment", SegmentConvertor())
router, last_router = APIRouter(), APIRouter()
KEYED, COMPRESSED = "/{key:gs1key}/{rest:path}", "/{segment:gs1segment}"


class NoSuchLink(NotFound):
    """A link type that this thing does not have: no other link takes its place (2.6.2)."""

    title = mark("Mã này không có loại liên kết đó")


@router.api_route(KEYED, methods=READ)
def resolve(request: Request, connection: ReaderDep) -> Response:
    """Where a link leads; 400 for what is no such link, 404 for what is nobody's we know."""
    path, query = _sent_path(request), _sent_query(request)
    try:
        link = digital_link.parse(path, query, demonstration=settings.demo_gtins)
    except BadDigitalLink as error:
        return link_lists.refused(request, error)
    return _answered(request, connection, link)


@last_router.api_route(COMPRESSED, methods=READ)
def resolve_compressed(request: Request, connection: ReaderDep, segment: str) -> Response:
    """The same, decompressed; an address that is no compressed link is no page either."""
    query = _sent_query(request)
    try:
        link = digital_link.read_segment(segment, query, demonstration=settings.demo_gtins)
    except BadDigitalLink as error:
        is_tag = epc_binary.SEGMENT.fullmatch(segment)
        return link_lists.refused(request, error if is_tag else NotFound())
    except NotATradeItem:
        return link_lists.refused(request, NotFound())
    return _answered(request, connection, link, _same_as(link))


@router.options(KEYED)
@last_router.options(COMPRESSED)
def say_methods() -> Response:
    return Response(headers=CORS | {"allow": CORS["access-control-allow-methods"]})


def _answered(request: Request, connection: ReaderDep, link: DigitalLink, *beside: str) -> Response:
    found = links.named(connection, link)
    levels = linked.levels_of(link, found) if found else []
    if link.serial and found and link.lot:
        levels = _with_packet(connection, link, found.code, levels)
    if not levels:
        return dressed(request, _unknown(request), *beside)
    to_all = link_lists.to_linkset(settings.code_url + link.path())
    return dressed(request, _answer(request, link, levels), to_all, *beside)


def _with_packet(
    connection: ReaderDep, link: DigitalLink, lot_code: str, levels: list[Level]
) -> list[Level]:
    """With the page of the one packet, if we gave it that serial; none if to one of another lot."""
    packet = units.lot_of_serial(connection, link.serial)
    if packet is None:
        return levels
    if packet.code != lot_code:
        return []
    page = f"/U/{unit_code(unit_key(), packet.serial)}"
    return [linked.packet_level(settings.code_url + link.path(), page), *levels]


def _answer(request: Request, link: DigitalLink, levels: list[Level]) -> Response:
    """Every link on demand, else the one that fits best, else those that fit alike."""
    asked, wishes = _wishes(request)
    if asked in ALL_LINKS or asks_for_linkset(request.headers.get("accept", "")):
        return link_lists.everything(request, levels)
    fitting = linksets.fitting(levels, wishes)
    if not fitting:
        return link_lists.none_such(request, levels, NoSuchLink())
    if len(fitting) > 1:
        return link_lists.several(request, [linksets.narrowed(levels, fitting)])
    query = digital_link.forwarded(link, _sent_query(request))
    target = linksets.going_to(fitting[0], query)
    return RedirectResponse(target, 307)


def _wishes(request: Request) -> tuple[str, Wishes]:
    """The language of the path counts before those that the browser likes."""
    said = {name.lower(): value for name, value in reversed(request.query_params.multi_items())}
    asked = said.get("linktype", "")
    lang = i18n.language()
    spoken = request.headers.get("accept-language", "") if lang == i18n.SOURCE else lang
    accept = request.headers.get("accept", "")
    return asked, Wishes(linksets.link_kind(asked), said.get("context", ""), spoken, accept)


def _same_as(link: DigitalLink) -> str:
    """The uncompressed address, which a client that asked for a compressed one is told (2.3)."""
    query = f"?{link.query()}" if link.attributes else ""
    address = settings.code_url + link.path() + query
    return linksets.link_header(address, rel="owl:sameAs", title="Uncompressed")


def _unknown(request: Request) -> Response:
    if link_lists.wants_page(request):
        return frame.unknown(request, "", "unknown")
    return link_lists.refused(request, NotFound())


def _sent_path(request: Request) -> str:
    """As it was sent, still percent-encoded, without its language."""
    raw = request.scope.get("raw_path") or request.scope["path"].encode()
    return i18n.split_language(raw.decode("latin-1"))[1]


def _sent_query(request: Request) -> str:
    return str(request.scope["query_string"].decode("latin-1"))
