"""Documents that are handed in: their frame, and the events in it with their places."""

from dataclasses import dataclass
from typing import Any

from app.core.i18n import mark
from app.epcis.rules.canon import Canonical, canonical_event
from app.epcis.rules.contexts import read_context
from app.epcis.rules.faults import Fault, InvalidEvent, Path
from app.epcis.rules.schema import document_faults

LISTS: dict[str, Path] = {
    "EPCISDocument": ("epcisBody", "eventList"),
    "EPCISQueryDocument": ("epcisBody", "queryResults", "resultsBody", "eventList"),
}
"""Where the events of a document stand."""


@dataclass(frozen=True)
class Document:
    """`events` as they came, under `path`; `prefixes` are declared by the document."""

    prefixes: dict[str, str]
    path: Path
    events: list[Any]

    def canonical(self, place: int) -> Canonical:
        """The event at a place. Raises InvalidEvent, its faults by their place in the document."""
        try:
            return canonical_event(self.events[place], self.prefixes)
        except InvalidEvent as invalid:
            faults = [fault.under(*self.path, place) for fault in invalid.faults]
            raise InvalidEvent(faults) from invalid


def read_document(said: Any) -> Document:
    """Raises InvalidEvent when the frame is wrong: then no event in it can be read."""
    kind = said.get("type") if isinstance(said, dict) else None
    path = LISTS.get(kind) if isinstance(kind, str) else None
    if path is None:
        raise InvalidEvent([Fault(("type",), mark("Chỉ nhận EPCISDocument, EPCISQueryDocument."))])
    emptied, events = _emptied(said, path)
    context, faults = read_context(said.get("@context", []), ("@context",))
    if not context.known:
        wants = mark("@context phải có ngữ cảnh EPCIS 2.0 của GS1.")
        faults = [*faults, Fault(("@context",), wants)]
    faults += document_faults(emptied)
    if not str(said.get("schemaVersion", "2.0")).startswith("2."):
        faults.append(Fault(("schemaVersion",), mark("Chỉ nhận EPCIS phiên bản 2.")))
    if faults:
        raise InvalidEvent(sorted(faults, key=lambda fault: fault.pointer))
    return Document(dict(context.prefixes), path, events)


def _emptied(said: dict[str, Any], path: Path) -> tuple[Any, list[Any]]:
    """The frame without its events, and them."""
    if not path:
        return [], said if isinstance(said, list) else []
    name = str(path[0])
    if not isinstance(said, dict) or name not in said:
        return said, []
    if len(path) == 1 and not isinstance(said[name], list):
        return said, []
    inner, events = _emptied(said[name], path[1:])
    return {**said, name: inner}, events
