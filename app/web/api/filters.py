"""The shop's filters, as query parameters of the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from fastapi import Query

from app.catalog.models import TeaType
from app.catalog.rules.listing import Sort, Wanted
from app.core.i18n import mark
from app.core.rest.cursors import CursorText
from app.core.text import nfc


class Order(StrEnum):
    RELEVANCE = "relevance"
    NEWEST_HARVEST = "newest_harvest"
    BEST_SELLING = "best_selling"
    PRICE_UP = "price_up"
    PRICE_DOWN = "price_down"
    UNIT_PRICE = "unit_price"


SORTS = dict(
    zip(
        Order,
        (Sort.RELEVANT, Sort.HARVEST, Sort.SOLD, Sort.PRICE_UP, Sort.PRICE_DOWN, Sort.UNIT_PRICE),
        strict=True,
    )
)
PRICES = {
    "under_200000": "duoi-200",
    "200000_to_500000": "200-500",
    "over_500000": "tren-500",
}
WEIGHTS = {
    "up_to_100": "den-100",
    "101_to_250": "den-250",
    "251_to_1000": "den-1000",
    "over_1000": "tren-1000",
}
HARVESTS = {"7_days": "7-ngay", "30_days": "30-ngay", "90_days": "90-ngay"}
Ward = Annotated[str, Query(pattern=r"^[0-9]{5}$")]
Slug = Annotated[str, Query(pattern=r"^[a-z0-9-]{1,120}$")]


@dataclass(frozen=True)
class Filters:
    """A choice of the list, and the place in `cursors` that belongs to it."""

    wanted: Wanted
    cursor: str

    @property
    def place(self) -> str:
        return f"products:{self.wanted}"


def filters(
    *,
    q: Annotated[str, Query(max_length=80, description=mark("Chữ cần tìm."))] = "",
    category: Annotated[Slug, Query()] = "",
    tea_type: Annotated[Sequence[TeaType], Query(max_length=8)] = (),
    stars: Annotated[Sequence[Literal["3", "4", "5"]], Query(max_length=3)] = (),
    ward_code: Annotated[Sequence[Ward], Query(max_length=12)] = (),
    seller: Annotated[Sequence[Slug], Query(max_length=12)] = (),
    price: Literal["under_200000", "200000_to_500000", "over_500000"] | None = None,
    net_grams: Literal["up_to_100", "101_to_250", "251_to_1000", "over_1000"] | None = None,
    harvested_within: Literal["7_days", "30_days", "90_days"] | None = None,
    in_stock: bool = False,
    traceable: bool = False,
    sort: Order | None = None,
    cursor: CursorText = "",
) -> Filters:
    text = " ".join(nfc(q).split())
    chosen = SORTS[sort] if sort else (Sort.RELEVANT if text else Sort.HARVEST)
    wanted = Wanted(
        text=text,
        category=category,
        tea_types=tuple(tea.value for tea in tea_type),
        stars=tuple(int(one) for one in stars),
        wards=tuple(ward_code),
        sellers=tuple(seller),
        price=PRICES.get(price or "", ""),
        weight=WEIGHTS.get(net_grams or "", ""),
        harvest=HARVESTS.get(harvested_within or "", ""),
        in_stock=in_stock,
        traceable=traceable,
        sort=Sort.HARVEST if chosen is Sort.RELEVANT and not text else chosen,
    )
    return Filters(wanted, cursor)
