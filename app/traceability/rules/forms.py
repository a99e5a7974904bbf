"""What a seller types about a lot, as whole grams and aware moments."""

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from app.core.i18n import mark
from app.core.typed import Clock, Day
from app.traceability.rules import PickingStandard, Stage
from app.traceability.rules.digital_link import normal_lot_number

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
MOST_GRAMS = 1_000_000_000
MOST_STEPS = 8
"""Rows of the form; more are added one by one on the lot's own page."""


def grams_of(typed: Any) -> Any:
    """Kilograms as written here, `6,2` or `6.2`, as whole grams.

    >>> grams_of("6,2"), grams_of("93"), grams_of("1.250,5 kg")
    (6200, 93000, 1250500)
    """
    if not isinstance(typed, str):
        return typed
    text = re.sub(r"\s|kg", "", typed.lower())
    if "," in text:
        text = text.replace(".", "").replace(",", ".")
    try:
        return int((Decimal(text) * 1000).to_integral_value())
    except (InvalidOperation, ValueError, OverflowError):
        raise ValueError(mark("Cân ghi bằng kg, ví dụ 6,2.")) from None


Grams = Annotated[int, BeforeValidator(grams_of)]
Line = Annotated[str, Field(max_length=120)]
Note = Annotated[str, Field(max_length=500)]


class WeighedIn(BaseModel):
    """What may still be put right while the lot is a draft."""

    variant_id: UUID
    growing_area_id: UUID | None = None
    expires_on: Day
    picking_standard: PickingStandard | Literal[""] = ""
    fresh_grams: Annotated[Grams, Field(ge=0, le=MOST_GRAMS)] = 0
    bulk_grams: Annotated[Grams, Field(gt=0, le=MOST_GRAMS)]
    packs: Annotated[int, Field(gt=0, le=1_000_000)]
    maker: Line = ""
    standards: Annotated[str, Field(max_length=200)] = ""
    balance_note: Annotated[str, Field(max_length=300)] = ""


class PackedLotIn(WeighedIn):
    """The form of a new lot, apart from the steps between harvest and packing."""

    lot_number: Annotated[str, AfterValidator(normal_lot_number)]
    harvested_on: Day
    harvest_clock: Clock = time(6)
    harvest_note: Note = ""
    packed_on: Day
    pack_clock: Clock = time(8)
    pack_note: Note = ""


class StepRow(BaseModel):
    """One step: a row of the new lot's form, or the form on the lot's page."""

    stage: Stage
    day: Day
    clock: Clock = time(8)
    note: Note = ""
    responsible: Line = ""

    def moment(self) -> datetime:
        return moment(self.day, self.clock)


def moment(day: date, clock: time) -> datetime:
    """As a clock in Vietnam showed it."""
    return datetime.combine(day, clock, VIETNAM)


def place_code(ward_code: str, name: str) -> str:
    """Our own code of a place without a GLN or an issued code: its ward and its slug.

    >>> place_code("05503", "htx-che-doi-suong")
    '05503-HTX-CHE-DOI-SUONG'
    """
    return f"{ward_code}-{name}".upper()[:60]
