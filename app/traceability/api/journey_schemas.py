"""What records of the workshop's book and its materials read like in JSON; weights are grams."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from app.core.rest.schemas import Day, In, Moment, Out, Switch, Whole, example
from app.traceability.api.schemas import Clock, Grams, Line, Note
from app.traceability.rules import PickingStandard, Stage
from app.traceability.rules.materials import EventKind, FarmWork, MaterialKind

CLIENT_ID = "01a21d17-96eb-70fc-a7c7-d892fe09f608"
Material = Annotated[str, Field(pattern=r"^[0-9A-Z]{10}$")]
Area = Annotated[str, Field(min_length=2, max_length=120)]
Number = Annotated[str, Field(max_length=20)]
Grade = Annotated[str, Field(max_length=40)]


class EventNew(In):
    """`client_id` is yours, a UUIDv7 best: sent again, it is the same record."""

    client_id: UUID
    day: Day
    clock: Clock = "08:00"
    note: Note = ""
    device_time: AwareDatetime | None = None


class HarvestNew(EventNew):
    model_config = example(
        {
            "kind": "harvest",
            "client_id": CLIENT_ID,
            "day": "2026-10-12",
            "clock": "06:00",
            "growing_area": "Đồi Hồng Thái",
            "grams": 52_500,
            "picking_standard": "bup",
            "farmer": "Trần Thị Nhài",
        }
    )

    kind: Literal["harvest"]
    growing_area: Area
    grams: Grams
    picking_standard: PickingStandard
    farmer: Line = ""
    number: Number = ""


class ReceiptNew(EventNew):
    kind: Literal["receipt"]
    material: Material
    came_grams: Grams
    rejected_grams: Grams = 0


class InputNew(In):
    material: Material
    grams: Grams


class OutputNew(In):
    grade: Grade = ""
    grams: Grams
    number: Number = ""


class BatchStepNew(In):
    stage: Stage
    clock: Clock = "08:00"
    minutes: Annotated[Whole, Field(ge=0, le=10_000)] | None = None
    celsius: Annotated[Whole, Field(ge=0, le=500)] | None = None
    note: Note = ""


class MixingNew(EventNew):
    inputs: Annotated[list[InputNew], Field(min_length=1, max_length=40)]
    operator: Line = ""


class ProcessNew(MixingNew):
    kind: Literal["process"]
    outputs: Annotated[list[OutputNew], Field(min_length=1, max_length=8)]
    waste_grams: Grams = 0
    steps: Annotated[list[BatchStepNew], Field(default_factory=list, max_length=12)]


class BlendNew(MixingNew):
    kind: Literal["blend"]
    made_grams: Grams
    grade: Grade = ""
    number: Number = ""


class PackNew(MixingNew):
    """Without `claims` the label says what every gram holds."""

    kind: Literal["pack"]
    sku: Annotated[str, Field(min_length=1, max_length=40)]
    lot_number: Annotated[str, Field(min_length=1, max_length=20)]
    expires_on: Day
    packs: Annotated[Whole, Field(ge=1, le=1_000_000)]
    standards: Annotated[str, Field(max_length=200)] = ""
    claims: Annotated[list[Line], Field(max_length=20)] | None = None


class TestNew(EventNew):
    __test__ = False  # pytest collects what is called Test…

    kind: Literal["test"]
    lot: Material
    number: Annotated[str, Field(min_length=1, max_length=60)]
    laboratory: Annotated[str, Field(min_length=1, max_length=160)]
    result: Annotated[str, Field(min_length=1, max_length=300)]
    passed: Switch = True


class ShipNew(EventNew):
    kind: Literal["ship"]
    lot: Material
    packs: Annotated[Whole, Field(ge=1, le=1_000_000)]
    to: Annotated[str, Field(min_length=1, max_length=120)]


class FarmLogNew(EventNew):
    kind: Literal["farm_log"]
    growing_area: Area
    work: FarmWork
    product: Line = ""
    dose: Annotated[str, Field(max_length=80)] = ""
    waiting_days: Annotated[Whole, Field(ge=0, le=365)] = 0


AnyEventNew = Annotated[
    HarvestNew | ReceiptNew | ProcessNew | BlendNew | PackNew | TestNew | ShipNew | FarmLogNew,
    Field(discriminator="kind"),
]
"""One record of any kind; `kind` says which fields it has."""


class FlowOut(Out):
    material: str
    number: str
    grams: int


EVENT = {
    "code": "K7Q4M9MXDT",
    "kind": "harvest",
    "at": "2026-10-11T23:00:00Z",
    "recorded_at": "2026-10-12T01:12:00Z",
    "growing_area": "Đồi Hồng Thái",
    "lot_number": None,
    "facts": {"day": "2026-10-12", "grams": 52_500, "picking_standard": "bup"},
    "taken": [],
    "made": [{"material": "3W7K5Y0BDJ", "number": "TH-261012-1", "grams": 52_500}],
    "findings": [],
    "holds": True,
    "is_correction": False,
}


class JourneyEventOut(Out):
    """`holds` is false once it was declared an error; `findings` are warnings in words."""

    model_config = Out.model_config | example(EVENT)

    code: str
    kind: EventKind
    at: Moment
    recorded_at: Moment
    growing_area: str | None
    lot_number: str | None
    facts: dict[str, Any]
    taken: list[FlowOut]
    made: list[FlowOut]
    findings: list[str]
    holds: bool
    is_correction: bool


class MaterialOut(Out):
    """`claims` says what per cent of the grams each claim holds for."""

    model_config = Out.model_config | example(
        {
            "code": "3W7K5Y0BDJ",
            "number": "TH-261012-1",
            "kind": "leaf",
            "grade": "",
            "picking_standard": "bup",
            "farmer": "Trần Thị Nhài",
            "grams": 52_500,
            "used_grams": 0,
            "made_at": "2026-10-11T23:00:00Z",
            "claims": {"gi:Tân Cương": 100},
            "held_reason": "",
        }
    )

    code: str
    number: str
    kind: MaterialKind
    grade: str
    picking_standard: str
    farmer: str
    grams: int
    used_grams: int
    made_at: Moment
    claims: dict[str, int]
    held_reason: str
