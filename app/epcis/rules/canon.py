"""An event in the one form that we keep: Digital Links of GS1, bare words, no context of its own.

What arrived in another form is kept beside it, so that it can be given back as it came.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.epcis.rules import fields
from app.epcis.rules.checks import faults_of
from app.epcis.rules.contexts import read_context
from app.epcis.rules.faults import InvalidEvent
from app.epcis.rules.hashing import event_hash
from app.epcis.rules.keys import canonical
from app.epcis.rules.vocabulary import bare

APART = ("@context", "eventID", "recordTime", "errorDeclaration")
"""What an event may say that is no part of what happened; kept in columns and tables of its own."""


@dataclass(frozen=True)
class Declared:
    """An error declaration (EPCIS 2.0, 7.4.1.4): who was wrong, and what stands in its place."""

    at: datetime
    reason: str
    corrective_ids: tuple[str, ...]


@dataclass(frozen=True)
class Canonical:
    """`body` without what is `APART`; `spelled` maps a canonical identifier to how it came."""

    body: dict[str, Any]
    prefixes: dict[str, str]
    spelled: dict[str, str]
    hash: str
    event_id: str
    declared: Declared | None

    @property
    def event_time(self) -> datetime:
        return datetime.fromisoformat(self.body["eventTime"].upper())


def canonical_event(event: Any, prefixes: Mapping[str, str] | None = None) -> Canonical:
    """The canonical form of an event under the document's prefixes. Raises InvalidEvent."""
    if faults := faults_of(event, prefixes or {}):
        raise InvalidEvent(faults)
    context, _ = read_context(event.get("@context", []), ("@context",))
    declared = {**(prefixes or {}), **context.prefixes}
    body = {name: copied(said) for name, said in event.items() if name not in APART}
    for spot in fields.words(body):
        spot.holder[spot.key] = bare(spot.value)
    spelled = _canonise(body)
    used = {name: declared[name] for name in sorted(_prefixes_in(body)) if name in declared}
    identity = event_hash(body, used)
    return Canonical(
        body, used, spelled, identity, event.get("eventID", identity), _declared(event)
    )


def copied(value: Any) -> Any:
    """JSON that may be changed: several times as fast as `copy.deepcopy`, which knows all types."""
    if isinstance(value, dict):
        return {name: copied(said) for name, said in value.items()}
    return [copied(said) for said in value] if isinstance(value, list) else value


def _canonise(body: dict[str, Any]) -> dict[str, str]:
    spelled = {}
    for spot in fields.identifiers(body):
        said = spot.value
        spot.holder[spot.key] = canonical(said)
        if spot.value != said:
            spelled[spot.value] = said
    for name, key in (("bizTransactionList", "bizTransaction"), *fields.SOURCES.items()):
        for said in body.get(name, ()):
            said[key] = said.pop(key)  # its kind comes first, as the hash reads it
    return spelled


def _prefixes_in(value: Any) -> set[str]:
    """Also those that a text may begin with: the hash reads both."""
    if isinstance(value, dict):
        found = {name.partition(":")[0] for name in value if ":" in name}
        return found.union(*map(_prefixes_in, value.values()))
    if isinstance(value, list):
        return set().union(*map(_prefixes_in, value))
    return {value.partition(":")[0]} if isinstance(value, str) and ":" in value else set()


def _declared(event: Mapping[str, Any]) -> Declared | None:
    said = event.get("errorDeclaration")
    if said is None:
        return None
    at = datetime.fromisoformat(said["declarationTime"].upper())
    corrective = tuple(dict.fromkeys(said.get("correctiveEventIDs", ())))
    return Declared(at, bare(said.get("reason", "")), corrective)
