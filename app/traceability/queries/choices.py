"""What a screen of the workshop's book offers to choose from, and what its codes are called."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlmodel import Session, col, func, or_, select

from app.catalog.models import Product, Variant
from app.traceability.models import (
    GrowingArea,
    JourneyEvent,
    Lot,
    LotStatus,
    Material,
)
from app.traceability.rules.materials import EventKind, MaterialKind

CHOICES = 60
"""Materials that a screen offers; older ones are used up first, so they come first."""


def offered(
    session: Session, seller_id: UUID, kind: MaterialKind, also: Collection[str] = ()
) -> Sequence[Material]:
    """What a screen offers to put in, the oldest first, and those of the codes `also`."""
    usable = (col(Material.used_grams) < col(Material.grams)) & (Material.held_reason == "")
    asked_for = col(Material.code).in_(also)
    statement = (
        select(Material)
        .where(Material.seller_id == seller_id, Material.kind == kind, or_(usable, asked_for))
        .order_by(asked_for.desc(), col(Material.made_at), col(Material.id))
        .limit(CHOICES)
    )
    return session.exec(statement).all()


def last_harvest(session: Session, seller_id: UUID) -> dict[str, Any]:
    """What was typed of the last one, whose garden and standard most likely come again."""
    statement = (
        select(JourneyEvent.facts)
        .where(JourneyEvent.seller_id == seller_id, JourneyEvent.kind == EventKind.HARVEST)
        .order_by(col(JourneyEvent.recorded_at).desc())
        .limit(1)
    )
    return dict(session.exec(statement).first() or {})


def farmers(session: Session, seller_id: UUID) -> Sequence[str]:
    """Households whose leaf came in, the latest first."""
    statement = (
        select(Material.farmer)
        .where(Material.seller_id == seller_id, Material.farmer != "")
        .group_by(col(Material.farmer))
        .order_by(func.max(Material.made_at).desc())
        .limit(40)
    )
    return session.exec(statement).all()


def lot_choices(session: Session, seller_id: UUID) -> Sequence[Row[Any]]:
    """Lots that may be tested or shipped, the latest first."""
    statement = (
        select(  # type: ignore[call-overload]
            Lot.code,
            Lot.lot_number,
            Lot.packs,
            col(Product.name).label("product_name"),
            col(Variant.name).label("variant_name"),
        )
        .join(Product, Product.id == Lot.product_id)
        .join(Variant, Variant.id == Lot.variant_id)
        .where(Lot.seller_id == seller_id, Lot.status != LotStatus.RECALLED)
        .order_by(col(Lot.packed_on).desc(), col(Lot.id).desc())
        .limit(CHOICES)
    )
    return session.connection().execute(statement).all()


@dataclass(frozen=True)
class Names:
    """What ids and codes in the facts of records are called."""

    areas: dict[str, str]
    materials: dict[str, str]
    lots: dict[str, str]
    variants: dict[str, str]


def names_in(session: Session, seller_id: UUID, told: Sequence[dict[str, Any]]) -> Names:
    """Of what these facts mention, the seller's own."""
    areas = {facts["growing_area_id"] for facts in told if facts.get("growing_area_id")}
    variants = {facts["variant_id"] for facts in told if facts.get("variant_id")}
    lots = {facts["lot"] for facts in told if facts.get("lot")}
    codes = {facts["material"] for facts in told if facts.get("material")}
    codes |= {row["material"] for facts in told for row in facts.get("inputs", ())}
    return Names(
        _named(session, areas, select(GrowingArea.id, GrowingArea.name), GrowingArea, seller_id),
        _named(session, codes, select(Material.code, Material.number), Material, seller_id),
        _named(session, lots, select(Lot.code, Lot.lot_number), Lot, seller_id),
        _named(session, variants, _goods(), Variant, seller_id),
    )


def _goods() -> Any:
    name = col(Product.name) + ", " + col(Variant.name)
    return select(Variant.id, name).join(Product, col(Product.id) == Variant.product_id)


def _named(
    session: Session, wanted: set[str], statement: Any, table: Any, seller_id: UUID
) -> dict[str, str]:
    """The second column by the first, of the seller's rows that are wanted."""
    if not wanted:
        return {}
    key = statement.selected_columns[0]
    rows = session.exec(statement.where(table.seller_id == seller_id, key.in_(wanted))).all()
    return {str(found): called for found, called in rows}
