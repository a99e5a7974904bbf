"""Reads of recalls: what they name, how far that reaches, and what is asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session, col, func, or_, select

from app.core.errors import NotFound
from app.core.ids import normalise_code
from app.sellers.models import Seller
from app.traceability.models import (
    GrowingArea,
    Lot,
    Material,
    Recall,
    RecallItem,
)
from app.traceability.queries import materials as book
from app.traceability.queries.labels import active_labels
from app.traceability.rules.recalls import HOLDING, Branch, RecallScope, RecallState, tree

PAGE = 40
_IDS = bindparam("ids", type_=ARRAY(Uuid))
_HOLDING = "r.state IN ('asked', 'confirmed')"
_WITHIN = (
    "({day} >= coalesce(r.picked_from, '-infinity')"
    " AND {day} <= coalesce(r.picked_until, 'infinity'))"
)
_NAMED_MATERIALS = text(f"""
    SELECT m.id FROM material m JOIN recall r ON r.material_id = m.id
    WHERE m.id = ANY(:ids) AND {_HOLDING}
    UNION
    SELECT m.id FROM material m JOIN recall r ON r.growing_area_id = m.growing_area_id
    WHERE m.id = ANY(:ids) AND {_HOLDING} AND {_WITHIN.format(day="m.picked_from")}
    UNION
    SELECT material_id FROM recall_item WHERE material_id = ANY(:ids)
""").bindparams(_IDS)  # noqa: S608  # our own words
_NAMED_LOTS = text(f"""
    SELECT l.id FROM lot l JOIN recall r ON r.lot_id = l.id
    WHERE l.id = ANY(:ids) AND {_HOLDING}
    UNION
    SELECT l.id FROM lot l JOIN recall r ON r.growing_area_id = l.growing_area_id
    WHERE l.id = ANY(:ids) AND {_HOLDING} AND {_WITHIN.format(day="l.harvested_on")}
    UNION
    SELECT lot_id FROM recall_item WHERE lot_id = ANY(:ids)
""").bindparams(_IDS)  # noqa: S608  # our own words
_INTO = text("""
    WITH held AS (
        SELECT f.event_id, f.material_id, f.made FROM material_flow f
        WHERE NOT EXISTS (SELECT FROM error_declaration d WHERE d.event_id = f.event_id)
    ) SELECT input.material_id AS source, made.material_id AS target
    FROM held input JOIN held made ON made.event_id = input.event_id AND made.made
    WHERE NOT input.made AND input.material_id = ANY(:ids)
    UNION
    SELECT input.material_id, e.lot_id FROM held input JOIN journey_event e
    ON e.id = input.event_id AND e.lot_id IS NOT NULL
    WHERE NOT input.made AND input.material_id = ANY(:ids)
""").bindparams(_IDS)


@dataclass(frozen=True)
class Reach:
    """What a recall holds: `roots` are what it names itself, the rest came of them."""

    roots: Sequence[UUID]
    materials: Sequence[Material]
    lots: Sequence[Lot]

    @property
    def packs(self) -> int:
        return sum(lot.packs for lot in self.lots)

    @property
    def ids(self) -> list[UUID]:
        return [*(m.id for m in self.materials), *(lot.id for lot in self.lots)]


def named_materials(session: Session, ids: Iterable[UUID]) -> set[UUID]:
    """Those that an open or confirmed recall names, or a confirmed one has reached."""
    return set(session.connection().execute(_NAMED_MATERIALS, {"ids": list(ids)}).scalars())


def named_lots(session: Session, ids: Iterable[UUID]) -> set[UUID]:
    """Those that an open or confirmed recall names, or a confirmed one has reached."""
    return set(session.connection().execute(_NAMED_LOTS, {"ids": list(ids)}).scalars())


def reach(session: Session, recall: Recall) -> Reach:
    """What the recall names and everything that came of it, by the records that hold now."""
    roots = root_materials(session, recall)
    ids = book.downstream(session, roots) if roots else []
    materials = session.exec(
        select(Material).where(col(Material.id).in_(ids)).order_by(Material.made_at, Material.id)  # type: ignore[arg-type]
    ).all()
    named = root_lots(session, recall)
    lots = {lot.id: lot for lot in [*named, *(book.lots_of(session, ids) if ids else ())]}
    packed = sorted(lots.values(), key=lambda lot: (lot.packed_on, lot.id))
    return Reach([*roots, *(lot.id for lot in named)], materials, packed)


def root_materials(session: Session, recall: Recall) -> list[UUID]:
    """The material itself, or all that was picked in the garden on those days."""
    if recall.material_id is not None:
        return [recall.material_id]
    if recall.growing_area_id is None:
        return []
    statement = select(Material.id).where(
        Material.growing_area_id == recall.growing_area_id,
        *_between(recall, col(Material.picked_from)),
    )
    return list(session.exec(statement.order_by(col(Material.made_at), col(Material.id))).all())


def root_lots(session: Session, recall: Recall) -> list[Lot]:
    """The lot itself, or those that say of themselves that they are of that garden."""
    if recall.scope is RecallScope.MATERIAL:
        return []
    statement = select(Lot).where(Lot.id == recall.lot_id)
    if recall.growing_area_id is not None:
        statement = select(Lot).where(
            Lot.growing_area_id == recall.growing_area_id,
            *_between(recall, col(Lot.harvested_on)),
        )
    return list(session.exec(statement.order_by(col(Lot.id))).all())


def _between(recall: Recall, day: Any) -> list[Any]:
    ends = []
    if recall.picked_from is not None:
        ends.append(day >= recall.picked_from)
    if recall.picked_until is not None:
        ends.append(day <= recall.picked_until)
    return ends


def tree_of(session: Session, found: Reach) -> list[Branch]:
    """How what is reached came of what the recall names."""
    known = set(found.ids)
    rows = session.connection().execute(_INTO, {"ids": [m.id for m in found.materials]}).all()
    into: dict[UUID, list[UUID]] = {}
    for row in sorted(rows, key=lambda row: row.target):
        if row.target in known:
            into.setdefault(row.source, []).append(row.target)
    below = {target for targets in into.values() for target in targets}
    return tree([root for root in found.roots if root not in below], into)


def reached_by(session: Session, recall: Recall) -> Reach:
    """Of a confirmed recall what it reached then; of any other what it would reach now."""
    if recall.state is not RecallState.CONFIRMED:
        return reach(session, recall)
    lots = select(RecallItem.lot_id).where(RecallItem.recall_id == recall.id)
    materials = select(RecallItem.material_id).where(RecallItem.recall_id == recall.id)
    found_lots = session.exec(
        select(Lot).where(col(Lot.id).in_(lots)).order_by(col(Lot.packed_on), col(Lot.id))
    ).all()
    found = session.exec(
        select(Material)
        .where(col(Material.id).in_(materials))
        .order_by(col(Material.made_at), col(Material.id))
    ).all()
    ids = [*(m.id for m in found), *(lot.id for lot in found_lots)]
    return Reach(ids, found, found_lots)


def labels_printed(session: Session, lots: Sequence[Lot]) -> int:
    """Labels of these lots that are about: printed and not given up."""
    statement = select(active_labels()).where(col(Lot.id).in_([lot.id for lot in lots]))
    return sum(session.exec(statement).all())


def any_recall(session: Session, code: str) -> Recall:
    """For an operator. Raises NotFound."""
    found = session.exec(select(Recall).where(Recall.code == normalise_code(code))).first()
    if found is None:
        raise NotFound
    return found


def own_recall(session: Session, seller_id: UUID, code: str) -> Recall:
    """Raises NotFound for another seller's: it does not exist here."""
    found = any_recall(session, code)
    if found.seller_id != seller_id:
        raise NotFound
    return found


def open_about(session: Session, recall: Recall) -> Recall | None:
    """What somebody has asked already about just the same."""
    same = ("lot_id", "material_id", "growing_area_id", "picked_from", "picked_until")
    statement = select(Recall).where(
        Recall.state == RecallState.ASKED,
        *(getattr(Recall, name).is_not_distinct_from(getattr(recall, name)) for name in same),
    )
    return session.exec(statement).first()


def holding_lot(session: Session, lot_id: UUID) -> Recall | None:
    """The latest recall that names this lot itself, or has reached it."""
    reached = select(RecallItem.recall_id).where(RecallItem.lot_id == lot_id)
    statement = (
        select(Recall)
        .where(
            col(Recall.state).in_(HOLDING),
            or_(col(Recall.lot_id) == lot_id, col(Recall.id).in_(reached)),
        )
        .order_by(col(Recall.asked_at).desc())
        .limit(1)
    )
    return session.exec(statement).first()


def recalls(session: Session) -> Sequence[Row[Any]]:
    """What waits first, then the latest; each with whose it is and how many lots it reached."""
    lots = (
        select(func.count(col(RecallItem.lot_id)))
        .where(RecallItem.recall_id == Recall.id)
        .correlate(Recall)
        .scalar_subquery()
    )
    statement: Any = (
        select(Recall, col(Seller.name).label("seller_name"), lots.label("lots"), *_SUBJECT)
        .join(Seller, col(Seller.id) == Recall.seller_id)
        .outerjoin(Lot, col(Lot.id) == Recall.lot_id)
        .outerjoin(Material, col(Material.id) == Recall.material_id)
        .outerjoin(GrowingArea, col(GrowingArea.id) == Recall.growing_area_id)
        .order_by(col(Recall.state) != RecallState.ASKED, col(Recall.asked_at).desc())
        .limit(PAGE)
    )
    return session.connection().execute(statement).all()


_SUBJECT = (func.coalesce(Lot.lot_number, Material.number, GrowingArea.name).label("subject"),)


def subject_name(session: Session, recall: Recall) -> str:
    """What the lot, the material or the growing area is called."""
    if recall.lot_id:
        return session.get_one(Lot, recall.lot_id).lot_number
    if recall.material_id:
        return session.get_one(Material, recall.material_id).number
    return session.get_one(GrowingArea, recall.growing_area_id).name


def tally(session: Session) -> dict[RecallState, int]:
    rows = session.exec(select(Recall.state, func.count()).group_by(col(Recall.state))).all()
    return {RecallState(state): count for state, count in rows}
