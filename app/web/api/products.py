"""Products on sale: the shop's list with its filters, and one product."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Response

from app.catalog.models import TeaType
from app.catalog.queries.listing import listing
from app.core.days import today
from app.core.db import ReaderDep
from app.core.errors import NotFound
from app.core.i18n import mark
from app.core.media import media_url
from app.core.money import per_100_grams
from app.core.rest import cursors
from app.core.rest.route import router as api_router
from app.core.rest.schemas import Moment, Out, Page, Slug, answer, example
from app.places import queries as places
from app.tokens.deps import visitor
from app.web.api.filters import Filters, filters
from app.web.queries import product as queries
from app.web.queries.product import Shown

router = api_router("public")
CARD: dict[str, Any] = {
    "slug": "che-dinh-tan-cuong",
    "name": "Chè đinh Tân Cương",
    "name_en": "Tân Cương đinh tea",
    "seller": {"slug": "htx-che-tan-cuong", "name": "HTX chè Tân Cương"},
    "category": "che-cao-cap",
    "tea_type": "dinh",
    "ward_code": "05503",
    "price": 350_000,
    "net_grams": 100,
    "unit_price": 350_000,
    "in_stock": True,
    "ocop_stars": 5,
    "ocop_expires_on": "2028-06-30",
    "harvested_on": "2026-10-12",
    "traceable": True,
    "sold": 120,
    "cover": "/media/" + "5f" * 32 + "-800.webp",
}


class SellerRef(Out):
    slug: str
    name: str


class Card(Out):
    """`price` is that of the cheapest variant, `unit_price` đồng for 100 g of it."""

    model_config = Out.model_config | example(CARD)

    slug: str
    name: str
    name_en: str
    seller: SellerRef
    category: str
    tea_type: TeaType | None
    ward_code: str
    price: int
    net_grams: int
    unit_price: int
    in_stock: bool
    ocop_stars: int
    ocop_expires_on: date | None
    harvested_on: date | None
    traceable: bool
    sold: int
    cover: str | None


class Offer(Out):
    """`available` is how many one order may hold now."""

    name: str
    name_en: str
    packaging: str
    gtin: str | None
    net_grams: int
    price: int
    list_price: int | None
    unit_price: int
    available: int


class Photo(Out):
    url: str
    width: int
    height: int
    alt: str
    alt_en: str


class Certificate(Out):
    stars: int
    decision_no: str
    issuer: str
    issued_on: date
    expires_on: date


class NextLot(Out):
    code: str
    lot_number: str
    harvested_on: date
    packed_on: date
    expires_on: date


class Maker(Out):
    slug: str
    name: str
    legal_name: str
    address: str
    phone: str
    tax_code: str | None


class PublicProduct(Out):
    """`lot` is the one that the next buyer receives."""

    model_config = Out.model_config | example(
        {
            "slug": "che-dinh-tan-cuong",
            "name": "Chè đinh Tân Cương",
            "name_en": "Tân Cương đinh tea",
            "summary": "Búp đinh hái tay, hương cốm.",
            "summary_en": "",
            "description": "Hái lúc sương chưa tan, **sao suốt** trên chảo gang.",
            "description_en": "",
            "category": "che-cao-cap",
            "tea_type": "dinh",
            "attributes": {"cultivar": "LDP1"},
            "label": {"ingredients": "100% búp chè LDP1", "shelf_life_days": 730},
            "geographical_indication": "",
            "on_sale": True,
            "sold": 120,
            "published_at": "2026-11-03T03:00:00Z",
            "seller": {
                "slug": "htx-che-tan-cuong",
                "name": "HTX chè Tân Cương",
                "legal_name": "Hợp tác xã chè Tân Cương",
                "address": "Xóm Hồng Thái 2, xã Tân Cương, tỉnh Thái Nguyên",
                "phone": "+84912345678",
                "tax_code": None,
            },
            "variants": [
                {
                    "name": "Hộp 100 g",
                    "name_en": "Box of 100 g",
                    "packaging": "hộp",
                    "gtin": None,
                    "net_grams": 100,
                    "price": 350_000,
                    "list_price": None,
                    "unit_price": 350_000,
                    "available": 20,
                }
            ],
            "photos": [
                {
                    "url": CARD["cover"],
                    "width": 1600,
                    "height": 1200,
                    "alt": "",
                    "alt_en": "",
                }
            ],
            "ocop": None,
            "lot": {
                "code": "K7Q4M9MXDT",
                "lot_number": "TC-2610-07",
                "harvested_on": "2026-10-12",
                "packed_on": "2026-10-15",
                "expires_on": "2028-10-15",
            },
        }
    )

    slug: str
    name: str
    name_en: str
    summary: str
    summary_en: str
    description: str
    description_en: str
    category: str
    tea_type: TeaType | None
    attributes: dict[str, Any]
    label: dict[str, Any]
    geographical_indication: str
    on_sale: bool
    sold: int
    published_at: Moment
    seller: Maker
    variants: list[Offer]
    photos: list[Photo]
    ocop: Certificate | None
    lot: NextLot | None


@router.get(
    "/products",
    operation_id="listProducts",
    summary=mark("Sản phẩm đang bán, với các bộ lọc của sàn"),
    response_model=Page[Card],
    dependencies=[Depends(visitor)],
)
def list_products(reader: ReaderDep, asked: Annotated[Filters, Depends(filters)]) -> Response:
    after = cursors.read(asked.place, asked.cursor)[0] if asked.cursor else ""
    found = listing(reader, replace(asked.wanted, after=after), today())
    following = cursors.write(asked.place, found.more) if found.more else None
    return answer(Page[Card](items=[_card(row) for row in found.cards], next_cursor=following))


PLAIN = set(Card.model_fields) - {"seller", "category", "cover"}


def _card(row: Any) -> Card:
    return Card(
        **{name: getattr(row, name) for name in PLAIN},
        seller=SellerRef(slug=row.seller_slug, name=row.seller_name),
        category=row.category_slug,
        cover=media_url(row.cover) if row.cover else None,
    )


@router.get(
    "/products/{slug}",
    operation_id="getProduct",
    summary=mark("Một sản phẩm như trên trang của nó"),
    response_model=PublicProduct,
    dependencies=[Depends(visitor)],
)
def get_product(slug: Slug, reader: ReaderDep) -> Response:
    """Also one that is paused or sold out (`on_sale` false): old links keep their answer."""
    shown = queries.product(reader, slug, today())
    if shown is None:
        raise NotFound
    return answer(_whole(shown))


TEXT = (
    "slug name name_en summary summary_en description description_en tea_type attributes label"
    " geographical_indication sold published_at"
)


def _whole(shown: Shown) -> PublicProduct:
    found = shown.product
    variants = [_offer(one) for one in shown.variants]
    return PublicProduct(
        **{name: getattr(found, name) for name in TEXT.split()},
        category=found.category_slug,
        on_sale=found.listed and any(one.available for one in variants),
        seller=Maker(
            slug=found.maker_slug,
            name=found.maker_name,
            legal_name=found.maker_legal_name,
            address=places.address_line(found.maker_street, found.maker_ward_code),
            phone=found.maker_phone,
            tax_code=found.maker_tax_code,
        ),
        variants=variants,
        photos=[Photo(**one, url=media_url(one["content_hash"])) for one in shown.images],
        ocop=Certificate(**shown.certificate) if shown.certificate else None,
        lot=NextLot(**shown.lot) if shown.lot else None,
    )


def _offer(one: dict[str, Any]) -> Offer:
    return Offer(
        **one,
        unit_price=per_100_grams(one["price"], one["net_grams"]),
        available=max(0, min(one["on_hand"] - one["allocated"], one["max_per_order"])),
    )
