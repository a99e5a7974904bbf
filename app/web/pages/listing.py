"""Search, a trade, a commune: one list, three ways in."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.catalog.queries.facets import facets
from app.catalog.rules.categories import parent, trade
from app.catalog.rules.listing import Wanted
from app.catalog.rules.words import TEA_TYPES
from app.core import page_cache
from app.core.config import absolute
from app.core.days import next_midnight, today
from app.core.db import ReaderDep
from app.core.errors import NotFound
from app.core.i18n import localised_path
from app.core.ids import is_code, normalise_code
from app.core.templates import render
from app.places import queries as places
from app.web.queries.filters import ward_name
from app.web.queries.view import View, view
from app.web.rules import address, structured
from app.web.rules.address import Place

router = APIRouter(include_in_schema=False)
LOT_CODE_LENGTH = 10


@router.get("/tim")
def search(request: Request, reader: ReaderDep) -> Response:
    """A lot's code in the search box opens the lot."""
    wanted = _wanted(request)
    code = normalise_code(wanted.text)
    if is_code(code, LOT_CODE_LENGTH):
        return RedirectResponse(localised_path(f"/Q/{code}"), 302)
    return _listing(request, view(reader, wanted, Place(), today()), "web/search.html")


@router.get("/danh-muc/{slug}")
def one_trade(request: Request, reader: ReaderDep, slug: str) -> Response:
    here = trade(slug)
    if here is None:
        raise NotFound
    wanted = _wanted(request).with_field("category", slug)
    shown = view(reader, wanted, Place(f"/danh-muc/{slug}", "category"), today())
    group = parent(slug)
    trail = [(group.said, f"/danh-muc/{group.slug}")] if group else []
    return _listing(
        request,
        shown,
        "web/trade.html",
        trade=here,
        group=group or here,
        trail=trail,
        data=_breadcrumb([*trail, (here.said, f"/danh-muc/{slug}")]),
    )


@router.get("/xa/{slug}")
def one_commune(request: Request, reader: ReaderDep, slug: str) -> Response:
    ward = places.ward_by_slug(slug)
    wanted = _wanted(request).with_field("wards", (slug,))
    shown = view(reader, wanted, Place(f"/xa/{slug}", "wards"), today())
    return _listing(
        request,
        shown,
        "web/commune.html",
        ward=ward,
        former=places.former_names(ward.code),
        map_version=places.map_version(),
        data=_breadcrumb([(ward.name, f"/xa/{slug}")]),
    )


def _wanted(request: Request) -> Wanted:
    return address.read(request.query_params.multi_items(), tuple(TEA_TYPES))


def _breadcrumb(trail: list[tuple[str, str]]) -> list[dict[str, Any]]:
    return [structured.breadcrumb([(name, absolute(path)) for name, path in trail])]


def _listing(request: Request, shown: View, template: str, **context: Any) -> Response:
    context |= {"today": today(), "ward_name": ward_name}
    response = render(request, template, view=shown, **context)
    until = min(filter(None, (next_midnight(), shown.ask_again)))
    return page_cache.public(response, "listing", until=until)


page_cache.keep("/tim", *address.PARAMETERS.values())
page_cache.keep("/danh-muc", *address.PARAMETERS.values())
page_cache.keep("/xa", *address.PARAMETERS.values())
page_cache.when_dropped("listing", facets.clear)
