"""Areas, lots, their steps and papers, and a seller's orders, as the sheets of an export."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import String, cast, func, literal, null, select, union_all
from sqlmodel import col

from app.catalog.models import Product, Variant
from app.core.days import day_in_vietnam, start_of_day
from app.core.phones import spoken
from app.imports import rules
from app.imports.queries.known import ward_said
from app.imports.queries.owned import SELLER, Rows, Said, Statement, key_of, of_seller
from app.imports.rules.checks import OCOP
from app.imports.rules.wanted import Wanted
from app.ocop.models import Certificate
from app.orders.models import OrderGroup, OrderLine, SellerOrder
from app.sellers.models import Seller
from app.traceability.models import (
    GrowingArea,
    LabReport,
    Lot,
    LotStatus,
    StandardCertificate,
    TrackingEvent,
)
from app.traceability.queries.labels import active_labels
from app.traceability.rules import Stage


def _columns(model: Any, *names: str) -> list[Any]:
    return [getattr(model, name) for name in names]


def _since(statement: Any, wanted: Wanted, at: Any) -> Any:
    return statement.where(at >= start_of_day(wanted.since)) if wanted.since else statement


AREA = (
    "name",
    "code",
    "code_issuer",
    "hectares",
    "households",
    "cultivar",
    "geographical_indication",
    "latitude",
    "longitude",
    "last_treatment_days",
)


def areas(wanted: Wanted) -> Any:
    statement = select(*_columns(GrowingArea, *AREA, "ward_code"), *SELLER).join(
        Seller, col(Seller.id) == col(GrowingArea.seller_id)
    )
    return of_seller(statement, wanted).order_by(col(GrowingArea.id))


def said_areas(rows: Iterable[Any], wanted: Wanted) -> Rows:
    for row in rows:
        facts = {name: getattr(row, name) for name in AREA}
        yield facts | {"seller": key_of(row), "ward": ward_said(row.ward_code)}


LOT = (
    "lot_number",
    "harvested_on",
    "packed_on",
    "expires_on",
    "picking_standard",
    "fresh_grams",
    "bulk_grams",
    "packs",
    "maker",
    "standards",
    "balance_note",
    "recall_reason",
    "recall_reason_en",
)


def lots(wanted: Wanted) -> Any:
    statement = (
        select(
            *_columns(Lot, *LOT, "status", "recalled_at"),
            col(Variant.sku),
            col(GrowingArea.name).label("area"),
            active_labels().label("labels"),
            *SELLER,
        )
        .join(Seller, col(Seller.id) == col(Lot.seller_id))
        .join(Variant, col(Variant.id) == col(Lot.variant_id))
        .outerjoin(GrowingArea, col(GrowingArea.id) == col(Lot.growing_area_id))
    )
    return _since(of_seller(statement, wanted), wanted, col(Lot.created_at)).order_by(col(Lot.id))


def said_lots(rows: Iterable[Any], wanted: Wanted) -> Rows:
    for row in rows:
        yield {name: getattr(row, name) for name in (*LOT, "sku", "area")} | {
            "seller": key_of(row),
            "published": row.status != LotStatus.DRAFT,
            "labels": row.labels or None,
            "recalled_on": day_in_vietnam(row.recalled_at) if row.recalled_at else None,
        }


STEP = (
    "stage",
    "event_time",
    "event_end",
    "title",
    "title_en",
    "note",
    "note_en",
    "place",
    "location_code",
    "trace_code",
    "responsible",
    "grams_in",
    "grams_out",
)
REPORT = ("laboratory", "result", "result_en", "passed")


def steps(wanted: Wanted) -> Any:
    """As they were first told: a correction is an entry of its own, which no sheet can make."""
    told = [
        part for name in ("number", *REPORT) for part in (literal(name), getattr(LabReport, name))
    ]
    reports = (
        select(func.json_agg(func.json_build_object(*told)))
        .where(col(LabReport.lot_id) == col(Lot.id))
        .correlate(Lot)
        .scalar_subquery()
    )
    statement = (
        select(
            *_columns(TrackingEvent, *STEP, "lot_id"),
            col(Lot.lot_number),
            reports.label("reports"),
            *SELLER,
        )
        .join(Lot, col(Lot.id) == col(TrackingEvent.lot_id))
        .join(Seller, col(Seller.id) == col(Lot.seller_id))
        .where(col(TrackingEvent.corrects_id).is_(None))
    )
    statement = _since(of_seller(statement, wanted), wanted, col(TrackingEvent.recorded_at))
    return statement.order_by(
        col(TrackingEvent.lot_id), col(TrackingEvent.event_time), col(TrackingEvent.id)
    )


def said_steps(rows: Iterable[Any], wanted: Wanted) -> Rows:
    for _, journey in groupby(rows, key=lambda row: row.lot_id):
        of_lot = list(journey)
        reports = _reported(of_lot)
        for place, row in enumerate(of_lot):
            facts = {name: getattr(row, name) for name in (*STEP, "lot_number")}
            yield facts | {"seller": key_of(row)} | reports.get(place, {})


def _reported(journey: list[Any]) -> dict[int, dict[str, Any]]:
    """A lot's test reports by the place of the step that tells each: tests first, then the last."""
    reports = sorted(journey[0].reports or (), key=lambda report: str(report["number"]))
    tests = [place for place, row in enumerate(journey) if row.stage == Stage.TEST]
    others = [place for place in reversed(range(len(journey))) if place not in tests]
    return {
        place: {name: report[name] for name in REPORT} | {"report_number": report["number"]}
        for place, report in zip(tests + others, reports, strict=False)
    }


def certificates(wanted: Wanted) -> Any:
    """Of OCOP, named by the main packing of their product; of standards, by area or seller."""
    main = (
        select(col(Variant.sku))
        .where(col(Variant.product_id) == col(Product.id))
        .order_by(col(Variant.position), col(Variant.id))
        .limit(1)
        .correlate(Product)
        .scalar_subquery()
    )
    ocop = (
        select(
            literal(OCOP).label("scheme"),
            main.label("sku"),
            cast(null(), String).label("area"),
            col(Certificate.decision_no).label("number"),
            *_columns(Certificate, "issuer", "stars", "issued_on", "expires_on", "revoked_on"),
            cast(null(), String).label("assurance"),
            *SELLER,
        )
        .join(Product, col(Product.id) == col(Certificate.product_id))
        .join(Seller, col(Seller.id) == col(Product.seller_id))
        .where(main.is_not(None))
    )
    either = union_all(of_seller(ocop, wanted), of_seller(_standards(), wanted)).subquery()
    return select(either).order_by(either.c.seller_phone, either.c.scheme, either.c.number)


def _standards() -> Any:
    S = StandardCertificate  # noqa: N806  # a table
    return (
        select(
            col(S.scheme),
            cast(null(), String),
            col(GrowingArea.name),
            col(S.number),
            col(S.issuer),
            cast(null(), Certificate.__table__.c.stars.type),  # type: ignore[attr-defined]
            col(S.valid_from),
            col(S.valid_to),
            cast(null(), Certificate.__table__.c.revoked_on.type),  # type: ignore[attr-defined]
            cast(col(S.assurance), String),
            *SELLER,
        )
        .join(Seller, col(Seller.id) == col(S.seller_id))
        .outerjoin(GrowingArea, col(GrowingArea.id) == col(S.growing_area_id))
    )


PAPER = ("scheme", "sku", "area", "number", "issuer", "stars", "issued_on", "expires_on")


def said_certificates(rows: Iterable[Any], wanted: Wanted) -> Rows:
    for row in rows:
        facts = {name: getattr(row, name) for name in (*PAPER, "revoked_on", "assurance")}
        yield facts | {"seller": key_of(row)}


AGREED = ("sku", "product_name", "variant_name", "quantity", "unit_price", "vat_rate")
PART = ("goods_total", "shipping_fee", "discount", "carrier", "tracking_number")


def orders(wanted: Wanted) -> Any:
    """What was agreed with each buyer, a line a row: a seller may take its contracts along."""
    statement = (
        select(
            *_columns(OrderLine, *AGREED),
            col(OrderLine.total).label("line_total"),
            *_columns(SellerOrder, "code", "state", "placed_at", "total", *PART),
            *_columns(OrderGroup, "buyer_name", "phone", "address", "note", "payment_method"),
            col(Lot.lot_number),
            *SELLER,
        )
        .join(SellerOrder, col(SellerOrder.id) == col(OrderLine.seller_order_id))
        .join(OrderGroup, col(OrderGroup.id) == col(SellerOrder.group_id))
        .join(Seller, col(Seller.id) == col(SellerOrder.seller_id))
        .outerjoin(Lot, col(Lot.id) == col(OrderLine.lot_id))
    )
    statement = _since(of_seller(statement, wanted), wanted, col(SellerOrder.placed_at))
    return statement.order_by(col(SellerOrder.id), col(OrderLine.id))


def said_orders(rows: Iterable[Any], wanted: Wanted) -> Rows:
    for row in rows:
        yield dict(row._mapping) | {"seller": key_of(row), "phone": spoken(row.phone)}  # noqa: SLF001  # the row as a mapping


SHEETS: dict[str, tuple[Statement, Said]] = {
    rules.AREAS: (areas, said_areas),
    rules.LOTS: (lots, said_lots),
    rules.STEPS: (steps, said_steps),
    rules.CERTIFICATES: (certificates, said_certificates),
    rules.ORDERS: (orders, said_orders),
}
