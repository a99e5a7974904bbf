"""What a client would rather have: languages and media types by their weights (RFC 9110, 12.4)."""

import re
from collections.abc import Sequence
from functools import lru_cache

LINKSET = "application/linkset+json"
HTML, JSON, JSON_LD = "text/html", "application/json", "application/ld+json"
_WEIGHT = re.compile(r"\s*;\s*q\s*=\s*([^;]*)", re.IGNORECASE)


@lru_cache(maxsize=1024)
def weighed(header: str) -> tuple[tuple[str, float], ...]:
    """What a header names, lower-case, with its weight; a malformed weight is none.

    >>> weighed("en-US, vi;q=0.8, fr;q=x")
    (('en-us', 1.0), ('vi', 0.8), ('fr', 0.0))
    """
    parts = [part for part in header.split(",") if part.strip()]
    return tuple((part.partition(";")[0].strip().lower(), _weight(part)) for part in parts)


def _weight(part: str) -> float:
    found = _WEIGHT.search(part)
    if found is None:
        return 1.0
    said = found[1].strip()
    return float(said) if re.fullmatch(r"0(\.\d{0,3})?|1(\.0{0,3})?", said) else 0.0


def language_weight(header: str, language: str) -> float:
    """How much `Accept-Language` likes `language` (RFC 4647): its own range, else `*`.

    `en-GB` takes pages in `en`, and `en` those in `en-GB`.
    """
    ranges = [(tag, weight) for tag, weight in weighed(header) if tag != "*"]
    matching = [weight for tag, weight in ranges if _same_tongue(tag, language.lower())]
    if matching:
        return max(matching)
    return max((weight for tag, weight in weighed(header) if tag == "*"), default=0.0)


def _same_tongue(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}-") or other.startswith(f"{one}-")


def preferred_language(accept: str, offered: Sequence[str]) -> str:
    """The one of `offered` that `Accept-Language` likes best; the first when it names none.

    >>> preferred_language("fr, en-US;q=0.8, vi;q=0.3", ("vi", "en"))
    'en'
    >>> preferred_language("zh, *;q=0.1", ("vi", "en")), preferred_language("", ("vi", "en"))
    ('vi', 'vi')
    """
    return max(offered, key=lambda lang: (language_weight(accept, lang), -offered.index(lang)))


def media_weight(header: str, media_type: str) -> float:
    """How much `Accept` likes `media_type`: what it says most exactly counts (12.5.1)."""
    said = dict(weighed(header))
    kind = media_type.partition("/")[0]
    ranges = (media_type, f"{kind}/*", "*/*")
    return next((said[one] for one in ranges if one in said), 0.0 if said else 1.0)


def preferred_media(accept: str, offered: Sequence[str]) -> str:
    """The one of `offered` that `Accept` likes best; the first on a tie and when it likes none.

    >>> preferred_media("text/html, application/json;q=0.9", ("application/json", "text/html"))
    'text/html'
    """
    return max(offered, key=lambda one: (media_weight(accept, one), -offered.index(one)))


def asks_for_linkset(accept: str) -> bool:
    """Whether `Accept` names a linkset, and likes a page no better.

    >>> asks_for_linkset("application/linkset+json"), asks_for_linkset("text/html, */*")
    (True, False)
    """
    said = dict(weighed(accept))
    return said.get(LINKSET, 0.0) > 0 and said[LINKSET] >= said.get(HTML, 0.0)
