"""The home page."""

from fastapi import APIRouter, Request, Response

from app.catalog.rules.categories import trade
from app.catalog.rules.listing import Wanted
from app.core import page_cache
from app.core.assets import static_url
from app.core.config import absolute
from app.core.days import next_midnight, today
from app.core.db import ReaderDep
from app.core.templates import render
from app.places import queries as places
from app.web.queries import home as queries
from app.web.queries.filters import ward_name
from app.web.queries.view import view
from app.web.rules import structured
from app.web.rules.address import Place
from app.web.rules.regions import CIRCLES, REGIONS

router = APIRouter(include_in_schema=False)
SHOWN = 8
MARK = "img/favicon.svg"


@router.get("/")
def home(request: Request, reader: ReaderDep) -> Response:
    shown = view(reader, Wanted(in_stock=True), Place(), today())
    codes = [region.ward_code for region in REGIONS]
    response = render(
        request,
        "web/home.html",
        view=shown,
        today=today(),
        ward_name=ward_name,
        cards=shown.cards[:SHOWN],
        newest=queries.newest_lot(reader),
        circles=[trade(slug) for slug in CIRCLES],
        regions=REGIONS,
        growers=queries.growers(reader, codes),
        makers=queries.makers(reader),
        drawing=places.province_map([(one.ward_code, one.name) for one in REGIONS]),
        ward_slug=places.ward_slug,
        organization=structured.organization(
            absolute("/"), absolute(static_url("img/favicon.svg"))
        ),
    )
    return page_cache.public(response, "listing", until=next_midnight())


page_cache.keep("/")
