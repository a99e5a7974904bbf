"""Help with spelling when a search finds nothing: the nearest words that products are called by."""

from collections import Counter
from collections.abc import Collection, Mapping
from threading import Lock
from time import monotonic

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein
from sqlalchemy import Connection, literal_column, select

from app.catalog.queries.conditions import P
from app.catalog.rules.search import MOST_WORDS
from app.core.text import fold, words

SAMPLE = 20_000
"""Names read for the vocabulary; a market's words repeat long before that."""
SECONDS = 600
LIKE_ENOUGH = 60
"""Of 100; one wrong letter in a word of three still is."""


class Spelling:
    """The vocabulary of this process, read when first needed and again after ten minutes."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}
        self._read_at = -SECONDS
        self._lock = Lock()

    def correct(self, reader: Connection, text: str) -> str:
        """`text` with its unknown words replaced; empty when that changes nothing or fails."""
        known = self._vocabulary(reader)
        typed = words(text)[:MOST_WORDS]
        found = [word if fold(word) in known else _nearest(word, known) for word in typed]
        return " ".join(found) if all(found) and found != typed else ""

    def clear(self) -> None:
        with self._lock:
            self._read_at = -SECONDS

    def _vocabulary(self, reader: Connection) -> dict[str, str]:
        with self._lock:
            if monotonic() - self._read_at > SECONDS:
                self._words = vocabulary(reader)
                self._read_at = int(monotonic())
            return self._words


spelling = Spelling()


def vocabulary(reader: Connection) -> dict[str, str]:
    """Folded words of names and makers, each with its most common spelling."""
    statement = select(P.name, P.seller_name).where(P.listed).limit(literal_column(str(SAMPLE)))
    seen = Counter(
        word for row in reader.execute(statement) for text in row for word in words(text)
    )
    return most_common(seen)


def most_common(seen: Counter[str]) -> dict[str, str]:
    spelt: dict[str, str] = {}
    for word, _ in seen.most_common():
        if not word.isdigit():
            spelt.setdefault(fold(word), word)
    return spelt


def _nearest(word: str, known: Mapping[str, str]) -> str:
    found = nearest(fold(word), known)
    return known[found] if found else ""


def nearest(folded: str, known: Collection[str]) -> str:
    """The known word most like `folded`; empty if none is like enough or it is a single letter."""
    if len(folded) < 2:
        return ""
    alike = process.extract(
        folded, list(known), scorer=fuzz.ratio, limit=8, score_cutoff=LIKE_ENOUGH
    )
    ranked = [(DamerauLevenshtein.distance(folded, word), -score, word) for word, score, _ in alike]
    return min(ranked)[2] if ranked else ""
