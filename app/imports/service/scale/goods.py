"""Invented products with their packings, pictures, lots and journeys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from app.catalog.models import Category, Product, ProductImage, ProductStatus, TeaType, Variant
from app.catalog.service.listing import show
from app.core.days import VIETNAM
from app.core.ids import new_code
from app.core.text import slugify
from app.imports.service.scale.copying import made, made_id
from app.imports.service.scale.names import HILLS, OTHERS, TEAS, TOUCHES, TOUCHES_EN, Line
from app.ocop.models import Certificate
from app.places import queries as places
from app.sellers.models import Seller
from app.traceability.models import GrowingArea, Lot, LotStatus, TrackingEvent
from app.traceability.rules import Stage, biz_step
from app.traceability.service.publication import next_lot

PREFIX = "MAU-"
"""SKUs of generated products begin with it."""
MADE = datetime(2026, 9, 1, tzinfo=UTC)
TEAS_OF_TEN = 6


@dataclass(frozen=True)
class Ground:
    """What products are made of: rows that are there already."""

    sellers: Sequence[Seller]
    areas: Sequence[GrowingArea]
    categories: Mapping[str, Category]
    groups: Mapping[UUID, Category]
    covers: Mapping[str, Sequence[ProductImage]]
    today: date


@dataclass
class Goods:
    """One product with everything that hangs on it."""

    product: Product
    image: ProductImage
    variants: list[Variant]
    certificate: Certificate | None = None
    lot: Lot | None = None
    events: list[TrackingEvent] = field(default_factory=list)


def made_goods(number: int, ground: Ground) -> Goods:
    """Product number `number`, the same in every run but for its days, which follow today's."""
    random = Random(f"product {number}")
    seller = ground.sellers[number % len(ground.sellers)]
    tea = number % 10 < TEAS_OF_TEN
    line = random.choice(TEAS if tea else OTHERS)
    product = _product(number, random, line, seller, ground)
    variants = _variants(number, random, line, product)
    goods = Goods(product, _image(number, random, product, ground), variants)
    product.cover, product.cover_alt = goods.image.content_hash, goods.image.alt
    if random.random() < 0.2:
        goods.certificate = _certify(number, random, product)
    if tea:
        _trace(number, random, line, goods, ground)
    category = ground.categories[line.category]
    group = ground.groups[category.parent_id] if category.parent_id else category
    product.search = show(product, variants, seller, category, group)
    return goods


def _product(number: int, random: Random, line: Line, seller: Seller, ground: Ground) -> Product:
    place, hill = places.ward(seller.ward_code).short_name, random.choice(HILLS)
    touch = random.randrange(len(TOUCHES))
    name = " ".join(part for part in (line.name, place, hill, TOUCHES[touch]) if part)
    return made(
        Product,
        id=made_id(random, number),
        seller_id=seller.id,
        category_id=ground.categories[line.category].id,
        slug=f"{slugify(name)[:90]}-m{number}",
        status=ProductStatus.APPROVED,
        name=name,
        name_en=" ".join(part for part in (line.name_en, place, hill, TOUCHES_EN[touch]) if part),
        summary=f"{line.name} của {seller.name}. Dữ liệu mẫu do máy sinh ra.",
        summary_en=f"{line.name_en} by {seller.name}. Generated sample data.",
        description=f"{line.name} trồng và làm ở {place}.\n\n*Dữ liệu mẫu.*",
        description_en=f"{line.name_en} grown and made in {place}.\n\n*Sample data.*",
        tea_type=TeaType(line.tea) if line.tea else None,
        label={"storage": "Kín, khô, tránh nắng.", "standard": "Tiêu chuẩn cơ sở (dữ liệu mẫu)"},
        published_at=MADE,
        created_at=MADE,
        updated_at=MADE,
        sold=int(random.expovariate(1 / 40)),
    )


def _variants(number: int, random: Random, line: Line, product: Product) -> list[Variant]:
    price = random.randint(*line.price)
    in_stock = random.random() < 0.93
    return [
        made(
            Variant,
            id=made_id(random, number * 2 + position),
            product_id=product.id,
            seller_id=product.seller_id,
            sku=f"{PREFIX}{number}-{position}",
            name=f"{line.packaging.capitalize()} {_weight(grams)}",
            name_en=_weight(grams),
            packaging=line.packaging,
            net_grams=grams,
            gross_grams=grams + 20 + grams // 20,
            price=max(1000, price * grams // 100_000 * 1000),
            on_hand=random.randint(3, 200) if in_stock else 0,
            position=position,
        )
        for position, grams in enumerate(line.weights)
    ]


def _weight(grams: int) -> str:
    """
    >>> _weight(500), _weight(1000)
    ('500 g', '1 kg')
    """
    return f"{grams // 1000} kg" if grams % 1000 == 0 else f"{grams} g"


def _image(number: int, random: Random, product: Product, ground: Ground) -> ProductImage:
    """A drawing of the sample's that fits."""
    drawn = random.choice(ground.covers[product.tea_type or ""] or ground.covers[""])
    return made(
        ProductImage,
        id=made_id(random, number),
        product_id=product.id,
        content_hash=drawn.content_hash,
        width=drawn.width,
        height=drawn.height,
        ready=True,
        alt=f"Tranh vẽ {product.name}",
        alt_en=f"Drawing of {product.name_en}",
    )


def _certify(number: int, random: Random, product: Product) -> Certificate:
    issued = date(2023, 7, 1) + timedelta(days=random.randrange(1100))
    certificate = made(
        Certificate,
        id=made_id(random, number),
        product_id=product.id,
        decision_no=f"Mẫu {number}/QĐ-UBND",
        issuer="UBND tỉnh Thái Nguyên",
        stars=random.choice((3, 3, 3, 4, 4)),
        issued_on=issued,
        expires_on=issued + timedelta(days=3 * 365),
    )
    product.ocop_stars, product.ocop_expires_on = certificate.stars, certificate.expires_on
    return certificate


def _trace(number: int, random: Random, line: Line, goods: Goods, ground: Ground) -> None:
    """A published lot of the product's first packing, whose weights balance."""
    area = ground.areas[number % len(ground.areas)]
    variant = goods.variants[0]
    packs = random.randint(30, 240)
    harvested = ground.today - timedelta(days=random.randint(12, 110))
    packed_at = datetime.combine(harvested + timedelta(days=3), time(17), VIETNAM)
    goods.lot = lot = made(
        Lot,
        id=made_id(random, number),
        code=new_code(10, pick=random.choice),
        seller_id=goods.product.seller_id,
        product_id=goods.product.id,
        variant_id=variant.id,
        growing_area_id=area.id,
        lot_number=f"M{number}",
        status=LotStatus.PUBLISHED,
        harvested_on=harvested,
        packed_on=harvested + timedelta(days=3),
        expires_on=harvested + timedelta(days=round(line.months * 30.4)),
        picking_standard=line.tea if line.ratio else "",
        fresh_grams=round(packs * variant.net_grams * line.ratio),
        bulk_grams=packs * variant.net_grams,
        packs=packs,
        net_grams=variant.net_grams,
        maker=ground.sellers[number % len(ground.sellers)].representative,
        standards="Tiêu chuẩn cơ sở (dữ liệu mẫu)",
        published_at=packed_at,
        created_at=packed_at,
    )
    goods.events = [
        _event(number * 4 + index, random, lot, area, step) for index, step in enumerate(STEPS)
    ]
    goods.product.traceable, goods.product.harvested_on = True, harvested
    goods.product.next_lot = next_lot(lot, area.name)


STEPS = (
    (Stage.HARVEST, 0, 5, "Hái búp", "Picking"),
    (Stage.WITHER, 0, 9, "Làm héo", "Withering"),
    (Stage.DRY, 0, 14, "Sao khô", "Firing dry"),
    (Stage.PACK, 3, 8, "Đóng gói, dán tem", "Packing and labelling"),
)


def _event(
    number: int, random: Random, lot: Lot, area: GrowingArea, step: tuple[Stage, int, int, str, str]
) -> TrackingEvent:
    stage, day, hour, title, title_en = step
    at = datetime.combine(lot.harvested_on + timedelta(days=day), time(hour), VIETNAM)
    return made(
        TrackingEvent,
        id=made_id(random, number),
        lot_id=lot.id,
        stage=stage,
        biz_step=biz_step(stage),
        event_time=at,
        recorded_at=at + timedelta(hours=2),
        title=title,
        title_en=title_en,
        place=area.name,
        location_code=area.code,
        trace_code=lot.lot_number,
        responsible=lot.maker,
        grams_out=lot.fresh_grams or None if stage is Stage.HARVEST else None,
    )
