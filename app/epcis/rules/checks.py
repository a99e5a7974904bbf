"""What GS1's schema lets through and we do not: impossible amounts, unknown words, wrong keys."""

import math
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from app.core.i18n import mark
from app.epcis.rules import fields
from app.epcis.rules.contexts import read_context
from app.epcis.rules.faults import Fault, Path
from app.epcis.rules.keys import WrongKey, canonical
from app.epcis.rules.schema import SENTENCES, event_faults
from app.epcis.rules.vocabulary import PREFIXES, claims_cbv, is_word

MOST_EPCS = 1000
"""Identifiers in one event."""
LARGEST = 10**15
LONGEST_TEXT = 2000
EARLIEST, LATEST = 1900, 2200


def faults_of(event: Any, prefixes: Mapping[str, str]) -> list[Fault]:
    """Everything that is wrong with an event, in the order of its places; empty when it is valid.

    `prefixes` are those that the document declares; those of the event's own context count too.
    """
    by_schema = event_faults(event)
    if not isinstance(event, dict):
        return by_schema
    ours = list(_ours(event, prefixes))
    told = {fault.pointer for fault in ours}
    rest = [fault for fault in by_schema if fault.pointer not in told]
    if ours or len(rest) > 1:  # "something about this event" adds nothing to what is said exactly
        rest = [fault for fault in rest if fault.path]
    return sorted([*ours, *rest], key=lambda fault: fault.pointer)


def _ours(event: dict[str, Any], prefixes: Mapping[str, str]) -> Iterator[Fault]:
    context, faults = read_context(event.get("@context", []), ("@context",))
    yield from faults
    yield from _kind(event)
    yield from _content(event)
    yield from _quantities(event)
    yield from _times(event)
    yield from _words(event)
    yield from _identifiers(event)
    yield from _terms(event, {*PREFIXES, *prefixes, *context.prefixes})


def _kind(event: dict[str, Any]) -> Iterator[Fault]:
    said = event.get("type")
    if said is not None and said not in fields.KINDS:
        yield Fault(("type",), _KIND, {"said": str(said)[:60]})
    if "ilmd" in event and event.get("action") in ("OBSERVE", "DELETE"):
        yield Fault(("ilmd",), _ILMD, {"action": event["action"]})


_KIND = mark("Loại sự kiện {said} không có trong EPCIS 2.0.")
_ILMD = mark("ilmd chỉ đi cùng action ADD, không đi cùng {action}.")
_WANTS = {
    "ObjectEvent": ("epcList", "quantityList", "sensorElementList"),
    "AggregationEvent": ("childEPCs", "childQuantityList"),
    "AssociationEvent": ("childEPCs", "childQuantityList"),
    "TransactionEvent": ("epcList", "quantityList"),
}
_NOTHING = mark("Sự kiện phải nêu vật: cần một trong {names}.")
_SIDES = {
    "input": ("inputEPCList", "inputQuantityList"),
    "output": ("outputEPCList", "outputQuantityList"),
}


def _content(event: dict[str, Any]) -> Iterator[Fault]:
    kind = str(event.get("type"))
    wanted = _WANTS.get(kind, ())
    if wanted and event.get("action") != "DELETE" and not any(one in event for one in wanted):
        yield Fault((wanted[0],), _NOTHING, {"names": ", ".join(wanted)})
    if kind == "TransformationEvent" and "transformationID" not in event:
        for names in _SIDES.values():
            if not any(fields.listed(event, name) for name in names):
                yield Fault((names[1],), _NOTHING, {"names": ", ".join(names)})
    named = sum(len(fields.listed(event, name)) for name in (*fields.EPCS, *fields.QUANTITIES))
    if named > MOST_EPCS:
        yield Fault((), mark("Một sự kiện nêu nhiều nhất 1.000 vật."))


def _quantities(event: dict[str, Any]) -> Iterator[Fault]:
    for name in fields.QUANTITIES:
        for i, element in fields.elements(event, name):
            path: Path = (name, i, "quantity")
            quantity = element.get("quantity")
            if not isinstance(quantity, (int, float)) or isinstance(quantity, bool):
                continue
            if not math.isfinite(quantity) or abs(quantity) > LARGEST:
                yield Fault(path, mark("Số lượng lớn quá hoặc không phải là số."))
            elif quantity < 0:
                yield Fault(path, mark("Số lượng không được âm."))
            elif "uom" not in element and quantity != int(quantity):
                yield Fault(path, mark("Số lượng lẻ phải có đơn vị đo uom; đếm cái thì số nguyên."))


def _times(event: dict[str, Any]) -> Iterator[Fault]:
    for spot in fields.times(event):
        if isinstance(spot.value, str) and not _is_moment(spot.value):
            yield Fault(spot.path, SENTENCES["date-time"], {"said": spot.value[:60]})
    for path, part in fields.sensor_parts(event):
        began, ended = str(part.get("startTime")), str(part.get("endTime"))
        if _is_moment(began) and _is_moment(ended) and _moment(began) > _moment(ended):
            yield Fault((*path, "endTime"), mark("Lúc đo xong phải sau lúc bắt đầu đo."))


def _moment(said: str) -> datetime:
    return datetime.fromisoformat(said.upper())


def _is_moment(said: str) -> bool:
    """Whether a text is a moment with its offset, in a year that tea was grown in."""
    try:
        at = _moment(said)
    except ValueError:
        return False
    return at.tzinfo is not None and EARLIEST <= at.year < LATEST


def _words(event: dict[str, Any]) -> Iterator[Fault]:
    for spot in fields.words(event):
        said = spot.value
        unknown = isinstance(said, str) and (":" not in said or claims_cbv(said))
        if unknown and not is_word(spot.kind, said):
            yield Fault(spot.path, SENTENCES["vocabulary"], {"said": said[:60]})


def _identifiers(event: dict[str, Any]) -> Iterator[Fault]:
    for spot in fields.identifiers(event):
        if not isinstance(spot.value, str):
            continue
        if len(spot.value) > LONGEST_TEXT // 4:
            yield Fault(spot.path, mark("Mã định danh dài quá."))
        try:
            canonical(spot.value)
        except WrongKey:
            said = mark("Mã GS1 {said} sai số kiểm tra hoặc sai độ dài.")
            yield Fault(spot.path, said, {"said": spot.value[:80]})


def _terms(event: dict[str, Any], declared: set[str]) -> Iterator[Fault]:
    """Terms of other vocabularies, wherever they may stand."""
    yield from _extended(event, fields.OWN, (), declared)
    for name in ("readPoint", "bizLocation", "errorDeclaration", "ilmd"):
        held = fields.mapped(event, name)
        yield from _extended(held, fields.NESTED[name], (name,), declared)
    for i, element in fields.elements(event, "sensorElementList"):
        own = fields.NESTED["sensorElement"]
        yield from _extended(element, own, ("sensorElementList", i), declared)
    for path, part in fields.sensor_parts(event):
        level = "sensorMetadata" if path[-1] == "sensorMetadata" else "sensorReport"
        yield from _extended(part, fields.NESTED[level], path, declared)


def _extended(
    holder: dict[str, Any], own: set[str], path: Path, declared: set[str]
) -> Iterator[Fault]:
    for name, value in holder.items():
        if name not in own:
            yield from _term(name, value, (*path, name), declared)


def _term(name: str, value: Any, path: Path, declared: set[str]) -> Iterator[Fault]:
    prefix, colon, rest = name.partition(":")
    if not colon:
        yield Fault(path, mark("Trường riêng {name} phải có tiền tố."), {"name": name[:60]})
    elif prefix not in declared or not rest:
        said = mark("Tiền tố {name} chưa khai trong @context.")
        yield Fault(path, said, {"name": prefix[:60]})
    yield from _value(value, path, declared)


def _value(value: Any, path: Path, declared: set[str]) -> Iterator[Fault]:
    if isinstance(value, dict):
        yield from _extended(value, {"id", "type"}, path, declared)
    elif isinstance(value, list):
        for i, each in enumerate(value):
            yield from _value(each, (*path, i), declared)
    elif value is None:
        yield Fault(path, mark("Không ghi null: bỏ hẳn trường đi."))
    elif isinstance(value, str) and len(value) > LONGEST_TEXT:
        yield Fault(path, mark("Nội dung dài quá 2.000 chữ."))
    elif isinstance(value, float) and not math.isfinite(value):
        yield Fault(path, mark("Số lượng lớn quá hoặc không phải là số."))
