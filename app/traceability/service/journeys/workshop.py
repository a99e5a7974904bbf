"""Records of the workshop: leaf that came in, batches, blends."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from app.core.db import utc_now
from app.core.errors import Invalid
from app.core.i18n import mark
from app.traceability.models import Material
from app.traceability.queries.materials import received_before
from app.traceability.queries.options import FRESH_TO_DRY, LATE_DAYS
from app.traceability.rules import weighing
from app.traceability.rules.balance import RatioBounds
from app.traceability.rules.findings import Finding
from app.traceability.rules.materials import MaterialKind, proportion
from app.traceability.rules.recording import (
    BlendIn,
    InputRow,
    OutputRow,
    ProcessIn,
    ReceiptIn,
    StepRow,
)
from app.traceability.service.journeys.plans import (
    Made,
    Plan,
    as_taken,
    fresh_behind,
    own_materials,
    scaled,
    shares_behind,
    total,
)

Inputs = Sequence[tuple[Material, int]]


def plan_receipt(session: Session, seller_id: UUID, given: ReceiptIn) -> Plan:
    """What did not come in, or was sent away, is gone: it is taken out of the harvest lot."""
    row = InputRow(material=given.material, grams=given.came_grams)
    ((leaf, _),) = own_materials(session, seller_id, [row])
    if leaf.kind is not MaterialKind.LEAF:
        raise Invalid(fields={"material": mark("Chỉ lá tươi mới cân nhận ở xưởng.")})
    if received_before(session, leaf.code):
        raise Invalid(fields={"material": mark("Lô lá này đã cân nhận. Sai thì mời đính chính.")})
    lost = max(leaf.grams - (given.came_grams - given.rejected_grams), 0)
    at = given.moment()
    findings = [
        *weighing.in_time(at, utc_now(), [leaf.made_at]),
        *weighing.not_long_past(at, utc_now(), LATE_DAYS.get(session)),
        *weighing.received(leaf.grams, given.came_grams, given.rejected_grams, leaf.used_grams),
    ]
    taken = [(leaf, lost)] if lost else []
    return Plan(at, findings, taken=taken, words={"note": given.note})


def plan_process(session: Session, seller_id: UUID, given: ProcessIn) -> Plan:
    inputs = own_materials(session, seller_id, given.inputs)
    taken, out = total(inputs), sum(row.grams for row in given.outputs)
    at = given.moment()
    findings = [
        *_mixing(session, inputs, at),
        *weighing.made(taken, out, given.waste_grams, _bounds(session, inputs), given.note),
    ]
    if inputs[0][0].kind is MaterialKind.LEAF:
        findings += weighing.waited(at, [m.made_at for m, _ in inputs])
    steps = {f"step-{place}": row.note for place, row in enumerate(given.steps)}
    return Plan(
        at,
        findings,
        taken=list(inputs),
        made=[_bulk(inputs, row, out) for row in given.outputs],
        end=_end(at, given.steps),
        words={"note": given.note, "operator": given.operator} | steps,
    )


def plan_blend(session: Session, seller_id: UUID, given: BlendIn) -> Plan:
    inputs = own_materials(session, seller_id, given.inputs)
    findings = [
        *_mixing(session, inputs, given.moment()),
        *weighing.blended(total(inputs), given.made_grams),
    ]
    row = OutputRow(grade=given.grade, grams=given.made_grams, number=given.number)
    words = {"note": given.note, "operator": given.operator}
    made = [_bulk(inputs, row, given.made_grams)]
    if inputs[0][0].kind is MaterialKind.LEAF:
        raise Invalid(fields={"inputs": mark("Lá tươi thì ghi mẻ chế biến.")})
    return Plan(given.moment(), findings, taken=list(inputs), made=made, words=words)


def _mixing(session: Session, inputs: Inputs, at: datetime) -> list[Finding]:
    """What holds wherever materials go in. Raises Invalid for leaf and dry tea together."""
    if len({material.kind for material, _ in inputs}) > 1:
        raise Invalid(fields={"inputs": mark("Lá tươi và chè khô không vào chung một mẻ.")})
    return [
        *weighing.remaining(as_taken(inputs)),
        *weighing.in_time(at, utc_now(), [m.made_at for m, _ in inputs]),
        *weighing.not_long_past(at, utc_now(), LATE_DAYS.get(session)),
    ]


def _bulk(inputs: Inputs, row: OutputRow, out: int) -> Made:
    """One of the outputs of a batch: its part of the leaf, and of every claim."""
    standards = {material.picking_standard for material, _ in inputs}
    return Made(
        MaterialKind.BULK,
        row.grams,
        proportion(fresh_behind(inputs), row.grams, out),
        min(material.picked_from for material, _ in inputs),
        scaled(shares_behind(inputs), row.grams, total(inputs)),
        number=row.number,
        grade=row.grade,
        picking_standard=standards.pop() if len(standards) == 1 else "",
    )


def _bounds(session: Session, inputs: Inputs) -> RatioBounds | None:
    """Those of the leaf's picking standards together; None for what is dry already."""
    if inputs[0][0].kind is not MaterialKind.LEAF:
        return None
    known = FRESH_TO_DRY.get(session)
    standards = [known[m.picking_standard] for m, _ in inputs if m.picking_standard in known]
    if not standards:
        return None
    floors, lows, highs, ceilings = zip(*standards, strict=True)
    return RatioBounds(min(floors), min(lows), max(highs), max(ceilings))


def _end(at: datetime, steps: Sequence[StepRow]) -> datetime | None:
    minutes = sum(step.minutes or 0 for step in steps)
    return at + timedelta(minutes=minutes) if minutes else None
