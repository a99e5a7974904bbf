"""What somebody types into the workshop's book, one screen each; kilograms become whole grams."""

from datetime import datetime, time
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, field_validator

from app.core.i18n import mark
from app.core.typed import Clock, Day
from app.traceability.rules import PickingStandard, Stage
from app.traceability.rules.digital_link import normal_lot_number
from app.traceability.rules.forms import MOST_GRAMS, Grams, Line, Note, moment
from app.traceability.rules.materials import EventKind, FarmWork

Weight = Annotated[Grams, Field(gt=0, le=MOST_GRAMS)]
Rest = Annotated[Grams, Field(ge=0, le=MOST_GRAMS)]
Code = Annotated[str, Field(min_length=10, max_length=10)]


def number_or_none(typed: str) -> str:
    """A number of the workshop's own, or empty for one that the book gives."""
    return normal_lot_number(typed) if typed.strip() else ""


Number = Annotated[str, AfterValidator(number_or_none)]


class RecordIn(BaseModel):
    """`client_id` names the form that was filled in: sent again, it is the same record."""

    kind: ClassVar[EventKind]

    client_id: UUID
    day: Day
    clock: Clock = time(8)
    note: Note = ""
    device_time: AwareDatetime | None = None

    def moment(self) -> datetime:
        return moment(self.day, self.clock)


class HarvestIn(RecordIn):
    kind = EventKind.HARVEST

    growing_area_id: UUID
    grams: Weight
    picking_standard: PickingStandard
    farmer: Line = ""
    number: Number = ""


class ReceiptIn(RecordIn):
    """`came_grams` on the workshop's scale, of which `rejected_grams` were sent away."""

    kind = EventKind.RECEIPT

    material: Code
    came_grams: Weight
    rejected_grams: Rest = 0


class InputRow(BaseModel):
    material: Code
    grams: Weight


class OutputRow(BaseModel):
    grade: Annotated[str, Field(max_length=40)] = ""
    grams: Weight
    number: Number = ""


class StepRow(BaseModel):
    """One step of a batch: minutes, and degrees Celsius where a pan was heated."""

    stage: Stage
    clock: Clock = time(8)
    minutes: Annotated[int, Field(ge=0, le=10_000)] | None = None
    celsius: Annotated[int, Field(ge=0, le=500)] | None = None
    note: Note = ""


class Mixing(RecordIn):
    """What goes in; no material twice."""

    inputs: Annotated[list[InputRow], Field(min_length=1, max_length=40)]
    operator: Line = ""

    @field_validator("inputs")
    @classmethod
    def each_once(cls, rows: list[InputRow]) -> list[InputRow]:
        if len({row.material for row in rows}) < len(rows):
            raise ValueError(mark("Một nguyên liệu chỉ ghi một dòng."))
        return rows


class ProcessIn(Mixing):
    kind = EventKind.PROCESS

    outputs: Annotated[list[OutputRow], Field(min_length=1, max_length=8)]
    waste_grams: Rest = 0
    steps: Annotated[list[StepRow], Field(max_length=12)] = []


class BlendIn(Mixing):
    kind = EventKind.BLEND

    made_grams: Weight
    grade: Annotated[str, Field(max_length=40)] = ""
    number: Number = ""


class PackIn(Mixing):
    """A packing batch out of loose tea; `claims` are those that its label makes."""

    kind = EventKind.PACK

    variant_id: UUID
    lot_number: Annotated[str, AfterValidator(normal_lot_number)]
    expires_on: Day
    packs: Annotated[int, Field(gt=0, le=1_000_000)]
    standards: Annotated[str, Field(max_length=200)] = ""
    claims: list[Annotated[str, Field(max_length=120)]] | None = None


class TestIn(RecordIn):
    """A laboratory's report about a lot; `paper` names its file among the private papers."""

    __test__: ClassVar[bool] = False  # pytest collects what is called Test…
    kind = EventKind.TEST

    lot: Code
    number: Annotated[str, Field(min_length=1, max_length=60)]
    laboratory: Annotated[str, Field(min_length=1, max_length=160)]
    result: Annotated[str, Field(min_length=1, max_length=300)]
    passed: bool = True
    paper: Annotated[str, Field(max_length=64)] = ""


class ShipIn(RecordIn):
    kind = EventKind.SHIP

    lot: Code
    packs: Annotated[int, Field(gt=0, le=1_000_000)]
    to: Annotated[str, Field(min_length=1, max_length=120)]


class FarmLogIn(RecordIn):
    """`waiting_days` is the pre-harvest interval that the product's label gives."""

    kind = EventKind.FARM_LOG

    growing_area_id: UUID
    work: FarmWork
    product: Line = ""
    dose: Annotated[str, Field(max_length=80)] = ""
    waiting_days: Annotated[int, Field(ge=0, le=365)] = 0


class DeclareIn(RecordIn):
    """Loose tea of a lot that came without a weighed harvest: it can carry no claim."""

    kind = EventKind.DECLARE

    grams: Weight


FORMS: dict[EventKind, type[RecordIn]] = {
    form.kind: form
    for form in (
        HarvestIn,
        ReceiptIn,
        ProcessIn,
        BlendIn,
        PackIn,
        TestIn,
        ShipIn,
        FarmLogIn,
        DeclareIn,
    )
}


def read(kind: EventKind, facts: dict[str, Any]) -> RecordIn:
    """What was kept of a record, as its form again."""
    return FORMS[kind].model_validate(facts)
