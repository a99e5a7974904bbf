"""Links of an identified thing, and which one a request gets (GS1-Conformant Resolver 1.2.0).

A linkset is RFC 9264's, with GS1's link types; each level of an identifier is a context of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from app.traceability.rules.negotiation import language_weight, media_weight

VOCABULARY = "https://ref.gs1.org/voc/"
"""GS1's own; link types are named by its terms, such as `pip`."""
_PREFIXES = ("gs1:", VOCABULARY, "https://gs1.org/voc/", "https://www.gs1.org/voc/")
"""How a request may write a link type: shortened, in full, and as it was in full before."""
LINKSET_CONTEXT = "https://ref.gs1.org/standards/resolver/linkset-context"
ALL_LINKS = {"linkset", "all"}
"""Values of `linkType` that ask for every link; `all` is deprecated (2.9)."""
DEFAULT = "defaultLink"
BY_LANGUAGE = "defaultLinkMulti"
_DEFAULTS = {"", DEFAULT, BY_LANGUAGE}
_IN_ADDRESSES = "!#$%&'()*+,-./:;=?@[]_~"


@dataclass(frozen=True)
class Link:
    """`kind` is a term of GS1's vocabulary; no languages means that it has none."""

    kind: str
    href: str
    title: str
    media_type: str = ""
    languages: tuple[str, ...] = ()
    context: tuple[str, ...] = ()

    def target(self) -> dict[str, Any]:
        """As RFC 9264 4.2 writes it: what is not said is left out."""
        said = {
            "href": self.href,
            "title": self.title,
            "type": self.media_type,
            "hreflang": list(self.languages),
            "context": list(self.context),
        }
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True)
class Level:
    """One level of an identifier, such as the lot or its GTIN, and its links, the default first."""

    anchor: str
    description: str
    links: tuple[Link, ...]

    def of_kind(self, kind: str) -> list[Link]:
        return [link for link in self.links if link.kind == kind]


@dataclass(frozen=True)
class Wishes:
    """What a request says of the link it wants; `fallback` is the language when none is liked."""

    kind: str = ""
    context: str = ""
    accept_language: str = ""
    accept: str = ""
    fallback: str = "vi"


def link_kind(asked: str) -> str:
    """The term that `linkType` asks for; what is no address and no CURIE is asked for in vain.

    >>> link_kind("gs1:pip"), link_kind("https://ref.gs1.org/voc/pip"), link_kind("gs1:defaultLink")
    ('pip', 'pip', '')
    """
    for prefix in _PREFIXES:
        if asked.startswith(prefix):
            kind = asked.removeprefix(prefix)
            return "" if kind in _DEFAULTS else kind
    return asked if ":" in asked or not asked else f":{asked}"


def fitting(levels: Sequence[Level], wishes: Wishes) -> list[Link]:
    """The links that answer a request: one to go to, several equal ones to choose of, or none.

    `levels` begin with what was asked for; what it has no link of, it inherits (2.5.9).
    """
    kinds = (wishes.kind,) if wishes.kind else (BY_LANGUAGE, DEFAULT)
    of_kind = (level.of_kind(kind) for level in levels for kind in kinds)
    links = next(filter(None, of_kind), [])
    links = _of_context(links, wishes.context)
    return _of_media_type(_of_language(links, wishes), wishes.accept)


def _of_context(links: list[Link], context: str) -> list[Link]:
    """Those made for it; without such, those for everybody."""
    made_for = [link for link in links if context and context in link.context]
    return made_for or [link for link in links if not link.context] or links


def _of_language(links: list[Link], wishes: Wishes) -> list[Link]:
    """Those in the language that is liked best, and those in none."""
    offered = list(dict.fromkeys(tag for link in links for tag in link.languages))
    if not offered:
        return links
    weights = {tag: language_weight(wishes.accept_language, tag) for tag in offered}
    best = max(offered, key=lambda tag: weights[tag])
    if not weights[best]:
        best = wishes.fallback if wishes.fallback in offered else offered[0]
    return [link for link in links if best in link.languages or not link.languages]


def _of_media_type(links: list[Link], accept: str) -> list[Link]:
    """Those of the type that is liked best; on a tie, of the type that is named first."""
    if not links:
        return []
    best = max(links, key=lambda link: media_weight(accept, link.media_type or "*/*"))
    return [link for link in links if link.media_type == best.media_type]


def linkset(levels: Sequence[Level]) -> dict[str, Any]:
    """The document that GS1's linkset schema describes."""
    return {"linkset": [_context_object(level) for level in levels]}


def narrowed(levels: Sequence[Level], links: Sequence[Link]) -> Level:
    """The level that these links are of, with no others: what a 300 lists."""
    level = next(level for level in levels if set(links) <= set(level.links))
    return Level(level.anchor, level.description, tuple(links))


def _context_object(level: Level) -> dict[str, Any]:
    targets: dict[str, Any] = {"anchor": level.anchor, "itemDescription": level.description}
    for link in level.links:
        targets.setdefault(VOCABULARY + link.kind, []).append(link.target())
    return targets


def going_to(link: Link, raw_query: bytes) -> str:
    """The link's address with every pair of the request's query, as it was sent (2.12).

    >>> going_to(Link("pip", "https://tn.vn/Q/A?x=1#b", "A"), b"17=271012")
    'https://tn.vn/Q/A?x=1&17=271012#b'
    """
    address, hash_mark, fragment = link.href.partition("#")
    if raw_query:
        address += ("&" if "?" in address else "?") + quote(raw_query, safe=_IN_ADDRESSES)
    return address + hash_mark + fragment


def link_header(target: str, **attributes: str) -> str:
    """One value of a `Link` header (RFC 8288).

    >>> link_header("https://d/x", rel="linkset")
    '<https://d/x>; rel="linkset"'
    """
    said = "".join(f'; {name}="{value}"' for name, value in attributes.items())
    return f"<{target}>{said}"


def as_json_ld(document: Mapping[str, Any]) -> dict[str, Any]:
    """The same linkset with its meaning named in the document itself (2.10)."""
    return {"@context": LINKSET_CONTEXT, **document}
