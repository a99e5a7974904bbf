"""The balance worked out again from the records that hold, after one of them did not.

What follows from a wrong weight follows at once: less leaf is less claim further on, and whoever
used more than there was stands on hold, with all that came of it, until it is put right.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlmodel import Session, col, select

from app.core.errors import Invalid
from app.core.i18n import mark
from app.core.page_cache import touch
from app.traceability.models import ErrorDeclaration, Flow, JourneyEvent, Lot, Material
from app.traceability.queries import materials as reads
from app.traceability.queries import recalls
from app.traceability.rules.claims import surviving
from app.traceability.rules.materials import EventKind, MaterialKind, proportion
from app.traceability.rules.recalls import RECALLING
from app.traceability.service.journeys.packing import shipped
from app.traceability.service.journeys.plans import fresh_behind, scaled, shares_behind, total
from app.traceability.service.labels import OVERLABELLED, excess
from app.traceability.service.publication import renew_next_lot

SHORT = mark("Sổ cân thiếu sau khi đính chính.")
BEHIND = mark("Nguyên liệu phía trước đang tạm giữ.")
UNPACKED = mark("Ghi chép đóng gói của lô không còn đúng.")
OVERSHIPPED = mark("Đã xuất nhiều hộp hơn số hộp sau khi đính chính.")
UNCLAIMED = mark("Nhãn nói điều mà nguyên liệu không còn đủ.")


def recompute(session: Session, changed: Iterable[UUID], *lot_ids: UUID | None) -> list[Lot]:
    """Works out these materials and everything that came of them, and these lots in any case.

    The lots that it touched.
    """
    ids = reads.downstream(session, list(changed))
    known = {m.id: m for m in _locked(session, ids)}
    recalled = recalls.named_materials(session, ids)
    for material in sorted(known.values(), key=lambda m: (m.made_at, m.id)):
        _renew(session, material, recalled=material.id in recalled)
    session.flush()  # lots are worked out from what materials are now
    lots = {lot.id: lot for lot in reads.lots_of(session, ids)}
    lots |= {lot_id: session.get_one(Lot, lot_id) for lot_id in lot_ids if lot_id}
    called_back = recalls.named_lots(session, lots)
    for lot in lots.values():
        _renew_lot(session, lot, recalled=lot.id in called_back)
    return list(lots.values())


def _state(material: Material) -> tuple[object, ...]:
    return material.grams, material.used_grams, material.fresh_grams, material.held_reason


def _locked(session: Session, ids: Sequence[UUID]) -> Sequence[Material]:
    statement = select(Material).where(col(Material.id).in_(ids)).order_by(col(Material.id))
    return session.exec(statement.with_for_update()).all()


def _renew(session: Session, material: Material, *, recalled: bool) -> None:
    """Its weight, its use, its leaf and its claims; then whether it is on hold."""
    flows = _flows(session, material.id)
    made = next((flow for flow in flows if flow.made), None)
    material.grams = made.grams if made else 0
    used = sum(flow.grams for flow in flows if not flow.made)
    inputs = _inputs(session, made.event_id) if made else []
    if made is None:
        material.fresh_grams, material.shares = 0, {}
    elif material.kind is MaterialKind.LEAF:
        material.fresh_grams = material.grams
    elif inputs:
        out = _out(session, made.event_id)
        material.fresh_grams = proportion(fresh_behind(inputs), material.grams, out)
        material.shares = scaled(shares_behind(inputs), material.grams, total(inputs))
    # The database refuses a shortage that is not on hold, so both change in one statement.
    why = _reason(material.grams, used, [m for m, _ in inputs])
    material.held_reason = RECALLING if recalled else why
    material.used_grams = used
    session.flush()  # what comes of it reads its weight


def _reason(grams: int, used: int, inputs: Sequence[Material]) -> str:
    if used > grams:
        return SHORT
    return BEHIND if any(material.held_reason for material in inputs) else ""


def _flows(session: Session, material_id: UUID) -> Sequence[Flow]:
    """Those of records that hold."""
    statement = (
        select(Flow)
        .outerjoin(ErrorDeclaration, col(ErrorDeclaration.event_id) == Flow.event_id)
        .where(Flow.material_id == material_id, col(ErrorDeclaration.id).is_(None))
    )
    return session.exec(statement).all()


def _inputs(session: Session, event_id: UUID) -> list[tuple[Material, int]]:
    statement = (
        select(Material, Flow.grams)
        .join(Flow, col(Flow.material_id) == Material.id)
        .where(Flow.event_id == event_id, ~col(Flow.made))
    )
    return [(material, grams) for material, grams in session.exec(statement).all()]


def _out(session: Session, event_id: UUID) -> int:
    statement = select(Flow.grams).where(Flow.event_id == event_id, col(Flow.made))
    return sum(session.exec(statement).all())


def _renew_lot(session: Session, lot: Lot, *, recalled: bool) -> None:
    inputs = _packed_from(session, lot)
    lot.shares = shares_behind(inputs)
    lot.held_reason = RECALLING if recalled else _lot_reason(session, lot, inputs)
    session.flush()  # the next lot on sale is chosen among those that are not on hold
    touch(session, f"lot:{lot.code}")
    renew_next_lot(session, lot.product_id)


def _lot_reason(session: Session, lot: Lot, inputs: Sequence[tuple[Material, int]]) -> str:
    """Why the lot may not be sold for now; empty when it may."""
    if not inputs:
        return UNPACKED if _in_book(session, lot) else ""
    if any(material.held_reason for material, _ in inputs):
        return BEHIND
    if set(lot.claims) - set(surviving(lot.shares, total(inputs))):
        return UNCLAIMED
    if shipped(session, lot.id) > lot.packs:
        return OVERSHIPPED
    return OVERLABELLED if excess(session, lot) else ""


def _in_book(session: Session, lot: Lot) -> bool:
    """Whether its packing was ever recorded: a lot may be older than the book."""
    packed = select(JourneyEvent.id).where(
        JourneyEvent.lot_id == lot.id, JourneyEvent.kind == EventKind.PACK
    )
    return session.exec(packed).first() is not None


def _packed_from(session: Session, lot: Lot) -> list[tuple[Material, int]]:
    statement = (
        select(Material, Flow.grams)
        .join(Flow, col(Flow.material_id) == Material.id)
        .join(JourneyEvent, col(JourneyEvent.id) == Flow.event_id)
        .outerjoin(ErrorDeclaration, col(ErrorDeclaration.event_id) == JourneyEvent.id)
        .where(
            JourneyEvent.lot_id == lot.id,
            JourneyEvent.kind == EventKind.PACK,
            ~col(Flow.made),
            col(ErrorDeclaration.id).is_(None),
        )
    )
    return [(material, grams) for material, grams in session.exec(statement).all()]


def touched_by(session: Session, event: JourneyEvent) -> list[UUID]:
    """Materials that the event took or made."""
    rows: Sequence[Row[Any]] = reads.flows_of(session, [event.id])
    codes = [row.code for row in rows]
    statement = select(Material.id).where(col(Material.code).in_(codes))
    return list(session.exec(statement).all())


def refuse_later_than_use(session: Session, event: JourneyEvent) -> None:
    """R7: what was used already cannot have come to be after that. Raises Invalid."""
    made = select(Flow.material_id).where(Flow.event_id == event.id, col(Flow.made))
    used = (
        select(JourneyEvent.id)
        .join(Flow, col(Flow.event_id) == JourneyEvent.id)
        .outerjoin(ErrorDeclaration, col(ErrorDeclaration.event_id) == JourneyEvent.id)
        .where(
            col(Flow.material_id).in_(made),
            ~col(Flow.made),
            col(JourneyEvent.event_time) < event.event_time,
            col(ErrorDeclaration.id).is_(None),
        )
    )
    if session.exec(used).first() is not None:
        raise Invalid(
            fields={"day": mark("Đã dùng trước giờ này: mời đính chính việc dùng trước.")}
        )
