"""GS1's JSON Schema for EPCIS 2.0, asked for a document's frame and for its events one by one."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs

from app.core.i18n import mark
from app.epcis.rules.faults import Fault
from app.epcis.rules.vocabulary import DATA

WRONG = mark("Giá trị {said} không hợp lệ theo lược đồ EPCIS 2.0.")
MISSING = mark("Thiếu trường {name}.")
UNKNOWN_FIELD = mark("Trường {name} không có trong EPCIS 2.0; trường riêng cần tiền tố đã khai.")
SENTENCES: dict[str, str] = {
    "date-time": mark("Thời điểm {said} phải có ngày, giờ và múi giờ (ISO 8601), như +07:00."),
    "uri": mark("Giá trị {said} phải là một URI."),
    "uom": mark("Đơn vị đo {said} phải là mã UN/ECE Rec. 20 viết hoa, như KGM hoặc GRM."),
    "type": mark("Giá trị {said} sai kiểu dữ liệu."),
    "eventTimeZoneOffset": mark("Múi giờ {said} phải viết như +07:00."),
    "vocabulary": mark("Từ {said} không có trong CBV 2.0; từ riêng phải là một URI."),
}
_VOCABULARY = {"bizStep", "disposition", "error-reason", "bizTransaction-type", "source-dest-type"}
_VOCABULARY |= {"measurementType", "sensorAlertType", "component"}


@cache
def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((DATA / "epcis-json-schema.json").read_bytes())
    return schema


@cache
def _document() -> Any:
    return jsonschema_rs.Draft7Validator(_schema(), validate_formats=True)


@cache
def _event() -> Any:
    """An event inside a document, whose context is the document's."""
    kept = {"definitions": _schema()["definitions"], "$schema": _schema()["$schema"]}
    wanted = kept | {"allOf": [{"$ref": "#/definitions/EPCIS-Document-Event"}]}
    return jsonschema_rs.Draft7Validator(wanted, validate_formats=True)


def document_faults(document: Any) -> list[Fault]:
    return list(_faults(_document(), document))


def event_faults(event: Any) -> list[Fault]:
    return [] if _event().is_valid(event) else list(_faults(_event(), event))


def _faults(validator: Any, instance: Any) -> Iterator[Fault]:
    seen = set()
    for error in validator.iter_errors(instance):
        fault = _fault(error)
        if fault.pointer not in seen:
            seen.add(fault.pointer)
            yield fault


def _fault(error: Any) -> Fault:
    path, kind = tuple(error.instance_path), error.kind.name
    if kind == "required":
        name = error.kind.property
        return Fault((*path, name), MISSING, {"name": name})
    if kind == "propertyNames":
        name = _named(error.kind.error)
        return Fault((*path, name), UNKNOWN_FIELD, {"name": name})
    if kind == "additionalProperties":
        name = str(error.kind.unexpected[0])
        return Fault((*path, name), UNKNOWN_FIELD, {"name": name})
    return Fault(path, _sentence(error, kind, path), {"said": _short(error.instance)})


def _named(error: Any) -> str:
    return str(error.instance)


def _sentence(error: Any, kind: str, path: tuple[str | int, ...]) -> str:
    definitions = {str(step) for step in error.schema_path}
    last = str(path[-1]) if path else ""
    if kind == "anyOf" and definitions & _VOCABULARY:
        return SENTENCES["vocabulary"]
    if kind == "format":
        return SENTENCES.get(error.kind.format, WRONG)
    if kind == "pattern" and last in SENTENCES:
        return SENTENCES[last]
    return SENTENCES["type"] if kind == "type" else WRONG


def _short(said: Any) -> str:
    text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:59] + "…"
