"""What lots, their journeys and growing areas read like in JSON; weights are grams."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from app.core.rest.schemas import Day, In, Moment, Out, Whole, example
from app.traceability.models import LotStatus
from app.traceability.rules import PickingStandard, Stage
from app.traceability.rules.forms import MOST_GRAMS

Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""As a clock in Vietnam showed it."""
Line = Annotated[str, Field(max_length=120)]
Note = Annotated[str, Field(max_length=500)]
Grams = Annotated[Whole, Field(ge=0, le=MOST_GRAMS)]
Stages = list[Stage]


class StepNew(In):
    model_config = example(
        {"stage": "wither", "day": "2026-10-12", "clock": "09:30", "note": "2 giờ 20 phút."}
    )

    stage: Stage
    day: Day
    clock: Clock = "08:00"
    note: Note = ""
    responsible: Line = ""


class StepAdded(StepNew):
    """`corrects` is the place, from 1, of the step in `steps` that this one puts right."""

    corrects: Annotated[Whole, Field(ge=1, le=1000)] | None = None


class Weights(In):
    """What may be put right while the lot is a draft; `fresh_grams` 0 is "not weighed"."""

    model_config = example(
        {
            "sku": "CD-100",
            "growing_area": "Đồi Hồng Thái",
            "expires_on": "2028-10-15",
            "picking_standard": "bup",
            "fresh_grams": 31_000,
            "bulk_grams": 6_200,
            "packs": 62,
            "maker": "Trần Thị Nhài",
            "standards": "TCVN 12829",
            "balance_note": "",
        }
    )

    sku: Annotated[str, Field(min_length=1, max_length=40)]
    growing_area: Annotated[str, Field(min_length=2, max_length=120)] | None = None
    expires_on: Day
    picking_standard: PickingStandard | None = None
    fresh_grams: Grams = 0
    bulk_grams: Annotated[Whole, Field(ge=1, le=MOST_GRAMS)]
    packs: Annotated[Whole, Field(ge=1, le=1_000_000)]
    maker: Line = ""
    standards: Annotated[str, Field(max_length=200)] = ""
    balance_note: Annotated[str, Field(max_length=300)] = ""


class LotNew(Weights):
    """A lot with its whole journey: harvest, `steps` between, packing."""

    model_config = example(
        {
            "lot_number": "TC-2610-07",
            "sku": "CD-100",
            "growing_area": "Đồi Hồng Thái",
            "harvested_on": "2026-10-12",
            "harvest_clock": "05:10",
            "harvest_note": "24 người hái, còn sương.",
            "packed_on": "2026-10-15",
            "pack_clock": "08:00",
            "pack_note": "",
            "expires_on": "2028-10-15",
            "picking_standard": "bup",
            "fresh_grams": 31_000,
            "bulk_grams": 6_200,
            "packs": 62,
            "maker": "Trần Thị Nhài",
            "standards": "TCVN 12829",
            "steps": [{"stage": "wither", "day": "2026-10-12", "clock": "09:30"}],
        }
    )

    lot_number: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,20}$")]
    harvested_on: Day
    harvest_clock: Clock = "06:00"
    harvest_note: Note = ""
    packed_on: Day
    pack_clock: Clock = "08:00"
    pack_note: Note = ""
    steps: Annotated[tuple[StepNew, ...], Field(max_length=20)] = ()


LOT: dict[str, Any] = {
    "code": "K7Q4M9MXDT",
    "lot_number": "TC-2610-07",
    "status": "draft",
    "harvested_on": "2026-10-12",
    "packed_on": "2026-10-15",
    "expires_on": "2028-10-15",
    "packs": 62,
}


class LotRow(Out):
    model_config = Out.model_config | example(
        LOT | {"product_name": "Chè đinh Tân Cương", "variant_name": "Hộp 100 g", "labels": 0}
    )

    code: str
    lot_number: str
    status: LotStatus
    product_name: str
    variant_name: str
    harvested_on: date
    packed_on: date
    expires_on: date
    packs: int
    labels: int


STEP: dict[str, Any] = {
    "stage": "harvest",
    "at": "2026-10-11T22:10:00Z",
    "recorded_at": "2026-10-15T03:00:00Z",
    "title": "Thu hái",
    "title_en": "Picking",
    "note": "24 người hái, còn sương.",
    "note_en": "",
    "place": "Đồi Hồng Thái, xã Tân Cương",
    "responsible": "Trần Thị Nhài",
    "celsius": None,
    "minutes": None,
    "corrects": None,
}


class StepOut(Out):
    """`corrects` is the place, from 1, of the step that this one puts right; `celsius` is how hot
    the pan was.
    """

    stage: Stage
    at: Moment
    recorded_at: Moment
    title: str
    title_en: str
    note: str
    note_en: str
    place: str
    responsible: str
    celsius: int | None
    minutes: int | None
    corrects: int | None


class LotOut(Out):
    """`missing` is what keeps a draft from being published, in the language of the address."""

    model_config = Out.model_config | example(
        LOT
        | {
            "sku": "CD-100",
            "product_slug": "che-dinh-tan-cuong",
            "growing_area": "Đồi Hồng Thái",
            "gtin": None,
            "net_grams": 100,
            "picking_standard": "bup",
            "fresh_grams": 31_000,
            "bulk_grams": 6_200,
            "balance_note": "",
            "maker": "Trần Thị Nhài",
            "standards": "TCVN 12829",
            "published_at": None,
            "recalled_at": None,
            "recall_reason": "",
            "scans": 0,
            "devices": 0,
            "steps": [STEP],
            "missing": [],
        }
    )

    code: str
    lot_number: str
    status: LotStatus
    sku: str
    product_slug: str
    growing_area: str | None
    gtin: str | None
    harvested_on: date
    packed_on: date
    expires_on: date
    packs: int
    net_grams: int
    picking_standard: str
    fresh_grams: int
    bulk_grams: int
    balance_note: str
    maker: str
    standards: str
    published_at: Moment | None
    recalled_at: Moment | None
    recall_reason: str
    scans: int
    devices: int
    steps: list[StepOut]
    missing: list[str]


AREA: dict[str, Any] = {
    "name": "Đồi Hồng Thái",
    "code": "",
    "code_issuer": "",
    "ward_code": "05503",
    "hectares": 3.1,
    "households": 24,
    "cultivar": "LDP1",
    "geographical_indication": "",
    "latitude": None,
    "longitude": None,
    "last_treatment_days": 21,
}


class AreaBody(In):
    """A growing area is known by its name; position and treatment days are private."""

    model_config = example(AREA)

    name: Annotated[str, Field(min_length=2, max_length=120)]
    code: Annotated[str, Field(max_length=40)] = ""
    code_issuer: Annotated[str, Field(max_length=160)] = ""
    ward_code: Annotated[str, Field(pattern=r"^[0-9]{5}$")]
    hectares: Annotated[float, Field(ge=0, le=10_000, strict=True)] = 0
    households: Annotated[Whole, Field(ge=0, le=100_000)] = 0
    cultivar: Annotated[str, Field(max_length=80)] = ""
    geographical_indication: Annotated[str, Field(max_length=80)] = ""
    latitude: Annotated[float, Field(ge=8, le=24, strict=True)] | None = None
    longitude: Annotated[float, Field(ge=102, le=110, strict=True)] | None = None
    last_treatment_days: Annotated[Whole, Field(ge=0, le=365)] | None = None


class AreaOut(Out):
    model_config = Out.model_config | example(AREA)

    name: str
    code: str
    code_issuer: str
    ward_code: str
    hectares: float
    households: int
    cultivar: str
    geographical_indication: str
    latitude: float | None
    longitude: float | None
    last_treatment_days: int | None


class AreaList(Out):
    model_config = Out.model_config | example({"items": [AREA]})

    items: list[AreaOut]
