"""A producer's page."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.catalog.rules.words import TEA_TYPES
from app.core import page_cache
from app.core.config import absolute
from app.core.days import next_midnight, today
from app.core.db import ReaderDep
from app.core.errors import NotFound
from app.core.i18n import localised_path, mark
from app.core.media import media_url
from app.core.templates import render
from app.places import queries as places
from app.sellers.rules import back_on, is_away
from app.web.queries import seller as queries
from app.web.queries.filters import ward_name
from app.web.queries.seller import Producer
from app.web.queries.view import view
from app.web.rules import address, structured
from app.web.rules.address import Place

router = APIRouter(include_in_schema=False)


class NoSuchSeller(NotFound):
    title = mark("Không có nhà bán này")


@router.get("/nha-ban/{slug}")
def producer(request: Request, reader: ReaderDep, slug: str) -> Response:
    found = queries.producer(reader, slug, today())
    if found is None:
        return _moved(reader, slug)
    wanted = address.read(request.query_params.multi_items(), tuple(TEA_TYPES))
    place = Place(f"/nha-ban/{slug}", "sellers", filtered=False)
    shown = view(reader, wanted.with_field("sellers", (slug,)), place, today())
    response = render(request, "web/seller.html", view=shown, found=found, **_around(found))
    tags = (f"seller:{found.seller.id}", "listing")
    return page_cache.public(response, *tags, until=next_midnight())


def _moved(reader: Any, slug: str) -> Response:
    present = queries.moved_seller(reader, slug)
    if present is None:
        raise NoSuchSeller("Nhà bán có thể đã đổi tên hoặc thôi bán trên sàn. Mời tìm bằng tên.")
    return RedirectResponse(localised_path(f"/nha-ban/{present}"), 301)


def _around(found: Producer) -> dict[str, Any]:
    seller = found.seller
    said = {
        "name": seller.name,
        "legalName": seller.legal_name,
        "address": places.address_line(seller.street, seller.ward_code),
    }
    if seller.portrait:
        said["image"] = absolute(media_url(seller.portrait))
    ward = places.ward(seller.ward_code)
    return {
        "seller": seller,
        "today": today(),
        "away": is_away(seller.away_from, seller.away_until, today()),
        "back_on": back_on(seller.away_until) if seller.away_until else None,
        "ward_name": ward_name,
        "ward": ward,
        "ward_path": f"/xa/{places.ward_slug(ward.code)}" if ward.province_code == "19" else "",
        "map_version": places.map_version(),
        "address": said["address"],
        "data": [structured.producer(absolute(f"/nha-ban/{seller.slug}"), said)],
    }


page_cache.keep("/nha-ban", *address.PARAMETERS.values())
