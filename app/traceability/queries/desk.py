"""What the desks show of lots; a seller's own alone."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlmodel import Session, col, func, or_, select

from app.catalog.models import Product, ProductStatus, Variant
from app.core.errors import NotFound
from app.sellers.models import Seller
from app.traceability.models import GrowingArea, Lot, LotStatus, TrackingEvent
from app.traceability.queries.labels import active_labels

PAGE = 30


def own_lots(session: Session, seller_id: UUID, before: str = "") -> Sequence[Row[Any]]:
    """One more than a page of the seller's lots, the latest first; `before` is a lot's code."""
    statement = (
        _lots()
        .where(Lot.seller_id == seller_id)
        .order_by(col(Lot.created_at).desc(), col(Lot.id).desc())
        .limit(PAGE + 1)
    )
    if before:
        since = select(Lot.created_at).where(Lot.code == before).scalar_subquery()
        statement = statement.where(col(Lot.created_at) < since)
    return session.connection().execute(statement).all()


def any_lots(session: Session, wanted: str = "") -> Sequence[Row[Any]]:
    """For an operator: lots by code, number or seller's name, the latest first."""
    statement = _lots().where(Lot.status != LotStatus.DRAFT)
    if wanted:
        like = f"%{wanted.strip().upper()}%"
        statement = statement.where(
            or_(
                col(Lot.code).like(like.replace("-", "")),
                col(Lot.lot_number).like(like),
                func.upper(Seller.name).like(like),
            )
        )
    ordered = statement.order_by(col(Lot.created_at).desc(), col(Lot.id).desc()).limit(PAGE)
    return session.connection().execute(ordered).all()


def _lots() -> Any:
    return (
        select(  # type: ignore[call-overload]
            Lot.code,
            Lot.lot_number,
            Lot.status,
            Lot.packs,
            Lot.harvested_on,
            Lot.packed_on,
            Lot.expires_on,
            Lot.scans,
            active_labels().label("labels"),
            col(Product.name).label("product_name"),
            col(Variant.name).label("variant_name"),
            col(Variant.packaging).label("packaging"),
            col(Seller.name).label("seller_name"),
        )
        .join(Product, Product.id == Lot.product_id)
        .join(Variant, Variant.id == Lot.variant_id)
        .join(Seller, Seller.id == Lot.seller_id)
    )


def own_lot(session: Session, seller_id: UUID, code: str) -> Lot:
    """Raises NotFound for another seller's: it does not exist here."""
    lot = session.exec(select(Lot).where(Lot.seller_id == seller_id, Lot.code == code)).first()
    if lot is None:
        raise NotFound
    return lot


def any_lot(session: Session, code: str) -> Lot:
    """A public one, for an operator. Raises NotFound."""
    statement = select(Lot).where(Lot.code == code, Lot.status != LotStatus.DRAFT)
    lot = session.exec(statement).first()
    if lot is None:
        raise NotFound
    return lot


def goods_of(session: Session, lot: Lot) -> tuple[Product, Variant, GrowingArea | None]:
    statement = (
        select(Product, Variant, GrowingArea)
        .select_from(Product)
        .join(Variant, col(Variant.id) == lot.variant_id)
        .outerjoin(GrowingArea, col(GrowingArea.id) == lot.growing_area_id)
        .where(Product.id == lot.product_id)
    )
    product, variant, area = session.exec(statement).one()
    return product, variant, area


def journey(session: Session, lot_id: UUID) -> Sequence[TrackingEvent]:
    """As on the public page: earliest first."""
    statement = select(TrackingEvent).where(TrackingEvent.lot_id == lot_id)
    ordered = (TrackingEvent.event_time, TrackingEvent.recorded_at, TrackingEvent.id)
    return session.exec(statement.order_by(*map(col, ordered))).all()


def own_areas(session: Session, seller_id: UUID) -> Sequence[GrowingArea]:
    statement = select(GrowingArea).where(GrowingArea.seller_id == seller_id)
    return session.exec(statement.order_by(col(GrowingArea.name))).all()


def variant_choices(session: Session, seller_id: UUID) -> Sequence[Row[Any]]:
    """What a lot may be of: every weight of every product that was not put away."""
    statement = (
        select(  # type: ignore[call-overload]
            Variant.id,
            Variant.name,
            Variant.net_grams,
            col(Product.name).label("product_name"),
            col(Product.label).label("label"),
        )
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.seller_id == seller_id, Product.status != ProductStatus.ARCHIVED)
        .order_by(Product.name, Variant.position, Variant.net_grams)
    )
    return session.connection().execute(statement).all()
