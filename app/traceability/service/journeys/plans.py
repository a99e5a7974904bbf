"""What a record would do to the balance, worked out before anything is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.core.errors import Invalid
from app.core.i18n import mark
from app.traceability.models import Lot, Material
from app.traceability.rules.claims import Part, shares_of
from app.traceability.rules.findings import Finding
from app.traceability.rules.materials import MaterialKind, proportion
from app.traceability.rules.recording import InputRow
from app.traceability.rules.weighing import Taken


@dataclass
class Made:
    """A material as it is to be; an empty number is given by the book."""

    kind: MaterialKind
    grams: int
    fresh_grams: int
    picked_from: date
    shares: dict[str, int]
    number: str = ""
    grade: str = ""
    picking_standard: str = ""
    growing_area_id: UUID | None = None
    farmer: str = ""


@dataclass
class Plan:
    """`taken` and `made` become flows; `words` are free texts that a packet's page may show."""

    at: datetime
    findings: list[Finding]
    taken: list[tuple[Material, int]] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    growing_area_id: UUID | None = None
    lot: Lot | None = None
    end: datetime | None = None
    words: dict[str, str] = field(default_factory=dict)


def own_materials(
    session: Session, seller_id: UUID, rows: Sequence[InputRow]
) -> list[tuple[Material, int]]:
    """The seller's materials of these codes, locked in the order of their ids.

    Raises Invalid for one that is not there: another seller's does not exist.
    """
    wanted = {row.material: row.grams for row in rows}
    statement = (
        select(Material)
        .where(Material.seller_id == seller_id, col(Material.code).in_(wanted))
        .order_by(col(Material.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = session.exec(statement).all()
    if len(found) < len(wanted):
        raise Invalid(fields={"inputs": mark("Mời chọn một mục trong danh sách.")})
    return [(material, wanted[material.code]) for material in found]


def as_taken(inputs: Sequence[tuple[Material, int]]) -> list[Taken]:
    return [
        Taken(m.number, grams, m.left, m.made_at, held=bool(m.held_reason)) for m, grams in inputs
    ]


def total(inputs: Sequence[tuple[Material, int]]) -> int:
    return sum(grams for _, grams in inputs)


def fresh_behind(inputs: Sequence[tuple[Material, int]]) -> int:
    """Grams of leaf that stand behind these grams."""
    return sum(proportion(m.fresh_grams, grams, m.grams) for m, grams in inputs)


def shares_behind(inputs: Sequence[tuple[Material, int]]) -> dict[str, int]:
    """Grams of the inputs that each claim holds for (R6)."""
    return shares_of([Part(grams, m.grams, m.shares) for m, grams in inputs])


def scaled(shares: dict[str, int], grams: int, taken: int) -> dict[str, int]:
    """`shares` of `taken` grams, as those of the `grams` that came of them."""
    return {claim: proportion(held, grams, taken) for claim, held in shares.items()}
