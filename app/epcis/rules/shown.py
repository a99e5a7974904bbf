"""Events as answers: with their identifiers as the reader wants them, in one document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from biip import ParseError
from biip.gs1_prefixes import GS1CompanyPrefix

from app.epcis.rules import fields
from app.epcis.rules.canon import copied
from app.epcis.rules.contexts import written
from app.epcis.rules.keys import prefix_place, urn


class Format(StrEnum):
    """The header `GS1-EPC-Format` (EPCIS 2.0, 12.7)."""

    ANY = "No_Preference"
    LINK = "Always_GS1_Digital_Link"
    URN = "Always_EPC_URN"
    AS_IT_CAME = "Never_Translates"


@dataclass(frozen=True)
class Shown:
    """One event of an answer, or its copy that declares it wrong."""

    body: dict[str, Any]
    prefixes: Mapping[str, str]
    spelled: Mapping[str, str]
    event_id: str
    recorded_at: datetime
    declared_at: datetime | None = None
    reason: str = ""
    corrective_ids: tuple[str, ...] = ()


def event_json(shown: Shown, wanted: Format = Format.ANY) -> dict[str, Any]:
    """With `eventID`, `recordTime` and the error declaration again."""
    body: dict[str, Any] = copied(shown.body)
    if wanted in {Format.URN, Format.AS_IT_CAME}:
        for spot in fields.identifiers(body):
            spot.holder[spot.key] = in_format(spot.value, wanted, shown.spelled)
    for name in fields.EPCS:
        if name in body:  # two spellings of one identifier are one in an answer
            body[name] = list(dict.fromkeys(body[name]))
    said = {"type": body.pop("type"), "eventID": shown.event_id} | body
    said["recordTime"] = moment(shown.recorded_at)
    if shown.declared_at is not None:
        declared: dict[str, Any] = {"declarationTime": moment(shown.declared_at)}
        declared |= {"reason": shown.reason} if shown.reason else {}
        if shown.corrective_ids:
            declared["correctiveEventIDs"] = list(shown.corrective_ids)
        said["errorDeclaration"] = declared
    return said


def in_format(link: str, wanted: Format, spelled: Mapping[str, str]) -> str:
    """A canonical identifier as it came, or as a URN where its company prefix is known."""
    came = spelled.get(link, link)
    if wanted is Format.AS_IT_CAME:
        return came
    if wanted is not Format.URN or came.startswith("urn:"):
        return came if wanted is Format.URN else link
    place = prefix_place(link)
    length = _prefix_digits(place) if place else 0
    return urn(link, length) if length else link


def _prefix_digits(number: str) -> int:
    """By GS1's table of company prefixes; 0 when it does not tell."""
    try:
        found = GS1CompanyPrefix.extract(number)
    except ParseError:
        return 0
    digits = len(found.value) if found else 0
    return digits if 6 <= digits <= 12 else 0


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def query_document(
    events: Iterable[Shown], now: datetime, wanted: Format = Format.ANY, name: str = ""
) -> dict[str, Any]:
    """An EPCISQueryDocument; `name` is that of the query."""
    prefixes, listed = _together(events, wanted)
    return _frame("EPCISQueryDocument", prefixes, now) | {
        "epcisBody": {
            "queryResults": {
                "queryName": name or "SimpleEventQuery",
                "resultsBody": {"eventList": listed},
            }
        }
    }


def document(events: Iterable[Shown], now: datetime, wanted: Format = Format.ANY) -> dict[str, Any]:
    """An EPCISDocument, as it could be captured elsewhere."""
    prefixes, listed = _together(events, wanted)
    return _frame("EPCISDocument", prefixes, now) | {"epcisBody": {"eventList": listed}}


def _frame(kind: str, prefixes: Mapping[str, str], now: datetime) -> dict[str, Any]:
    return {
        "@context": written(prefixes),
        "type": kind,
        "schemaVersion": "2.0",
        "creationDate": moment(now),
    }


def _together(
    events: Iterable[Shown], wanted: Format
) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Prefixes of all events; one that means something else in an event is declared there again."""
    prefixes: dict[str, str] = {}
    listed = []
    for shown in events:
        said = event_json(shown, wanted)
        other = {
            name: meant
            for name, meant in shown.prefixes.items()
            if prefixes.setdefault(name, meant) != meant
        }
        listed.append(said | ({"@context": [other]} if other else {}))
    return prefixes, listed
