"""The JSON-LD context of a document: GS1's own, which we keep, and prefixes declared beside it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.core.i18n import mark
from app.epcis.rules.faults import Fault, Path
from app.epcis.rules.vocabulary import EPCIS_CONTEXT, KNOWN_CONTEXTS, PREFIXES

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")
_PLACE = re.compile(r"(https?://|urn:[a-z0-9][a-z0-9-]{1,31}:)[^\s<>{}|\\^`\"]+")
_TAKEN = {"urn", "http", "https", "ni", "mailto", "tag"}
MOST_PREFIXES = 20


@dataclass(frozen=True)
class Context:
    """`known` says that GS1's context is named; `prefixes` are those declared beside it."""

    known: bool
    prefixes: Mapping[str, str]


def read_context(said: Any, path: Path) -> tuple[Context, list[Fault]]:
    """The context under `path`, and what is wrong with it.

    Only prefixes may be declared: a term that means something else than GS1 says, or a context
    somewhere on the Web, would make one text mean two things.
    """
    known, prefixes, faults = False, {}, []
    for place, part in _parts(said, path):
        if isinstance(part, Mapping):
            for name, meant in part.items():
                fault = _fault(name, meant, (*place, name))
                faults += [fault] if fault else []
                prefixes[name] = meant
        elif part in KNOWN_CONTEXTS:
            known = True
        else:
            faults.append(Fault(place, _UNKNOWN, {"said": _short(part)}))
    if len(prefixes) > MOST_PREFIXES:
        faults.append(Fault(path, mark("Khai nhiều nhất 20 tiền tố.")))
    return Context(known, {} if faults else prefixes), faults


_UNKNOWN = mark("Ngữ cảnh {said} không phải ngữ cảnh EPCIS 2.0 của GS1.")


def _parts(said: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(said, list):
        yield from (((*path, place), part) for place, part in enumerate(said))
    else:
        yield path, said


def _fault(name: str, meant: Any, path: Path) -> Fault | None:
    if PREFIXES.get(name) == meant:
        return None
    if not _NAME.fullmatch(name) or name in PREFIXES or name in _TAKEN:
        return Fault(path, mark("Tiền tố {name} không khai được."), {"name": _short(name)})
    if not isinstance(meant, str) or len(meant) > 200 or not _PLACE.fullmatch(meant):
        said = mark("Tiền tố {name} phải dẫn tới một địa chỉ URI.")
        return Fault(path, said, {"name": name})
    return None


def written(prefixes: Mapping[str, str]) -> list[Any]:
    """A context that declares these prefixes, for an answer."""
    return [EPCIS_CONTEXT, dict(prefixes)] if prefixes else [EPCIS_CONTEXT]


def _short(said: Any) -> str:
    return str(said)[:80]
