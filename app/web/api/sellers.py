"""Makers who sell here, as their pages show them."""

from datetime import date
from typing import Any

from fastapi import Depends, Response

from app.core.days import today
from app.core.db import ReaderDep
from app.core.errors import NotFound
from app.core.i18n import mark
from app.core.media import media_url
from app.core.rest import cursors
from app.core.rest.cursors import CursorText
from app.core.rest.route import router as api_router
from app.core.rest.schemas import Out, Page, Slug, answer, example
from app.places import queries as places
from app.sellers.models import SellerKind
from app.tokens.deps import visitor
from app.traceability.models import LotStatus
from app.web.queries import seller as queries

router = api_router("public")
ROW: dict[str, Any] = {
    "slug": "htx-che-tan-cuong",
    "name": "HTX chè Tân Cương",
    "legal_name": "Hợp tác xã chè Tân Cương",
    "kind": "cooperative",
    "ward_code": "05503",
    "address": "Xóm Hồng Thái 2, xã Tân Cương, tỉnh Thái Nguyên",
    "households": 24,
    "is_sample": True,
}


class SellerRow(Out):
    model_config = Out.model_config | example(ROW)

    slug: str
    name: str
    legal_name: str
    kind: SellerKind
    ward_code: str
    address: str
    households: int
    is_sample: bool


class PublishedLot(Out):
    code: str
    lot_number: str
    status: LotStatus
    harvested_on: date
    packs: int


class Standard(Out):
    scheme: str
    number: str
    issuer: str
    valid_to: date


class PublicSeller(SellerRow):
    """`lots` are the latest; `lot_count` and `recall_count` count them all."""

    model_config = Out.model_config | example(
        ROW
        | {
            "phone": "+84912345678",
            "tax_code": None,
            "quote": "Chè ngon từ búp.",
            "quote_en": "",
            "quote_by": "Trần Thị Nhài",
            "story": "",
            "story_en": "",
            "portrait": None,
            "lots": [
                {
                    "code": "K7Q4M9MXDT",
                    "lot_number": "TC-2610-07",
                    "status": "published",
                    "harvested_on": "2026-10-12",
                    "packs": 62,
                }
            ],
            "lot_count": 1,
            "recall_count": 0,
            "standards": [],
        }
    )

    phone: str
    tax_code: str | None
    quote: str
    quote_en: str
    quote_by: str
    story: str
    story_en: str
    portrait: str | None
    lots: list[PublishedLot]
    lot_count: int
    recall_count: int
    standards: list[Standard]


@router.get(
    "/sellers",
    operation_id="listSellers",
    summary=mark("Các nhà bán đã duyệt, theo tên"),
    response_model=Page[SellerRow],
    dependencies=[Depends(visitor)],
)
def list_sellers(reader: ReaderDep, cursor: CursorText = "") -> Response:
    after = cursors.read("sellers", cursor)[0] if cursor else ""
    rows = queries.producers(reader, after)
    more = len(rows) > queries.PAGE
    following = cursors.write("sellers", rows[queries.PAGE - 1].slug) if more else None
    items = [SellerRow(**_facts(row)) for row in rows[: queries.PAGE]]
    return answer(Page[SellerRow](items=items, next_cursor=following))


FACTS = "slug name legal_name kind ward_code households is_sample"


def _facts(row: Any) -> dict[str, Any]:
    facts = {name: getattr(row, name) for name in FACTS.split()}
    return facts | {"address": places.address_line(row.street, row.ward_code)}


@router.get(
    "/sellers/{slug}",
    operation_id="getSeller",
    summary=mark("Một nhà bán như trên trang của họ"),
    response_model=PublicSeller,
    dependencies=[Depends(visitor)],
)
def get_seller(slug: Slug, reader: ReaderDep) -> Response:
    found = queries.producer(reader, slug, today())
    if found is None:
        raise NotFound
    seller, lots = found.seller, found.lots
    said = "phone tax_code quote quote_en quote_by story story_en"
    return answer(
        PublicSeller(
            **_facts(seller),
            **{name: getattr(seller, name) for name in said.split()},
            portrait=media_url(seller.portrait) if seller.portrait else None,
            lots=[PublishedLot.model_validate(lot) for lot in lots],
            lot_count=lots[0].lots if lots else 0,
            recall_count=lots[0].recalls if lots else 0,
            standards=[Standard.model_validate(paper) for paper in found.papers],
        )
    )
