"""A record of the workshop's book as an EPCIS 2.0 event, in words of the CBV 2.0.

What the standard has no word for stands under our own prefix: `tn:stage` says which work of a tea
maker an event was, since harvesting, rolling or scenting are no business steps of the vocabulary.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from app.traceability.rules import BizStep
from app.traceability.rules.forms import VIETNAM, moment
from app.traceability.rules.materials import EventKind
from app.traceability.rules.recording import (
    FarmLogIn,
    HarvestIn,
    PackIn,
    ProcessIn,
    ReceiptIn,
    RecordIn,
    ShipIn,
    TestIn,
)

PREFIX = "tn"
Event = dict[str, Any]


@dataclass(frozen=True)
class Amount:
    """Grams of a class of goods, by its address."""

    uri: str
    grams: int


@dataclass(frozen=True)
class Told:
    """A record with its goods and places as addresses; `lot` is the packed goods it is about."""

    kind: EventKind
    code: str
    given: RecordIn
    at: datetime
    end: datetime | None
    base: str
    place: str
    taken: Sequence[Amount] = ()
    made: Sequence[Amount] = ()
    lot: str = ""
    packs: int = 0
    ilmd: Mapping[str, Any] = field(default_factory=dict)


def contexts(base: str) -> list[Any]:
    """What stands at `@context` of a document with our events."""
    standard = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
    return [standard, {PREFIX: f"{base}/voc/"}]


def material_uri(base: str, code: str) -> str:
    """
    >>> material_uri("https://tn.vn", "K7Q4M9MXDT")
    'https://tn.vn/b/k7q4m9mxdt'
    """
    return f"{base}/b/{code}".lower()


def place_uri(base: str, code: str) -> str:
    """Of a place without a GLN.

    >>> place_uri("https://tn.vn", "05503-DOI-HONG-THAI")
    'https://tn.vn/loc/05503-doi-hong-thai'
    """
    return f"{base}/loc/{code}".lower()


def event_of(told: Told) -> Event:
    """The event without its id and the moment of its recording, which the repository gives."""
    local = told.at.astimezone(VIETNAM)
    common = {
        "eventTime": local.isoformat(timespec="milliseconds"),
        "eventTimeZoneOffset": "+07:00",
        "readPoint": {"id": told.place},
        f"{PREFIX}:stage": told.kind.value,
        f"{PREFIX}:record": told.code,
    }
    if told.given.note:
        common[f"{PREFIX}:note"] = told.given.note
    return _SHAPES[told.kind](told) | common


def _harvest(told: Told) -> Event:
    given = told.given
    extra = {}
    if isinstance(given, HarvestIn):
        extra[f"{PREFIX}:pickingStandard"] = given.picking_standard.value
    day = told.at.astimezone(VIETNAM).date().isoformat()
    ilmd = {"cbvmda:harvestStartDate": day, "cbvmda:harvestEndDate": day} | extra
    return _added(told, BizStep.COMMISSIONING, told.made, ilmd | dict(told.ilmd))


def _declared(told: Told) -> Event:
    return _added(told, BizStep.COMMISSIONING, told.made, dict(told.ilmd))


def _added(told: Told, step: BizStep, goods: Sequence[Amount], ilmd: Mapping[str, Any]) -> Event:
    event: Event = {
        "type": "ObjectEvent",
        "action": "ADD",
        "bizStep": step.value,
        "disposition": "active",
        "quantityList": [_kilograms(amount) for amount in goods],
        "bizLocation": {"id": told.place},
    }
    return event | ({"ilmd": dict(ilmd)} if ilmd else {})


def _receipt(told: Told) -> Event:
    """What came onto the scale; what was sent away of it stands beside it."""
    given = told.given
    assert isinstance(given, ReceiptIn)
    event = _seen(told, BizStep.RECEIVING, "in_progress")
    event["quantityList"] = [_kilograms(Amount(told.lot, given.came_grams))]
    event["bizLocation"] = {"id": told.place}
    event[f"{PREFIX}:rejectedKilograms"] = given.rejected_grams / 1000
    return event


def _process(told: Told) -> Event:
    event = _turned(told, BizStep.CREATING_CLASS_INSTANCE, "in_progress")
    given = told.given
    if isinstance(given, ProcessIn):
        if given.waste_grams:
            event[f"{PREFIX}:wasteKilograms"] = given.waste_grams / 1000
        sensors = _heat(given)
        if sensors:
            event["sensorElementList"] = sensors
    return event


def _blend(told: Told) -> Event:
    return _turned(told, BizStep.CREATING_CLASS_INSTANCE, "in_progress")


def _heat(given: ProcessIn) -> list[dict[str, Any]]:
    """Temperatures of the pans, each at the time at which its step began."""
    found = []
    for row in given.steps:
        if row.celsius is None:
            continue
        at = moment(given.day, row.clock)
        if row.clock < given.clock:  # a night's work ends on the next day
            at += timedelta(days=1)
        report = {"type": "Temperature", "value": float(row.celsius), "uom": "CEL"}
        report[f"{PREFIX}:stage"] = row.stage.value
        meta = {"time": at.isoformat(timespec="milliseconds")}
        found.append({"sensorMetadata": meta, "sensorReport": [report]})
    return found


def _pack(told: Told) -> Event:
    event = _turned(told, BizStep.PACKING, "in_progress")
    event["outputQuantityList"] = [{"epcClass": told.lot, "quantity": float(told.packs)}]
    given = told.given
    ilmd = dict(told.ilmd)
    if isinstance(given, PackIn):
        ilmd |= {
            "cbvmda:lotNumber": given.lot_number,
            "cbvmda:itemExpirationDate": given.expires_on.isoformat(),
        }
    event["ilmd"] = ilmd
    return event


def _turned(told: Told, step: BizStep, disposition: str) -> Event:
    return {
        "type": "TransformationEvent",
        "transformationID": f"{told.base}/e/{told.code}".lower(),
        "inputQuantityList": [_kilograms(amount) for amount in told.taken],
        "outputQuantityList": [_kilograms(amount) for amount in told.made],
        "bizStep": step.value,
        "disposition": disposition,
        "bizLocation": {"id": told.place},
    }


def _test(told: Told) -> Event:
    given = told.given
    assert isinstance(given, TestIn)
    event = _seen(told, BizStep.INSPECTING, "conformant" if given.passed else "non_conformant")
    event["quantityList"] = [{"epcClass": told.lot, "quantity": float(told.packs)}]
    kept = "conformant" if given.passed else "non_conformant"
    event["persistentDisposition"] = {"set": [kept]}
    event[f"{PREFIX}:laboratory"] = given.laboratory
    event[f"{PREFIX}:report"] = given.number
    return event


def _ship(told: Told) -> Event:
    given = told.given
    assert isinstance(given, ShipIn)
    event = _seen(told, BizStep.SHIPPING, "in_transit")
    event["quantityList"] = [{"epcClass": told.lot, "quantity": float(given.packs)}]
    event[f"{PREFIX}:to"] = given.to
    return event


def _farm_log(told: Told) -> Event:
    """Of a garden, so that is what was looked at."""
    given = told.given
    assert isinstance(given, FarmLogIn)
    event = _seen(told, BizStep.INSPECTING, "active")
    event["epcList"] = [told.place]
    event |= {f"{PREFIX}:work": given.work.value, f"{PREFIX}:waitingDays": given.waiting_days}
    for name in ("product", "dose"):
        if getattr(given, name):
            event[f"{PREFIX}:{name}"] = getattr(given, name)
    return event


def _seen(told: Told, step: BizStep, disposition: str) -> Event:
    return {
        "type": "ObjectEvent",
        "action": "OBSERVE",
        "bizStep": step.value,
        "disposition": disposition,
    }


def _kilograms(amount: Amount) -> dict[str, Any]:
    return {"epcClass": amount.uri, "quantity": amount.grams / 1000, "uom": "KGM"}


_SHAPES: dict[EventKind, Callable[[Told], Event]] = {
    EventKind.HARVEST: _harvest,
    EventKind.RECEIPT: _receipt,
    EventKind.PROCESS: _process,
    EventKind.BLEND: _blend,
    EventKind.TEST: _test,
    EventKind.PACK: _pack,
    EventKind.SHIP: _ship,
    EventKind.FARM_LOG: _farm_log,
    EventKind.DECLARE: _declared,
}
