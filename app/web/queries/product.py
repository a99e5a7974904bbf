"""What a product page shows, in two statements: the product with its maker, and all around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Row,
    Select,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col

from app.catalog.models import Product, ProductImage, ProductSlug, ProductStatus, Variant
from app.catalog.queries.listing import CARD
from app.ocop.models import Certificate
from app.sellers.models import Seller, SellerStatus
from app.traceability.models import (
    GrowingArea,
    LabReport,
    Lot,
    LotStatus,
    StandardCertificate,
    TrackingEvent,
)

MOST_BESIDE = 4
"""Other products of the same maker."""


@dataclass(frozen=True)
class Shown:
    """`product` has its own columns and its maker's as `maker_…`; the rest are JSON objects."""

    product: Row[Any]
    variants: Sequence[dict[str, Any]]
    images: Sequence[dict[str, Any]]
    certificate: dict[str, Any] | None
    standards: Sequence[dict[str, Any]]
    lot: dict[str, Any] | None
    """The published lot that the next buyer receives; None when there is none."""
    area: dict[str, Any] | None
    journey: Sequence[dict[str, Any]]
    reports: Sequence[dict[str, Any]]
    called_back: Sequence[dict[str, Any]]
    """Recalled lots of this product that somebody may still hold, the latest last."""
    beside: Sequence[Row[Any]]
    maker_lots: int
    maker_recalls: int


def product(reader: Connection, slug: str, today: date) -> Shown | None:
    """A product on sale, or one that was withdrawn for a while; None if there never was one."""
    found = reader.execute(PRODUCT, {"slug": slug}).first()
    if found is None:
        return None
    code = (found.next_lot or {}).get("code", "")
    values = {"product_id": found.id, "seller_id": found.seller_id, "code": code, "today": today}
    rows = reader.execute(AROUND, values).all()
    around = rows[0]
    return Shown(
        product=found,
        variants=around.variants,
        images=around.images,
        certificate=_dated(around.certificate, "issued_on", "expires_on"),
        standards=[_dated(one, "valid_to") or {} for one in around.standards],
        lot=_dated(around.lot, "harvested_on", "packed_on", "expires_on"),
        area=around.area,
        journey=[_timed(step) for step in around.journey],
        reports=[_dated(one, "reported_on") or {} for one in around.reports],
        called_back=around.called_back,
        beside=[row for row in rows if row.slug is not None],
        maker_lots=around.maker_lots,
        maker_recalls=around.maker_recalls,
    )


def moved_product(reader: Connection, slug: str) -> str | None:
    """The present slug of a product that once had this one."""
    statement = select(col(Product.slug)).join(
        ProductSlug, col(ProductSlug.product_id) == Product.id
    )
    return reader.execute(statement.where(col(ProductSlug.slug) == slug)).scalar()


def _dated(found: dict[str, Any] | None, *names: str) -> dict[str, Any] | None:
    """JSON has no dates."""
    return found and found | {name: date.fromisoformat(found[name]) for name in names}


def _timed(step: dict[str, Any]) -> dict[str, Any]:
    return step | {"event_time": datetime.fromisoformat(step["event_time"])}


READABLE = (ProductStatus.APPROVED, ProductStatus.ARCHIVED)
"""An operator approved the text. What was taken down nobody reads, though it is sent again."""

MAKER = (
    "name legal_name slug kind phone zalo street ward_code province_code households quote quote_en"
    " quote_by portrait logo is_sample tax_code away_from away_until away_note"
)


def _product() -> Select[Any]:
    columns = [getattr(Seller, name).label(f"maker_{name}") for name in MAKER.split()]
    return (
        select(*Product.__table__.c, *columns)  # type: ignore[attr-defined]
        .join(Seller, col(Seller.id) == Product.seller_id)
        .where(
            col(Product.slug) == bindparam("slug"),
            col(Product.published_at).is_not(None),
            col(Product.status).in_(READABLE),
            col(Seller.status) == SellerStatus.APPROVED,
        )
    )


def _json(model: type[SQLModel], names: str) -> Any:
    pairs = [part for name in names.split() for part in (name, getattr(model, name))]
    return func.jsonb_build_object(*pairs, type_=JSONB)


def _one(model: type[SQLModel], names: str, *where: Any, latest: str = "") -> Any:
    """The only row, or the latest, as a JSON object."""
    statement = select(_json(model, names)).where(*where)
    if latest:
        statement = statement.order_by(getattr(model, latest).desc()).limit(1)
    return statement.scalar_subquery()


def _all(model: type[SQLModel], names: str, order: str, *where: Any) -> Any:
    """All rows as a JSON list, empty rather than null."""
    by = [getattr(model, name) for name in order.split()]
    listed = func.jsonb_agg(aggregate_order_by(_json(model, names), *by))
    return (
        select(func.coalesce(listed, func.jsonb_build_array(), type_=JSONB))
        .where(*where)
        .scalar_subquery()
    )


def _lots(status: LotStatus) -> Any:
    owned = col(Lot.seller_id) == bindparam("seller_id")
    return select(func.count()).where(owned, col(Lot.status) == status).scalar_subquery()


PRODUCT_ID: BindParameter[Any] = bindparam("product_id")
SELLER_ID: BindParameter[Any] = bindparam("seller_id")
TODAY: BindParameter[Any] = bindparam("today")
CODE: BindParameter[Any] = bindparam("code")
LOT_ID = select(col(Lot.id)).where(col(Lot.code) == CODE).scalar_subquery()
AREA_ID = select(col(Lot.growing_area_id)).where(col(Lot.code) == CODE).scalar_subquery()
CORRECTION = aliased(TrackingEvent)

COLUMNS = {
    "variants": _all(
        Variant,
        "id name name_en packaging net_grams price list_price on_hand allocated"
        " min_per_order max_per_order gtin",
        "position price",
        col(Variant.product_id) == PRODUCT_ID,
        col(Variant.active),
    ),
    "images": _all(
        ProductImage,
        "content_hash width height alt alt_en",
        "position id",
        col(ProductImage.product_id) == PRODUCT_ID,
        col(ProductImage.ready),
        col(ProductImage.live),
    ),
    "certificate": _one(
        Certificate,
        "stars decision_no issuer issued_on expires_on",
        col(Certificate.product_id) == PRODUCT_ID,
        col(Certificate.revoked_on).is_(None),
        col(Certificate.issued_on) <= TODAY,
        col(Certificate.expires_on) >= TODAY,
        latest="issued_on",
    ),
    "standards": _all(
        StandardCertificate,
        "scheme number issuer valid_to",
        "scheme valid_to",
        col(StandardCertificate.seller_id) == SELLER_ID,
        TODAY.between(StandardCertificate.valid_from, StandardCertificate.valid_to),
    ),
    "lot": _one(
        Lot,
        "code variant_id lot_number harvested_on packed_on expires_on packs maker"
        " picking_standard standards",
        col(Lot.code) == CODE,
        col(Lot.status) == LotStatus.PUBLISHED,
    ),
    "called_back": _all(
        Lot,
        "code lot_number",
        "recalled_at",
        col(Lot.product_id) == PRODUCT_ID,
        col(Lot.status) == LotStatus.RECALLED,
        col(Lot.expires_on) >= TODAY,
    ),
    "area": _one(
        GrowingArea,
        "name code ward_code hectares cultivar last_treatment_days",
        col(GrowingArea.id) == AREA_ID,
    ),
    "journey": _all(
        TrackingEvent,
        "event_time title title_en note note_en stage",
        "event_time recorded_at",
        col(TrackingEvent.lot_id) == LOT_ID,
        ~exists().where(col(CORRECTION.corrects_id) == TrackingEvent.id),
    ),
    "reports": _all(
        LabReport,
        "number laboratory reported_on result result_en passed",
        "reported_on",
        col(LabReport.lot_id) == LOT_ID,
    ),
    "maker_lots": _lots(LotStatus.PUBLISHED),
    "maker_recalls": _lots(LotStatus.RECALLED),
}
BESIDE = (
    select(*CARD)
    .where(col(Product.listed), col(Product.seller_id) == SELLER_ID, col(Product.id) != PRODUCT_ID)
    .order_by(col(Product.in_stock).desc(), col(Product.sold).desc(), col(Product.slug))
    .limit(literal_column(str(MOST_BESIDE)))
    .subquery("beside")
)


def _around() -> Select[Any]:
    """One row, or one for each product beside; what is around the page's own stands in each."""
    around = select(*(column.label(name) for name, column in COLUMNS.items())).subquery("around")
    return select(around, BESIDE).select_from(around).outerjoin(BESIDE, true())


PRODUCT = _product()
AROUND = _around()
