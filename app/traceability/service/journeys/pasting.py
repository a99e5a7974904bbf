"""Harvests out of a spreadsheet: tried together, then written together or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from pydantic import ValidationError
from sqlmodel import Session, select

from app.core.errors import Conflict, Invalid
from app.core.forms import sentence
from app.core.i18n import gettext
from app.core.text import fold
from app.traceability.models import GrowingArea
from app.traceability.rules import pasting
from app.traceability.rules.findings import NeedsReview
from app.traceability.rules.pasting import Row
from app.traceability.rules.recording import HarvestIn
from app.traceability.service.journeys import booking


@dataclass
class Told:
    """What became of a row: `faults` by column; `known` if it had been written before."""

    row: Row
    faults: dict[str, str] = field(default_factory=dict)
    known: bool = False


def try_rows(session: Session, seller_id: UUID, rows: Sequence[Row], actor: UUID) -> list[Told]:
    """What `write_rows` would do with each; nothing is kept."""
    tried = session.begin_nested()
    told = _write(session, seller_id, rows, actor)
    tried.rollback()
    return told


def write_rows(session: Session, seller_id: UUID, rows: Sequence[Row], actor: UUID) -> list[Told]:
    """Every row as a harvest of the book, or, with a fault in any, none of them.

    The same rows again change nothing.
    """
    tried = session.begin_nested()
    told = _write(session, seller_id, rows, actor)
    if any(one.faults for one in told):
        tried.rollback()
    else:
        tried.commit()
    return told


def _write(session: Session, seller_id: UUID, rows: Sequence[Row], actor: UUID) -> list[Told]:
    areas = session.exec(select(GrowingArea).where(GrowingArea.seller_id == seller_id)).all()
    gardens = {fold(area.name): area.id for area in areas}
    return [_one(session, seller_id, row, gardens, actor) for row in rows]


def _one(
    session: Session, seller_id: UUID, row: Row, gardens: Mapping[str, UUID], actor: UUID
) -> Told:
    told = Told(row)
    given = _read(told, seller_id, gardens)
    if given is None:
        return told
    try:
        with session.begin_nested():
            _, new = booking.record(session, seller_id, given, actor)
        told.known = not new
    except Invalid as wrong:
        told.faults |= {_column(name): gettext(said) for name, said in wrong.fields.items()}
    except (NeedsReview, Conflict) as doubt:
        told.faults["grams"] = gettext(str(doubt))
    return told


def _read(told: Told, seller_id: UUID, gardens: Mapping[str, UUID]) -> HarvestIn | None:
    cells = told.row.cells
    garden = gardens.get(fold(cells.get("garden", "")))
    standard = pasting.standard(cells.get("picking_standard", ""))
    if garden is None:
        told.faults["garden"] = gettext(pasting.NO_GARDEN)
    if standard is None:
        told.faults["picking_standard"] = gettext(pasting.NO_STANDARD)
    typed = {name: cells[name] for name in ("day", "grams", "farmer") if cells.get(name)}
    ids = {"client_id": told.row.client_id(seller_id), "growing_area_id": garden}
    try:
        given = HarvestIn.model_validate(
            typed | ids | {"picking_standard": standard, "clock": "06:00"}
        )
    except ValidationError as error:
        for fault in error.errors():
            told.faults.setdefault(_column(str(fault["loc"][0])), sentence(fault))
        return None
    return given


def _column(name: str) -> str:
    """The column that holds a field of the record; of what a row cannot say, the day."""
    named = {"growing_area_id": "garden", "note": "grams"}
    return named.get(name, name if name in pasting.COLUMNS else "day")
