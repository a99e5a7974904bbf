"""Where in an event identifiers, words, times and quantities stand."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from app.epcis.rules.faults import Path

KINDS = (
    "ObjectEvent",
    "AggregationEvent",
    "AssociationEvent",
    "TransactionEvent",
    "TransformationEvent",
)
EPCS = {
    "epcList": "epc",
    "childEPCs": "child",
    "inputEPCList": "input",
    "outputEPCList": "output",
}
"""Lists of instances, with the role that their members play in the event."""
QUANTITIES = {
    "quantityList": "class",
    "childQuantityList": "child_class",
    "inputQuantityList": "input_class",
    "outputQuantityList": "output_class",
}
"""Lists of classes and their quantities, likewise."""
PLACES = ("readPoint", "bizLocation")
SOURCES = {"sourceList": "source", "destinationList": "destination"}
SENSOR_TIMES = ("time", "startTime", "endTime")
NESTED = {
    "readPoint": {"id"},
    "bizLocation": {"id"},
    "errorDeclaration": {"declarationTime", "reason", "correctiveEventIDs"},
    "sensorMetadata": {
        "time", "deviceID", "deviceMetadata", "rawData", "startTime", "endTime",
        "dataProcessingMethod", "bizRules",
    },
    "sensorReport": {
        "type", "exception", "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod",
        "time", "microorganism", "chemicalSubstance", "coordinateReferenceSystem", "value",
        "component", "stringValue", "booleanValue", "hexBinaryValue", "uriValue", "minValue",
        "maxValue", "meanValue", "sDev", "percRank", "percValue", "uom",
    },
    "sensorElement": {"sensorMetadata", "sensorReport"},
    "ilmd": set(),
}  # fmt: skip
"""Fields of the standard inside those that other vocabularies may extend."""
OWN = {
    "@context", "type", "eventTime", "recordTime", "eventTimeZoneOffset", "eventID",
    "certificationInfo", "errorDeclaration", "action", "bizStep", "disposition",
    "persistentDisposition", "readPoint", "bizLocation", "bizTransactionList", "sourceList",
    "destinationList", "sensorElementList", "ilmd", "parentID", "transformationID",
    *EPCS, *QUANTITIES,
}  # fmt: skip


class Spot(NamedTuple):
    """A value by its place: `holder[key]`. `kind` says which words may stand there."""

    path: Path
    holder: Any
    key: str | int
    kind: str = ""

    @property
    def value(self) -> Any:
        return self.holder[self.key]


def identifiers(event: Mapping[str, Any]) -> Iterator[Spot]:
    """What names a thing, a class, a place, a party or a paper."""
    for name in ("parentID", "transformationID"):
        if name in event:
            yield Spot((name,), event, name)
    for name in EPCS:
        yield from _members(event, name)
    for name in QUANTITIES:
        yield from _inside(event, name, "epcClass")
    for name in PLACES:
        yield from _within(event, name, "id")
    yield from _inside(event, "bizTransactionList", "bizTransaction")
    for name, key in SOURCES.items():
        yield from _inside(event, name, key)
    for path, part in sensor_parts(event):
        if "deviceID" in part:
            yield Spot((*path, "deviceID"), part, "deviceID")


def words(event: Mapping[str, Any]) -> Iterator[Spot]:
    """What may be a word of CBV."""
    for name in ("bizStep", "disposition"):
        if name in event:
            yield Spot((name,), event, name, name)
    changed = mapped(event, "persistentDisposition")
    for name in ("set", "unset"):
        for i in range(len(listed(changed, name))):
            yield Spot(("persistentDisposition", name, i), changed[name], i, "disposition")
    yield from _inside(event, "bizTransactionList", "type", "bizTransaction")
    for name in SOURCES:
        yield from _inside(event, name, "type", "party")
    for path, part in sensor_parts(event):
        for name, kind in REPORTED.items():
            if name in part:
                yield Spot((*path, name), part, name, kind)
    yield from _within(event, "errorDeclaration", "reason", "reason")


REPORTED = {"type": "measurement", "exception": "exception", "component": "component"}


def times(event: Mapping[str, Any]) -> Iterator[Spot]:
    for name in ("eventTime", "recordTime"):
        if name in event:
            yield Spot((name,), event, name)
    yield from _within(event, "errorDeclaration", "declarationTime")
    for path, part in sensor_parts(event):
        for name in SENSOR_TIMES:
            if name in part:
                yield Spot((*path, name), part, name)


def sensor_parts(event: Mapping[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The metadata and the reports of every sensor element."""
    for i, element in elements(event, "sensorElementList"):
        path: Path = ("sensorElementList", i)
        if isinstance(element.get("sensorMetadata"), dict):
            yield (*path, "sensorMetadata"), element["sensorMetadata"]
        for j, report in elements(element, "sensorReport"):
            yield (*path, "sensorReport", j), report


def listed(holder: Mapping[str, Any], name: str) -> list[Any]:
    """A list that may be missing or, in an event that the schema refuses, be none."""
    found = holder.get(name)
    return found if isinstance(found, list) else []


def mapped(holder: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Likewise an object."""
    found = holder.get(name)
    return found if isinstance(found, dict) else {}


def elements(holder: Mapping[str, Any], name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a list with their places."""
    yield from ((i, each) for i, each in enumerate(listed(holder, name)) if isinstance(each, dict))


def _members(event: Mapping[str, Any], name: str) -> Iterator[Spot]:
    for i in range(len(listed(event, name))):
        yield Spot((name, i), event[name], i)


def _inside(event: Mapping[str, Any], name: str, key: str, kind: str = "") -> Iterator[Spot]:
    for i, said in elements(event, name):
        if key in said:
            yield Spot((name, i, key), said, key, kind)


def _within(event: Mapping[str, Any], name: str, key: str, kind: str = "") -> Iterator[Spot]:
    holder = mapped(event, name)
    if key in holder:
        yield Spot((name, key), holder, key, kind)
