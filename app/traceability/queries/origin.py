"""What an origin page shows, in two statements: the lot with all around it, and its journey."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Uuid,
    any_,
    bindparam,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, aggregate_order_by
from sqlmodel import SQLModel, col

from app.catalog.models import Product, Variant
from app.core import days
from app.ocop.models import Certificate
from app.sellers.models import Seller
from app.traceability.models import (
    AlertState,
    GrowingArea,
    LabReport,
    Lot,
    LotStatus,
    ScanAlert,
    ScanCode,
    StandardCertificate,
    TrackingEvent,
)
from app.traceability.queries.labels import active_labels
from app.traceability.queries.options import DEVICES_PER_PACK
from app.traceability.rules.verdicts import Judgement, LotState, judge
from app.transparency.queries.proofs import standing_column

PUBLIC = (LotStatus.PUBLISHED, LotStatus.RECALLED)
"""A draft does not exist for anybody but its seller."""
KNOWN = col(Seller.approved_at).is_not(None)
"""Nothing of a seller is public before its first approval; after it, packets are about for ever."""


@dataclass(frozen=True)
class Origin:
    """`lot` has the lot's columns and those of `AROUND`; `journey` is earliest first."""

    lot: Row[Any]
    journey: Sequence[Any]


def origin(connection: Connection, code: str) -> Origin | None:
    """Everything public about the lot with this code; None if there is no such public lot."""
    lot = connection.execute(LOT, {"code": code}).first()
    if lot is None:
        return None
    return Origin(lot, connection.execute(JOURNEY, {"lot_id": lot.id}).all())


def _prefixed(prefix: str, model: type[SQLModel], *names: str) -> list[ColumnElement[Any]]:
    return [getattr(model, name).label(f"{prefix}_{name}") for name in names]


_AREAS_BEHIND: ColumnElement[Any] = literal_column(
    """ARRAY(
    WITH RECURSIVE held AS NOT MATERIALIZED (
        SELECT f.event_id, f.material_id, f.made FROM material_flow f
        WHERE NOT EXISTS (SELECT FROM error_declaration d WHERE d.event_id = f.event_id)
    ), behind (material_id) AS (
        SELECT f.material_id FROM journey_event e JOIN held f ON f.event_id = e.id AND NOT f.made
        WHERE lot.growing_area_id IS NULL AND e.lot_id = lot.id AND e.kind = 'pack'
        UNION
        SELECT input.material_id FROM behind
        JOIN held made ON made.material_id = behind.material_id AND made.made
        JOIN held input ON input.event_id = made.event_id AND NOT input.made
    )
    SELECT material.growing_area_id FROM behind
    JOIN material ON material.id = behind.material_id
    WHERE material.growing_area_id IS NOT NULL)""",
    ARRAY(Uuid),
)
"""The areas that a blend's leaf came from, by records that hold; empty for a lot of one area."""
BEHIND = select(_AREAS_BEHIND.label("areas")).lateral("behind")


def _certificates() -> ColumnElement[Any]:
    """Those that held on the day of the harvest, of the seller or of the lot's very areas."""
    mine = (
        (col(StandardCertificate.seller_id) == Lot.seller_id)
        & col(StandardCertificate.growing_area_id).is_(None)
    ) | _of_area(StandardCertificate.growing_area_id)
    held = col(Lot.harvested_on).between(
        StandardCertificate.valid_from, StandardCertificate.valid_to
    )
    fields = ("scheme", "number", "issuer", "valid_from", "valid_to", "assurance")
    return _listed(StandardCertificate, fields, "scheme", mine & held)


def _areas() -> ColumnElement[Any]:
    """Where the leaf of a blend grew; where it grew in one area, that stands beside the lot."""
    fields = ("name", "code", "code_issuer", "ward_code", "cultivar")
    return _listed(GrowingArea, fields, "name", col(GrowingArea.id) == any_(BEHIND.c.areas))


def _of_area(area_id: Any) -> ColumnElement[bool]:
    return (col(area_id) == Lot.growing_area_id) | (col(area_id) == any_(BEHIND.c.areas))


def _reports() -> ColumnElement[Any]:
    fields = ("number", "laboratory", "reported_on", "result", "result_en", "passed", "assurance")
    return _listed(LabReport, fields, "reported_on", col(LabReport.lot_id) == Lot.id)


def _listed(
    model: type[SQLModel], fields: tuple[str, ...], order: str, where: Any
) -> ColumnElement[Any]:
    """A JSON list of `fields`, made in the same statement."""
    pairs = [part for name in fields for part in (name, getattr(model, name))]
    row = func.jsonb_build_object(*pairs)
    listed = func.jsonb_agg(aggregate_order_by(row, getattr(model, order)))
    return (
        select(func.coalesce(listed, func.jsonb_build_array(), type_=JSONB))
        .where(where)
        .correlate(Lot, BEHIND)
        .scalar_subquery()
    )


def _ocop() -> ColumnElement[Any]:
    """The product's best certificate that holds today in Vietnam."""
    today = func.date(func.timezone("Asia/Ho_Chi_Minh", func.now()))
    row = func.jsonb_build_object(
        "stars", Certificate.stars, "decision_no", Certificate.decision_no,
        "issuer", Certificate.issuer, "issued_on", Certificate.issued_on,
        "expires_on", Certificate.expires_on,
    )  # fmt: skip
    return (
        select(row)
        .where(
            col(Certificate.product_id) == Lot.product_id,
            col(Certificate.revoked_on).is_(None),
            col(Certificate.issued_on) <= today,
            col(Certificate.expires_on) >= today,
        )
        .order_by(col(Certificate.stars).desc(), col(Certificate.expires_on).desc())
        .limit(1)
        .correlate(Lot)
        .scalar_subquery()
    )


def alerts_of(code: Any) -> ColumnElement[Any]:
    """The kinds of what was unusual about a code's scans and nobody closed; NULL for none."""
    return (
        select(func.array_agg(ScanAlert.kind))
        .where(col(ScanAlert.code) == code, col(ScanAlert.state) != AlertState.CLOSED)
        .correlate(Lot)
        .scalar_subquery()
    )


def _checked(name: str) -> ColumnElement[Any]:
    """Of the lot's code: when a person first checked it, or how often it was scanned."""
    return (
        select(getattr(ScanCode, name))
        .where(col(ScanCode.code) == Lot.code)
        .correlate(Lot)
        .scalar_subquery()
        .label(f"checked_{name}")
    )


LOGGED = """ARRAY(
    SELECT captured.event_hash FROM captured_event AS captured
    WHERE captured.subject_id IN (
        SELECT record.id FROM journey_event AS record WHERE record.lot_id = lot.id
        UNION ALL SELECT step.id FROM tracking_event AS step WHERE step.lot_id = lot.id
    )
)"""
"""Hashes of the lot's own records; those of what went into it were logged before them."""
AROUND = [
    *_prefixed("product", Product, "slug", "name", "name_en", "cover", "cover_alt", "attributes"),
    *_prefixed("product", Product, "label", "geographical_indication", "listed"),
    *_prefixed("variant", Variant, "name", "name_en", "packaging", "price", "active"),
    (col(Variant.on_hand) - col(Variant.allocated)).label("variant_free"),
    *_prefixed("seller", Seller, "name", "legal_name", "slug", "phone", "zalo", "ward_code"),
    *_prefixed("seller", Seller, "street", "quote", "quote_en", "quote_by", "portrait"),
    *_prefixed("seller", Seller, "is_sample", "kind", "tax_code"),
    *_prefixed("area", GrowingArea, "name", "code", "code_issuer", "ward_code", "hectares"),
    *_prefixed("area", GrowingArea, "households", "cultivar", "geographical_indication"),
    *_prefixed("area", GrowingArea, "last_treatment_days", "picture"),
    active_labels().label("labels"),
    _areas().label("areas"),
    _certificates().label("certificates"),
    _reports().label("reports"),
    _ocop().label("ocop"),
    DEVICES_PER_PACK.column().label("devices_per_pack"),
    alerts_of(Lot.code).label("alerts"),
    _checked("first_at"),
    _checked("scans"),
    standing_column(LOGGED).label("standing"),
]


def _lot() -> Select[Any]:
    return (
        select(*Lot.__table__.c, *AROUND)  # type: ignore[attr-defined]
        .join(Product, col(Product.id) == Lot.product_id)
        .join(Variant, col(Variant.id) == Lot.variant_id)
        .join(Seller, col(Seller.id) == Lot.seller_id)
        .outerjoin(GrowingArea, col(GrowingArea.id) == Lot.growing_area_id)
        .join(BEHIND, true())
        .where(col(Lot.code) == bindparam("code"), col(Lot.status).in_(PUBLIC), KNOWN)
    )


LOT = _lot()
JOURNEY = (
    select(*TrackingEvent.__table__.c)  # type: ignore[attr-defined]
    .where(col(TrackingEvent.lot_id) == bindparam("lot_id"))
    .order_by(col(TrackingEvent.event_time), col(TrackingEvent.recorded_at), col(TrackingEvent.id))
)


def dated(papers: list[dict[str, Any]] | None, *names: str) -> list[dict[str, Any]]:
    """JSON rows with their days as dates again."""
    return [
        paper | {name: date.fromisoformat(paper[name]) for name in names} for paper in papers or []
    ]


def judgement_of(lot: Any) -> Judgement:
    state = LotState(
        lot.status is LotStatus.RECALLED,
        lot.expires_on,
        lot.packs,
        lot.devices,
        lot.alerts or (),
        held=bool(lot.held_reason),
    )
    return judge(state, days.today(), DEVICES_PER_PACK.or_default(lot.devices_per_pack))
