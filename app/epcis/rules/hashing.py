"""The event hash id (CBV 2.0, 8.9): the same event has the same name, however it is written.

An event becomes a tree of named texts, as it would be in XML; fields are said in the order of the
standard, lists and everything of other vocabularies in the order of their letters; the SHA-256 of
the whole is the name. `eventID`, `recordTime` and `errorDeclaration` do not count.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple

from app.epcis.rules.keys import normal
from app.epcis.rules.vocabulary import CBV, GS1, WORDS


class Node(NamedTuple):
    name: str
    text: str
    kids: "list[Node]"


Order = Mapping[str, "Order | None"]
_QUANTITIES: Order = {"quantityElement": dict.fromkeys(("epcClass", "quantity", "uom"))}
_EPCS: Order = {"epc": None}
_METADATA = [
    "time", "startTime", "endTime", "deviceID", "deviceMetadata", "rawData",
    "dataProcessingMethod", "bizRules",
]  # fmt: skip
_REPORT = [
    "type", "exception", "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "time",
    "microorganism", "chemicalSubstance", "value", "component", "stringValue", "booleanValue",
    "hexBinaryValue", "uriValue", "minValue", "maxValue", "meanValue", "sDev", "percRank",
    "percValue", "uom", "coordinateReferenceSystem",
]  # fmt: skip
_SENSOR: Order = {
    "sensorMetadata": dict.fromkeys(_METADATA),
    "sensorReport": dict.fromkeys(_REPORT),
}
ORDER: Order = {
    "eventTime": None,
    "eventTimeZoneOffset": None,
    "certificationInfo": None,
    "parentID": None,
    "epcList": _EPCS,
    "inputEPCList": _EPCS,
    "childEPCs": _EPCS,
    "quantityList": _QUANTITIES,
    "childQuantityList": _QUANTITIES,
    "inputQuantityList": _QUANTITIES,
    "outputEPCList": _EPCS,
    "outputQuantityList": _QUANTITIES,
    "action": None,
    "transformationID": None,
    "bizStep": None,
    "disposition": None,
    "persistentDisposition": {"set": None, "unset": None},
    "readPoint": {"id": None},
    "bizLocation": {"id": None},
    "sensorElementList": {"sensorElement": _SENSOR},
}
"""Fields in the order in which the standard concatenates them; others follow by their letters."""
_LEFT_OUT = {"recordTime", "eventID", "type", "errorDeclaration", "@context"}
_UNSAID = {"#text", "comment", "rdfs:comment"}
_PAIRED = {"bizTransactionList", "sourceList", "destinationList"}
_RENAMED = {
    "inputEPC": "epc",
    "outputEPC": "epc",
    "inputQuantity": "quantityElement",
    "outputQuantity": "quantityElement",
    "childQuantity": "quantityElement",
}
_URNS = {
    "urn:epcglobal:cbv:bizstep:": "BizStep-",
    "urn:epcglobal:cbv:disp:": "Disp-",
    "urn:epcglobal:cbv:btt:": "BTT-",
    "urn:epcglobal:cbv:sdt:": "SDT-",
    "urn:epcglobal:cbv:er:": "ER-",
}


def event_hash(event: Mapping[str, Any], prefixes: Mapping[str, str]) -> str:
    """`ni:///sha-256;…?ver=CBV2.0` of an event whose own prefixes are declared as given."""
    digest = hashlib.sha256(pre_hash(event, prefixes).encode()).hexdigest()
    return f"ni:///sha-256;{digest}?ver=CBV2.0"


def pre_hash(event: Mapping[str, Any], prefixes: Mapping[str, str]) -> str:
    """The text that is hashed."""
    counted = {name: said for name, said in event.items() if name != "errorDeclaration"}
    tree = _Tree(prefixes, _endings(counted)).kids(counted)
    said, rest = _ordered(tree, ORDER)
    others = [node for node in rest if node.name not in _LEFT_OUT]
    return f"eventType={event['type']}{said}{_by_letters(others)}"


def _endings(event: Mapping[str, Any]) -> dict[str, str]:
    """Texts that mean a word of the vocabulary in this event, with its full address."""
    found: dict[str, str] = {}
    doubtful = set()
    for full in {*_named_words(event), *_full_words(event)}:
        for ending in _endings_of(full):
            if found.setdefault(ending, full) != full:
                doubtful.add(ending)
    return {ending: full for ending, full in found.items() if ending not in doubtful}


@lru_cache(1024)
def _endings_of(full: str) -> tuple[str, ...]:
    return tuple(full[place + 1 :] for place, letter in enumerate(full) if letter in "-/")


def _named_words(event: Mapping[str, Any]) -> Iterator[str]:
    for kind, said in _vocabulary_fields(event):
        if said in WORDS[kind]:
            yield WORDS[kind][said]


def _vocabulary_fields(event: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field in ("bizStep", "disposition"):
        if field in event:
            yield field, event[field]
    for changed in event.get("persistentDisposition", {}).values():
        yield from (("disposition", said) for said in changed)
    for name, kind in (
        ("bizTransactionList", "bizTransaction"),
        ("sourceList", "party"),
        ("destinationList", "party"),
    ):
        yield from ((kind, said["type"]) for said in event.get(name, ()) if "type" in said)
    for element in event.get("sensorElementList", ()):
        for report in element.get("sensorReport", ()):
            for field, kind in _REPORT_WORDS.items():
                if field in report:
                    yield kind, report[field]


_REPORT_WORDS = {"type": "measurement", "component": "component", "exception": "exception"}


def _full_words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value.startswith((CBV, GS1)):
            yield value
    elif isinstance(value, list):
        for each in value:
            yield from _full_words(each)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _full_words(each)


class _Tree:
    """JSON as the tree that the same event has in XML."""

    def __init__(self, prefixes: Mapping[str, str], words: Mapping[str, str]) -> None:
        self.prefixes = prefixes
        self.words = words

    def kids(self, value: Any) -> list[Node]:
        if isinstance(value, Mapping):
            return self._shaped(value)
        if isinstance(value, list):
            return [self._node(_type_of(each), each) for each in value]
        return []

    def _shaped(self, fields: Mapping[str, Any]) -> list[Node]:
        shaped: list[Node] = []
        for key, value in fields.items():
            if key in _UNSAID:
                continue
            each = value if isinstance(value, list) else [value]
            name = self._name(key)
            if name in _PAIRED:
                shaped += [Node(name, "", [self._pair(one) for one in each])] if each else []
            elif name == "childEPCs":
                shaped += [Node(name, "", [self._node("epc", one) for one in each])] if each else []
            elif name.endswith("List"):
                inner = [self._node(name[:-4], one) for one in each]
                shaped += [Node(name, "", inner)] if each else []
            else:
                shaped += [self._node(name, one) for one in each]
        return shaped

    def _node(self, name: str, value: Any) -> Node:
        kids = self.kids(value)
        if name == "quantity" and kids:
            name = "quantityElement"
        text = "" if isinstance(value, (Mapping, list)) else self._text(value)
        return Node(_RENAMED.get(name, name), text, kids)

    def _pair(self, said: Mapping[str, Any]) -> Node:
        """The kind before what it is the kind of; the two are not sorted."""
        ordered = sorted(said, key=lambda name: (name != "type", name))
        return Node("".join(f"{name}={_canonical(self._text(said[name]))}" for name in ordered),
                    "", [])  # fmt: skip

    def _name(self, key: str) -> str:
        prefix, colon, rest = key.partition(":")
        return f"{{{self.prefixes[prefix]}}}{rest}" if colon and prefix in self.prefixes else key

    def _text(self, value: Any) -> str:
        if not isinstance(value, str):
            return str(value)
        said = self.words.get(value, value)
        prefix, colon, rest = said.partition(":")
        return self.prefixes[prefix] + rest if colon and prefix in self.prefixes else said


def _type_of(value: Any) -> str:
    return str(value["type"]) if isinstance(value, Mapping) and "type" in value else ""


def _ordered(nodes: list[Node], order: Order) -> tuple[str, list[Node]]:
    """What is said in order, and the nodes that have still something to say."""
    extensions = _extensions(nodes)
    by_name: dict[str, list[Node]] = {}
    rest: list[Node] = []
    for node in nodes:
        if node.name in order:
            by_name.setdefault(node.name, []).append(node)
        elif not extensions or node not in extensions:
            rest.append(node)
    parts = []
    for name in [name for name in order if name in by_name]:
        said = []
        for node in by_name[name]:
            inner = order[name]
            below, left = _ordered(node.kids, inner) if inner else ("", node.kids)
            text = _field_text(name, node.text)
            said += [name + text + below] if text or below else []
            rest += [node._replace(kids=left)] if left else []
        parts += sorted(said)
    return "".join(parts) + _by_letters(extensions), rest


def _extensions(nodes: list[Node]) -> list[Node]:
    """Terms of other vocabularies inside a field stay in it; those of the event come at its end."""
    names = [node.name for node in nodes]
    if len(nodes) < 2 or any("eventTime" in name or "action" in name for name in names):
        return []
    return [node for node in nodes if "{" in node.name and "/}" in node.name]


def _field_text(name: str, text: str) -> str:
    text = text.strip()
    said = text and (_moment(text) if _is_time(name) else _canonical(text))
    return f"={said}" if said else ""


@cache
def _is_time(name: str) -> bool:
    """Names of ordered fields only, so there are few."""
    return "time" in name.lower() and "offset" not in name.lower()


def _by_letters(nodes: Iterable[Node]) -> str:
    return "".join(sorted(_whole(node) for node in nodes))


def _whole(node: Node) -> str:
    text = node.text.strip()
    return node.name + (f"={_canonical(text)}" if text else "") + _by_letters(node.kids)


@lru_cache(65536)
def _canonical(text: str) -> str:
    text = text.strip()
    if text.startswith("urn:epcglobal:cbv:"):
        for urn, word in _URNS.items():
            text = text.replace(urn, CBV + word)
    return normal(_number(text))


def _number(text: str) -> str:
    """Without zeros that say nothing: `20.0` is `20`."""
    with suppress(ValueError, OverflowError):
        number = float(text)
        return str(int(number) if int(number) == number else number)
    return text


@lru_cache(8192)
def _moment(text: str) -> str:
    """UTC with milliseconds, half a millisecond to the even one."""
    try:
        at = datetime.fromisoformat(text.upper()).astimezone(UTC)
    except ValueError:
        return text
    rounded = at.replace(microsecond=0) + timedelta(microseconds=round(at.microsecond, -3))
    return rounded.isoformat(timespec="milliseconds")[:-6] + "Z"
