"""The simple event query of EPCIS 2.0 (8.2.7.1): its parameters, read and checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from app.core.errors import DomainError
from app.core.i18n import gettext, mark
from app.epcis.rules.fields import KINDS
from app.epcis.rules.keys import WrongKey, beginning, canonical
from app.epcis.rules.vocabulary import bare

PER_PAGE, MOST_PER_PAGE = 30, 500
MOST_VALUES = 100
"""Of one parameter."""


class QueryParameter(DomainError):
    """A parameter that is unknown, or whose value is wrong; `name` is the parameter."""

    status, title = 400, mark("Tham số truy vấn chưa đúng")

    def __init__(self, message: str, name: str) -> None:
        super().__init__(gettext(message).format(name=name[:80]))
        self.name = name


@dataclass(frozen=True)
class Condition:
    """`field` as `queries.conditions` knows it; `test` is one of in, under, ge, lt, gt, le, eq."""

    field: str
    test: str
    values: tuple[Any, ...]
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Asked:
    """`limit` of the whole answer, `most` that it may hold before it is refused."""

    conditions: tuple[Condition, ...] = ()
    by_record_time: bool = False
    descending: bool = True
    limit: int | None = None
    most: int | None = None
    per_page: int = PER_PAGE
    declared: bool | None = None  # only errors, only originals, or both
    said: dict[str, list[str]] = field(default_factory=dict, hash=False)


_ROLES = {
    "MATCH_epc": {"epc", "child"},
    "MATCH_parentID": {"parent"},
    "MATCH_inputEPC": {"input"},
    "MATCH_outputEPC": {"output"},
    "MATCH_anyEPC": {"epc", "child", "parent", "input", "output"},
    "MATCH_epcClass": {"class", "child_class"},
    "MATCH_inputEPCClass": {"input_class"},
    "MATCH_outputEPCClass": {"output_class"},
    "MATCH_anyEPCClass": {"class", "child_class", "input_class", "output_class"},
}
_COLUMNS = {
    "eventType": "kind",
    "EQ_action": "action",
    "EQ_bizStep": "biz_step",
    "EQ_disposition": "disposition",
    "EQ_readPoint": "read_point",
    "EQ_bizLocation": "biz_location",
    "EQ_transformationID": "transformation_id",
    "EQ_eventID": "event_id",
    "EQ_errorReason": "reason",
    "EQ_correctiveEventID": "corrective",
}
"""Parameters whose values are compared as a whole."""
_OF_ERRORS = {"EXISTS_errorDeclaration", "EQ_errorReason", "EQ_correctiveEventID",
              "GE_errorDeclarationTime", "LT_errorDeclarationTime"}  # fmt: skip
_OF_BODY = re.compile(r"EQ_(bizTransaction|source|destination)_(.+)")
_CHANGED = re.compile(r"EQ_persistentDisposition_(set|unset)")
_TIMES = re.compile(r"(GE|LT)_(eventTime|recordTime|errorDeclarationTime)")
_QUANTITY = re.compile(r"(EQ|GT|GE|LT|LE)_quantity")
_TIME_FIELDS = {
    "eventTime": "event_time",
    "recordTime": "recorded_at",
    "errorDeclarationTime": "declared_at",
}
CONTROLS = {"orderBy", "orderDirection", "eventCountLimit", "maxEventCount", "perPage"}
APART = {"nextPageToken"}


def read_query(parameters: Mapping[str, list[str]]) -> Asked:
    """What is asked by parameters with their values. Raises QueryParameter."""
    conditions = []
    for name, values in parameters.items():
        if name in CONTROLS or name in APART:
            continue
        if len(values) > MOST_VALUES or not values:
            raise QueryParameter(mark("Tham số {name} có từ 1 đến 100 giá trị."), name)
        if name != "EXISTS_errorDeclaration":
            conditions.append(_condition(name, values))
        else:
            _exists(values)
    return Asked(
        tuple(conditions),
        declared=_declared(parameters),
        said={name: list(values) for name, values in parameters.items() if name not in APART},
        **_controls(parameters),
    )


def _exists(values: list[str]) -> bool:
    said = values[0].lower()
    if said not in {"true", "false", ""}:
        raise QueryParameter(mark("Tham số {name} là true hoặc false."), "EXISTS_errorDeclaration")
    return said != "false"


def _declared(parameters: Mapping[str, list[str]]) -> bool | None:
    if "EXISTS_errorDeclaration" in parameters:
        return _exists(parameters["EXISTS_errorDeclaration"])
    return True if _OF_ERRORS & set(parameters) else None


def _condition(name: str, values: list[str]) -> Condition:
    try:
        return _known_condition(name, values)
    except (ValueError, InvalidOperation, WrongKey):
        raise QueryParameter(mark("Giá trị của tham số {name} chưa đúng."), name) from None


def _known_condition(name: str, values: list[str]) -> Condition:
    if name in _COLUMNS:
        return Condition(_COLUMNS[name], "in", tuple(_value(name, said) for said in values))
    if name in _ROLES:
        return Condition("thing", "in", tuple(map(_matched, values)), frozenset(_ROLES[name]))
    if name in {"WD_readPoint", "WD_bizLocation"}:
        column = _COLUMNS["EQ" + name[2:]]
        return Condition(column, "under", tuple(map(canonical, values)))
    if found := _TIMES.fullmatch(name):
        return Condition(_TIME_FIELDS[found[2]], found[1].lower(), (_moment(values),))
    if found := _QUANTITY.fullmatch(name):
        return Condition("quantity", found[1].lower(), (_number(values),))
    return _of_body(name, values)


def _of_body(name: str, values: list[str]) -> Condition:
    """What is looked for in the event itself, as JSON that it contains."""
    if found := _CHANGED.fullmatch(name):
        parts = [{"persistentDisposition": {found[1]: [bare(said)]}} for said in values]
        return Condition("body", "in", tuple(parts))
    if found := _OF_BODY.fullmatch(name):
        key, kind = found[1], bare(found[2])
        held: list[Any] = [{f"{key}List": [{"type": kind, key: canonical(one)}]} for one in values]
        return Condition("body", "in", tuple(held))
    raise QueryParameter(mark("Không có tham số {name}."), name)


def _value(name: str, said: str) -> Any:
    if name in {"EQ_bizStep", "EQ_disposition", "EQ_errorReason"}:
        return bare(said)
    if name == "eventType" and said not in KINDS:
        raise ValueError(said)
    if name == "EQ_action" and said not in {"ADD", "OBSERVE", "DELETE"}:
        raise ValueError(said)
    return canonical(said) if name in _NAMING else said


_NAMING = {"EQ_readPoint", "EQ_bizLocation", "EQ_transformationID"}


def _matched(said: str) -> tuple[str, bool]:
    """An identifier as we keep it, or what all that its pattern matches begin with."""
    start = beginning(said)
    return (start, True) if start else (canonical(said), False)


def _single(values: list[str]) -> str:
    if len(values) != 1:
        raise ValueError(values)
    return values[0]


def _moment(values: list[str]) -> datetime:
    # In an address, "+" may arrive as the blank that it stands for there.
    at = datetime.fromisoformat(_single(values).upper().replace(" ", "+"))
    if at.tzinfo is None:
        raise ValueError(values)
    return at


def _number(values: list[str]) -> Decimal:
    number = Decimal(_single(values))
    if not number.is_finite():
        raise ValueError(values)
    return number


def _controls(parameters: Mapping[str, list[str]]) -> dict[str, Any]:
    order = _choice(parameters, "orderBy", ("eventTime", "recordTime"))
    if "eventCountLimit" in parameters and "maxEventCount" in parameters:
        said = mark("Không dùng {name} cùng eventCountLimit.")
        raise QueryParameter(said, "maxEventCount")
    return {
        "by_record_time": order == "recordTime",
        "descending": _choice(parameters, "orderDirection", ("DESC", "ASC")) == "DESC",
        "limit": _count(parameters, "eventCountLimit"),
        "most": _count(parameters, "maxEventCount"),
        "per_page": min(_count(parameters, "perPage") or PER_PAGE, MOST_PER_PAGE),
    }


def _choice(parameters: Mapping[str, list[str]], name: str, offered: tuple[str, ...]) -> str:
    said = parameters.get(name, [offered[0]])
    if len(said) != 1 or said[0] not in offered:
        raise QueryParameter(mark("Giá trị của tham số {name} chưa đúng."), name)
    return said[0]


def _count(parameters: Mapping[str, list[str]], name: str) -> int | None:
    if name not in parameters:
        return None
    said = parameters[name]
    if len(said) != 1 or not re.fullmatch(r"[1-9]\d{0,8}", said[0]):
        raise QueryParameter(mark("Tham số {name} là một số nguyên dương."), name)
    return int(said[0])


def from_json(query: Any) -> dict[str, list[str]]:
    """Parameters of a named query, whose values are texts, numbers or lists of them.

    Raises QueryParameter.
    """
    if not isinstance(query, dict):
        raise QueryParameter(mark("{name} phải là một đối tượng JSON."), "query")
    return {name: _texts(name, said) for name, said in query.items()}


def _texts(name: str, said: Any) -> list[str]:
    values = said if isinstance(said, list) else [said]
    if not all(isinstance(one, (str, int, float)) for one in values):
        raise QueryParameter(mark("Giá trị của tham số {name} chưa đúng."), name)
    return [str(one).lower() if isinstance(one, bool) else str(one) for one in values]
