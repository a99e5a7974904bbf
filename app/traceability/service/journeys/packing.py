"""Records of packed lots: packing itself, a laboratory's report, what left the store."""

from uuid import UUID

from sqlalchemy import Integer
from sqlmodel import Session, col, func, select

from app.catalog.models import Variant
from app.core.days import day_in_vietnam
from app.core.db import utc_now
from app.core.errors import Invalid
from app.core.i18n import mark
from app.traceability.models import (
    ErrorDeclaration,
    JourneyEvent,
    Lot,
    LotStatus,
    Material,
)
from app.traceability.queries.materials import areas_behind
from app.traceability.queries.options import LATE_DAYS
from app.traceability.rules import claims, weighing
from app.traceability.rules.findings import Finding, Level
from app.traceability.rules.materials import EventKind, MaterialKind
from app.traceability.rules.recording import PackIn, ShipIn, TestIn
from app.traceability.service.journeys.plans import (
    Plan,
    as_taken,
    fresh_behind,
    own_materials,
    shares_behind,
    total,
)
from app.traceability.service.lots import LotIn, record_lot


def plan_packing(
    session: Session,
    seller_id: UUID,
    given: PackIn,
    actor: UUID | None,
    *,
    corrected: Lot | None = None,
) -> Plan:
    """R1, R3, R6 and R7; the lot itself is made, as a draft, once nothing of them blocks.

    Of a lot that is `corrected`, number, goods and days stay: its packets carry them.
    """
    inputs = own_materials(session, seller_id, given.inputs)
    if any(material.kind is not MaterialKind.BULK for material, _ in inputs):
        raise Invalid(fields={"inputs": mark("Chỉ chè đã chế biến mới đóng gói được.")})
    variant = session.get(Variant, given.variant_id)
    if variant is None or variant.seller_id != seller_id:
        raise Invalid(fields={"variant_id": mark("Mời chọn một mục trong danh sách.")})
    if corrected is not None:
        _refuse_other_goods(corrected, given)
    net_grams = corrected.net_grams if corrected else variant.net_grams
    taken, shares = total(inputs), shares_behind(inputs)
    findings = [
        *weighing.remaining(as_taken(inputs)),
        *weighing.in_time(given.moment(), utc_now(), [m.made_at for m, _ in inputs]),
        *weighing.not_long_past(given.moment(), utc_now(), LATE_DAYS.get(session)),
        *weighing.packed(taken, given.packs, net_grams),
        *claims.claimed(given.claims or (), shares, taken),
    ]
    words = {"note": given.note, "operator": given.operator, "standards": given.standards}
    plan = Plan(given.moment(), findings, taken=list(inputs), words=words)
    if not any(finding.level is Level.BLOCK for finding in findings):
        plan.lot = corrected or _new_lot(session, seller_id, given, inputs, actor)
        _weigh(plan.lot, given, inputs, shares)
    return plan


def _refuse_other_goods(lot: Lot, given: PackIn) -> None:
    """What packets carry in print stays, whatever else was told wrong of them. Raises Invalid."""
    stays = mark("Gói đã in rồi: mục này giữ nguyên khi đính chính.")
    faults = {
        name: stays
        for name in ("variant_id", "lot_number", "expires_on")
        if getattr(given, name) != getattr(lot, name)
    }
    if faults:
        raise Invalid(fields=faults)


def _weigh(
    lot: Lot, given: PackIn, inputs: list[tuple[Material, int]], shares: dict[str, int]
) -> None:
    lot.fresh_grams, lot.bulk_grams, lot.packs = fresh_behind(inputs), total(inputs), given.packs
    lot.shares = shares
    lot.claims = claims.surviving(shares, total(inputs)) if given.claims is None else given.claims


def _new_lot(
    session: Session,
    seller_id: UUID,
    given: PackIn,
    inputs: list[tuple[Material, int]],
    actor: UUID | None,
) -> Lot:
    taken = total(inputs)
    standards = {material.picking_standard for material, _ in inputs}
    lot_in = LotIn(
        variant_id=given.variant_id,
        growing_area_id=_only_area(session, inputs),
        lot_number=given.lot_number,
        harvested_on=min(material.picked_from for material, _ in inputs),
        packed_on=day_in_vietnam(given.moment()),
        expires_on=given.expires_on,
        picking_standard=standards.pop() if len(standards) == 1 else "",
        fresh_grams=fresh_behind(inputs),
        bulk_grams=taken,
        packs=given.packs,
        maker=given.operator,
        standards=given.standards,
        balance_note=given.note or "Theo sổ xưởng.",
    )
    lot, _ = record_lot(session, seller_id, lot_in, actor, new=True, weighed=True)
    return lot


def _only_area(session: Session, inputs: list[tuple[Material, int]]) -> UUID | None:
    """Where all leaf came from, when it came from one place."""
    areas = areas_behind(session, [material.id for material, _ in inputs])
    return next(iter(areas)) if len(areas) == 1 else None


def own_lot(session: Session, seller_id: UUID, code: str) -> Lot:
    """Locked. Raises Invalid: another seller's does not exist."""
    statement = select(Lot).where(Lot.seller_id == seller_id, Lot.code == code).with_for_update()
    lot = session.exec(statement.execution_options(populate_existing=True)).first()
    if lot is None:
        raise Invalid(fields={"lot": mark("Mời chọn một mục trong danh sách.")})
    return lot


def plan_test(session: Session, seller_id: UUID, given: TestIn) -> Plan:
    lot = own_lot(session, seller_id, given.lot)
    findings = list(weighing.in_time(given.moment(), utc_now(), ()))
    if given.day < lot.harvested_on:
        said = mark("Mẫu của lô này không thể lấy trước ngày hái.")
        findings.append(Finding("R7", Level.BLOCK, said, "day"))
    words = {"note": given.note, "laboratory": given.laboratory, "result": given.result}
    return Plan(given.moment(), findings, lot=lot, words=words)


def plan_shipping(session: Session, seller_id: UUID, given: ShipIn) -> Plan:
    """R8: no more leaves the store than was packed, and nothing that is held or called back."""
    lot = own_lot(session, seller_id, given.lot)
    gone = shipped(session, lot.id)
    findings = list(weighing.in_time(given.moment(), utc_now(), ()))
    if given.day < lot.packed_on:
        said = mark("Lô chưa đóng gói thì chưa xuất được.")
        findings.append(Finding("R7", Level.BLOCK, said, "day"))
    if gone + given.packs > lot.packs:
        said = mark("Lô đóng {packs} hộp, đã xuất {gone}: không còn đủ {wanted}.")
        gaps = {"packs": lot.packs, "gone": gone, "wanted": given.packs}
        findings.append(Finding("R8", Level.BLOCK, said, "packs", gaps))
    if lot.status is LotStatus.RECALLED or lot.held_reason:
        said = mark("Lô đang tạm giữ hoặc đã thu hồi, không xuất được.")
        findings.append(Finding("R8", Level.BLOCK, said, "lot"))
    return Plan(given.moment(), findings, lot=lot, words={"note": given.note})


def shipped(session: Session, lot_id: UUID) -> int:
    """Packets of the lot that left the store, by records that hold."""
    packs = col(JourneyEvent.facts)["packs"].astext.cast(Integer)
    statement = (
        select(func.coalesce(func.sum(packs), 0))
        .outerjoin(ErrorDeclaration, col(ErrorDeclaration.event_id) == JourneyEvent.id)
        .where(
            JourneyEvent.lot_id == lot_id,
            JourneyEvent.kind == EventKind.SHIP,
            col(ErrorDeclaration.id).is_(None),
        )
    )
    return int(session.exec(statement).one())
