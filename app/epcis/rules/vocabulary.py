"""Words of the Core Business Vocabulary 2.0, from GS1's JSON-LD context that is kept in `data`.

JSON says `packing`, the Web vocabulary `https://ref.gs1.org/cbv/BizStep-packing`: we keep the word.
"""

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent.parent / "data"
EPCIS_CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
KNOWN_CONTEXTS = frozenset(
    {
        EPCIS_CONTEXT,
        "https://ref.gs1.org/standards/epcis/2.0.1/epcis-context.jsonld",
        "https://ref.gs1.org/standards/epcis/epcis-context.jsonld",
        "https://gs1.github.io/EPCIS/epcis-context.jsonld",
    }
)
"""Addresses of one context: all mean the copy that we keep, none is ever fetched."""

_CONTEXT: dict[str, Any] = json.loads((DATA / "epcis-context.jsonld").read_bytes())["@context"]
CBV, GS1 = _CONTEXT["cbv"], _CONTEXT["gs1"]
PREFIXES: dict[str, str] = {
    name: _CONTEXT[name]
    for name in ("epcis", "cbv", "cbvmda", "gs1", "rdfs", "owl", "xsd", "dcterms")
}
"""Declared by the context itself, so every document may use them."""


def _words(holder: Any) -> dict[str, str]:
    """Of a term's own context: each word with its full address."""
    named = {"cbv": CBV, "gs1": GS1}
    pairs = ((word, said.partition(":")) for word, said in holder["@context"].items())
    return {word: named[prefix] + rest for word, (prefix, _, rest) in pairs}


_report = _CONTEXT["sensorElementList"]["@context"]["sensorReport"]["@context"]
WORDS: dict[str, dict[str, str]] = {
    "bizStep": _words(_CONTEXT["bizStep"]),
    "disposition": _words(_CONTEXT["disposition"]),
    "bizTransaction": _words(_CONTEXT["bizTransactionList"]["@context"]["type"]),
    "party": _words(_CONTEXT["sourceList"]["@context"]["type"]),
    "measurement": _words(_report["type"]),
    "component": _words(_report["component"]),
    "exception": _words(_report["exception"]),
    "reason": _words(_CONTEXT["errorDeclaration"]["@context"]["reason"]),
}
"""By kind of field: the bare words that may stand there, with their full addresses."""
_BARE = {full: word for words in WORDS.values() for word, full in words.items()}
_BARE |= {
    short: word
    for full, word in list(_BARE.items())
    for short in (full.replace(CBV, "cbv:"), full.replace(GS1, "gs1:"))
}


def bare(said: str) -> str:
    """A word of the vocabulary by itself, however it was written; anything else as it is.

    >>> bare("https://ref.gs1.org/cbv/BizStep-packing"), bare("cbv:Disp-active"), bare("urn:x:y")
    ('packing', 'active', 'urn:x:y')
    """
    return _BARE.get(said, said)


def is_word(kind: str, said: str) -> bool:
    """Whether a value that names no other vocabulary is a word of this kind."""
    return bare(said) in WORDS[kind]


def claims_cbv(said: str) -> bool:
    """Whether a value pretends to be of GS1's own vocabularies."""
    return said.startswith((CBV, GS1, "cbv:", "gs1:", "urn:epcglobal:cbv:"))
