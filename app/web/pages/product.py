"""A product's page."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.catalog.rules.asked import EXAMPLES
from app.catalog.rules.categories import parent, trade
from app.catalog.rules.shown import FEW
from app.catalog.rules.words import FIELDS
from app.core import page_cache
from app.core.config import absolute
from app.core.days import next_midnight, today
from app.core.db import ReaderDep
from app.core.errors import NotFound
from app.core.i18n import localised_path, mark
from app.core.media import media_url
from app.core.money import per_100_grams
from app.core.templates import render
from app.orders.rules.basket import most
from app.places import queries as places
from app.sellers.rules import back_on, is_away
from app.web.queries import product as queries
from app.web.queries.filters import ward_name
from app.web.queries.product import Shown
from app.web.rules import structured

router = APIRouter(include_in_schema=False)


class NoSuchProduct(NotFound):
    title = mark("Không có sản phẩm này")


@router.get("/san-pham/{slug}")
def product(request: Request, reader: ReaderDep, slug: str) -> Response:
    shown = queries.product(reader, slug, today())
    if shown is None:
        return _moved(reader, slug)
    found = shown.product
    response = render(request, "web/product.html", shown=shown, product=found, **_around(shown))
    tags = ("product:" + str(found.id), "seller:" + str(found.seller_id))
    return page_cache.public(response, *tags, until=next_midnight())


def _moved(reader: Any, slug: str) -> Response:
    present = queries.moved_product(reader, slug)
    if present is None:
        raise NoSuchProduct("Sản phẩm có thể đã đổi tên hoặc thôi bán. Mời tìm bằng tên.")
    return RedirectResponse(localised_path(f"/san-pham/{present}"), 301)


def _around(shown: Shown) -> dict[str, Any]:
    found = shown.product
    away = is_away(found.maker_away_from, found.maker_away_until, today())
    variants = [_variant(one, away=away) for one in shown.variants]
    trail = _trail(found.category_slug)
    return {
        "variants": variants,
        "chosen": next((one for one in variants if one["available"]), None),
        "on_sale": found.listed and any(one["available"] for one in variants),
        "away": away,
        "back_on": back_on(found.maker_away_until) if away else None,
        "trail": trail,
        "maker_address": places.address_line(found.maker_street, found.maker_ward_code),
        "maker_ward": places.ward(found.maker_ward_code),
        "area_ward": places.ward(shown.area["ward_code"]) if shown.area else None,
        "few": FEW,
        "fields": FIELDS,
        "attributes": tuple(EXAMPLES),
        "today": today(),
        "ward_name": ward_name,
        "data": _data(shown, variants, trail),
    }


def _data(
    shown: Shown, variants: list[dict[str, Any]], trail: list[tuple[str, str]]
) -> list[dict[str, Any]]:
    found, url = shown.product, absolute(f"/san-pham/{shown.product.slug}")
    images = [absolute(media_url(one["content_hash"])) for one in shown.images]
    said = {"name": found.name, "description": found.summary, "image": images}
    offers = [structured.offer(url, one, found.maker_legal_name) for one in variants]
    steps = [(name, absolute(path)) for name, path in trail]
    return [
        structured.product(url, said, found.maker_name, offers),
        structured.breadcrumb([*steps, (found.name, url)]),
    ]


def _variant(one: dict[str, Any], *, away: bool) -> dict[str, Any]:
    """With what can be bought of it now, nothing while its maker is `away`, and what 100 g cost."""
    free = 0 if away else one["on_hand"] - one["allocated"]
    available = most(free, one["max_per_order"], one["min_per_order"])
    return one | {
        "available": available,
        "in_stock": available > 0,
        "unit_price": per_100_grams(one["price"], one["net_grams"]),
    }


def _trail(category_slug: str) -> list[tuple[str, str]]:
    known = (parent(category_slug), trade(category_slug))
    return [(one.said, f"/danh-muc/{one.slug}") for one in known if one]


page_cache.keep("/san-pham")
