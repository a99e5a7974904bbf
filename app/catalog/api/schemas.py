"""What a seller's product reads like in JSON."""

from typing import Annotated, Any

from pydantic import Field

from app.catalog.models import ProductStatus, TeaType
from app.catalog.rules.content import Content, Line, Short, Text
from app.core.rest.schemas import In, Moment, Out, Slug, Whole, example

Grade = Annotated[Whole, Field(ge=1, le=5)]
Name = Annotated[str, Field(min_length=3, max_length=160)]
Long = Annotated[str, Field(max_length=8000)]


class TasteIn(In):
    aroma: Grade | None = None
    astringent: Grade | None = None
    sweet: Grade | None = None
    strong: Grade | None = None


class BrewingIn(In):
    grams: Annotated[Whole, Field(ge=1, le=100)] | None = None
    ml: Annotated[Whole, Field(ge=10, le=5000)] | None = None
    celsius: Annotated[Whole, Field(ge=0, le=100)] | None = None
    seconds: Annotated[Whole, Field(ge=1, le=86400)] | None = None
    infusions: Annotated[Whole, Field(ge=1, le=20)] | None = None


class AttributesIn(In):
    """Of every trade; what a trade is not asked is left out."""

    cultivar: Short = ""
    grade: Short = ""
    picking_standard: Short = ""
    season: Short = ""
    source: Line = ""
    processing: Line = ""
    usage: Line = ""
    material: Line = ""
    dimensions: Short = ""
    contents: Line = ""
    taste: TasteIn = TasteIn()
    brewing: BrewingIn = BrewingIn()


class LabelIn(In):
    ingredients: Text = ""
    ingredients_en: Text = ""
    storage: Line = ""
    storage_en: Line = ""
    shelf_life_days: Annotated[Whole, Field(ge=1, le=3650)] | None = None
    warnings: Line = ""
    standard: Line = ""


CONTENT: dict[str, Any] = {
    "category": "che-cao-cap",
    "name": "Chè đinh Tân Cương",
    "name_en": "Tân Cương đinh tea",
    "summary": "Búp đinh hái tay, hương cốm.",
    "summary_en": "Hand-picked buds, scent of young rice.",
    "description": "Hái lúc sương chưa tan, **sao suốt** trên chảo gang, hậu ngọt lâu.",
    "description_en": "",
    "tea_type": "dinh",
    "attributes": {
        "cultivar": "LDP1",
        "grade": "Hảo hạng",
        "picking_standard": "1 tôm",
        "season": "Vụ thu",
        "source": "",
        "processing": "",
        "usage": "",
        "material": "",
        "dimensions": "",
        "contents": "",
        "taste": {"aroma": 5, "astringent": 2, "sweet": 4, "strong": 3},
        "brewing": {"grams": 5, "ml": 200, "celsius": 85, "seconds": 20, "infusions": 5},
    },
    "label": {
        "ingredients": "100% búp chè LDP1",
        "ingredients_en": "100% LDP1 tea buds",
        "storage": "Nơi khô, tránh nắng",
        "storage_en": "",
        "shelf_life_days": 730,
        "warnings": "",
        "standard": "TCVN 12829",
    },
    "geographical_indication": "",
}


class ContentIn(In):
    """The whole text of a product; what is left out is empty."""

    model_config = example(CONTENT)

    category: Slug
    name: Name
    name_en: Annotated[str, Field(max_length=160)] = ""
    summary: Line = ""
    summary_en: Line = ""
    description: Long = ""
    description_en: Long = ""
    tea_type: TeaType | None = None
    attributes: AttributesIn = AttributesIn()
    label: LabelIn = LabelIn()
    geographical_indication: Short = ""


class ContentPatch(ContentIn):
    """Only what changes (RFC 7396, but an emptied text is `""`)."""

    model_config = example({"summary": "Câu mới.", "label": {"shelf_life_days": 540}})

    category: Slug | None = None  # type: ignore[assignment]  # here it may be left out
    name: Name | None = None  # type: ignore[assignment]


class ContentOut(ContentIn):
    """As it is written now: the pending revision where there is one."""


class ProductOut(Out):
    """`waits` says that `content` waits for approval while shoppers read the text before it."""

    model_config = Out.model_config | example(
        {
            "slug": "che-dinh-tan-cuong",
            "status": "approved",
            "paused": False,
            "listed": True,
            "waits": False,
            "decision_reason": "",
            "content": CONTENT,
            "created_at": "2026-11-02T01:30:00Z",
            "published_at": "2026-11-03T03:00:00Z",
        }
    )

    slug: str
    status: ProductStatus
    paused: bool
    listed: bool
    waits: bool
    decision_reason: str
    content: ContentOut
    created_at: Moment
    published_at: Moment | None


class ProductRow(Out):
    model_config = Out.model_config | example(
        {
            "slug": "che-dinh-tan-cuong",
            "name": "Chè đinh Tân Cương",
            "status": "approved",
            "paused": False,
            "listed": True,
            "waits": False,
            "decision_reason": "",
            "price": 350_000,
            "available": 48,
        }
    )

    slug: str
    name: str
    status: ProductStatus
    paused: bool
    listed: bool
    waits: bool
    decision_reason: str
    price: int
    available: int


class Gap(Out):
    part: str
    field: str
    detail: str


class Checklist(Out):
    """What is still missing before a product may be submitted; empty when nothing is."""

    model_config = Out.model_config | example(
        {"missing": [{"part": "images", "field": "photo", "detail": "Ít nhất một ảnh"}]}
    )

    missing: list[Gap]


def content_out(content: Content, category: str) -> ContentOut:
    said = content.model_dump(exclude={"category_id"})
    return ContentOut.model_validate({**said, "category": category})


SKU = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
Price = Annotated[Whole, Field(ge=1000, le=100_000_000)]
Grams = Annotated[Whole, Field(ge=1, le=50_000)]
Units = Annotated[Whole, Field(ge=0, le=1_000_000)]
VARIANT: dict[str, Any] = {
    "sku": "CD-100",
    "gtin": None,
    "name": "Hộp 100 g",
    "name_en": "Box of 100 g",
    "packaging": "hộp",
    "net_grams": 100,
    "gross_grams": 160,
    "price": 350_000,
    "list_price": None,
    "min_per_order": 1,
    "max_per_order": 20,
    "active": True,
    "position": 0,
}


class VariantChange(In):
    """Everything of a variant but how many there are."""

    model_config = example(VARIANT)

    sku: SKU
    gtin: Annotated[str, Field(max_length=20)] | None = None
    name: Annotated[str, Field(min_length=2, max_length=80)]
    name_en: Annotated[str, Field(max_length=80)] = ""
    packaging: Annotated[str, Field(max_length=40)] = ""
    net_grams: Grams
    gross_grams: Grams
    price: Price
    list_price: Price | None = None
    min_per_order: Annotated[Whole, Field(ge=1, le=999)] = 1
    max_per_order: Annotated[Whole, Field(ge=1, le=999)] = 99
    active: Annotated[bool, Field(strict=True)] = True
    position: Annotated[Whole, Field(ge=0, le=9999)] = 0


class NewVariant(VariantChange):
    model_config = example(VARIANT | {"on_hand": 50})

    on_hand: Units = 0


class StockChange(In):
    """What applies at once, on a live product too; what is left out stays."""

    model_config = example({"price": 340_000, "on_hand": 48})

    price: Price | None = None
    on_hand: Units | None = None
    active: Annotated[bool, Field(strict=True)] | None = None


class VariantOut(Out):
    """`allocated` units are promised to orders and still on hand."""

    model_config = Out.model_config | example(VARIANT | {"on_hand": 50, "allocated": 2})

    sku: str
    gtin: str | None
    name: str
    name_en: str
    packaging: str
    net_grams: int
    gross_grams: int
    price: int
    list_price: int | None
    min_per_order: int
    max_per_order: int
    active: bool
    position: int
    on_hand: int
    allocated: int


class VariantList(Out):
    model_config = Out.model_config | example(
        {"items": [VARIANT | {"on_hand": 50, "allocated": 2}]}
    )

    items: list[VariantOut]


HASH = "5f0c3a1e9b7d2c4f6a8e0b1d3f5a7c9e2b4d6f8a0c1e3b5d7f9a2c4e6b8d0f1a"
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class PhotoOut(Out):
    """`ready` once its sizes are made; until then `url` answers 404."""

    content_hash: str
    width: int
    height: int
    ready: bool
    url: str


class PhotoList(Out):
    """In their order, the first one the cover; of a pending revision where there is one."""

    model_config = Out.model_config | example(
        {
            "items": [
                {
                    "content_hash": HASH,
                    "width": 1600,
                    "height": 1200,
                    "ready": True,
                    "url": f"/media/{HASH}-800.webp",
                }
            ]
        }
    )

    items: list[PhotoOut]


class PhotoOrder(In):
    model_config = example({"order": [HASH]})

    order: Annotated[list[Hash], Field(max_length=20)]
