"""Words that food may not be sold with, found in what a seller writes.

Food is no medicine: its label and its advertising may not claim to treat or cure (Law on Food
Safety 55/2010, article 10; Advertising Law 16/2012, article 8; Decree 15/2018, article 27). A rule
is a word or a phrase; it is compared word by word, so `trị` is not found in `chính trị`'s first
half or `trịnh`, and what stands between two words (spaces, hyphens, Markdown's stars, a letter of
no width) does not hide a phrase. A sentence's end does.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from uuid import UUID

from app.core.text import fold, nfc


class Severity(StrEnum):
    """`ALLOW` is what the law itself wants said, as the disclaimer: nothing inside it is found."""

    BLOCK = "block"
    WARN = "warn"
    ALLOW = "allow"


@dataclass(frozen=True)
class Claim:
    """A rule as it is compared; `exact` minds accents, else `chua benh` is found too.

    `rule_id` is that of its row, where it has one.
    """

    phrase: str
    severity: Severity
    exact: bool = False
    note: str = ""
    source: str = ""
    rule_id: UUID | None = None


@dataclass(frozen=True)
class Hit:
    """`text[start:end]` is what `claim` found."""

    start: int
    end: int
    claim: Claim


@dataclass(frozen=True)
class Piece:
    """A part of a text; `claim` says why it is marked."""

    text: str
    claim: Claim | None = None


_UNSEEN = "\u00ad\u200b-\u200f\u2060\ufeff"  # soft hyphen, spaces and marks of no width
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_UNSEEN}\u0300-\u036f])*")
_IGNORED = re.compile(f"[{_UNSEEN}]")
_APART = re.compile(r"[.!?;:]\s|\n\s*\n")
"""What ends a sentence: a phrase is not found across it."""


def found(text: str, claims: Iterable[Claim]) -> Sequence[Hit]:
    """In the order of the text (composed form), those that overlap as one; no `ALLOW`.

    >>> text, rule = "Trà CHỮA **bệnh** gan", Claim("chữa bệnh", Severity.BLOCK)
    >>> [text[hit.start : hit.end] for hit in found(text, [rule])]
    ['CHỮA **bệnh']
    """
    words = _Words(nfc(text))
    hits = [hit for claim in claims for hit in words.hits(claim)]
    allowed = [hit for hit in hits if hit.claim.severity is Severity.ALLOW]
    wrong = [hit for hit in hits if hit.claim.severity is not Severity.ALLOW]
    return _joined(hit for hit in wrong if not any(_inside(hit, one) for one in allowed))


def pieces(text: str, hits: Sequence[Hit]) -> Sequence[Piece]:
    """The whole text, cut where something was found."""
    composed, parts, at = nfc(text), list[Piece](), 0
    for hit in hits:
        parts.append(Piece(composed[at : hit.start]))
        parts.append(Piece(composed[hit.start : hit.end], hit.claim))
        at = hit.end
    parts.append(Piece(composed[at:]))
    return [part for part in parts if part.text]


def around(text: str, hit: Hit, width: int = 40) -> Sequence[Piece]:
    """What was found with some words before and after it."""
    composed = nfc(text)
    start = max(composed.rfind(" ", 0, max(hit.start - width, 0)) + 1, 0)
    cut = composed.find(" ", min(hit.end + width, len(composed)))
    end = len(composed) if cut < 0 else cut
    return [
        Piece(("… " if start else "") + composed[start : hit.start]),
        Piece(composed[hit.start : hit.end], hit.claim),
        Piece(composed[hit.end : end] + (" …" if end < len(composed) else "")),
    ]


def in_fields(texts: Mapping[str, str], claims: Sequence[Claim]) -> dict[str, Sequence[Hit]]:
    """By the name of a field, for fields in which something was found."""
    hits = {name: found(text, claims) for name, text in texts.items()}
    return {name: those for name, those in hits.items() if those}


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    folded: str
    accented: str

    def form(self, claim: Claim) -> str:
        return self.accented if claim.exact else self.folded


class _Words:
    """A text's words, and where each of them stands among them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = _split(text)
        self._places: dict[str, list[int]] = {}
        for place, word in enumerate(self._words):
            for form in {word.folded, word.accented}:
                self._places.setdefault(form, []).append(place)

    def hits(self, claim: Claim) -> Iterator[Hit]:
        phrase = _phrase(claim)
        for place in self._places.get(phrase[0], []) if phrase else []:
            run = self._words[place : place + len(phrase)]
            alike = tuple(word.form(claim) for word in run) == phrase and _meant(run, claim)
            if alike and self._together(run):
                yield Hit(run[0].start, run[-1].end, claim)

    def _together(self, run: Sequence[_Word]) -> bool:
        between = (self._text[a.end : b.start] for a, b in pairwise(run))
        return not any(_APART.search(gap) for gap in between)


@lru_cache(1000)
def _phrase(claim: Claim) -> tuple[str, ...]:
    return tuple(word.form(claim) for word in _split(nfc(claim.phrase)))


def _meant(run: Sequence[_Word], claim: Claim) -> bool:
    """Whether words that fold alike are the phrase: typed without marks or with some of them, not
    with others. Ông Đắc Trí is no "đặc trị"; hỏi and ngã are taken for one another.
    """
    if claim.exact:
        return True
    return all(
        not said or _marks(word.accented) <= said
        for word, said in zip(run, _phrase_marks(claim), strict=True)
    )


@lru_cache(1000)
def _phrase_marks(claim: Claim) -> tuple[frozenset[str], ...]:
    return tuple(_marks(word.accented) for word in _split(nfc(claim.phrase)))


def _marks(word: str) -> frozenset[str]:
    """The marks on its letters, a tilde as the hook that many write for it."""
    letters = unicodedata.normalize("NFD", word).replace("\u0303", "\u0309")
    return frozenset(letter for letter in letters if unicodedata.combining(letter))


def _split(text: str) -> list[_Word]:
    return [
        _Word(word.start(), word.end(), fold(bare), _accented(bare))
        for word in _WORD.finditer(text)
        if (bare := _IGNORED.sub("", word[0]))
    ]


def _accented(word: str) -> str:
    """Letters, then their marks in an order of their own: `hoà` and `hòa` are one word."""
    apart = unicodedata.normalize("NFD", word.lower())
    letters = "".join(c for c in apart if not unicodedata.combining(c))
    return letters + "".join(sorted(c for c in apart if unicodedata.combining(c)))


def _inside(hit: Hit, allowed: Hit) -> bool:
    return allowed.start <= hit.start and hit.end <= allowed.end


def _joined(hits: Iterable[Hit]) -> Sequence[Hit]:
    """Those that overlap as one, by the rule that weighs most."""
    joined: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (one.start, -one.end)):
        if joined and hit.start < joined[-1].end:
            joined[-1] = _both(joined[-1], hit)
        else:
            joined.append(hit)
    return joined


def _both(one: Hit, other: Hit) -> Hit:
    weightier = max(one, other, key=_weight)
    return Hit(one.start, max(one.end, other.end), weightier.claim)


def _weight(hit: Hit) -> tuple[bool, int]:
    """What forbids before what warns, then the longer."""
    return hit.claim.severity is Severity.BLOCK, hit.end - hit.start
