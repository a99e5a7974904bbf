"""How Vietnamese words become what PostgreSQL compares, and what ranks before what.

A product's `search` column holds, for every word, how it is folded (`dinh`) and how it is spelt
(`đinh`, `dinh5`: letters with their marks, then the tone as a digit, so that `hoà` = `hòa`), each
with a weight that says where the word stands. Words of the name stand there once more behind an
`@`, so that the index alone can tell a product called chè from one whose maker is.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.core.i18n import mark
from app.core.text import fold, words

HEAD, NAME, KIND, AROUND = "A", "B", "C", "D"
"""Weights: the first two words of a name, the rest of it, its kind, its maker and place."""

HEAD_LENGTH = 2
MOST_WORDS, LONGEST_WORD = 8, 30
IN_NAME = "@"

SYNONYMS = (("chè", "trà"),)
HEADWORDS = {
    fold(word): word for word in ("chè", "trà", "đinh", "nõn", "búp", "miến", "gạo", "mật")
}
"""What somebody means who types a word of this market without its marks: `dinh` is đinh, and
neither Nam Định nor Định Hoá; `che` is chè, and not chế biến."""

TONES = {"\u0300": "2", "\u0301": "1", "\u0303": "4", "\u0309": "3", "\u0323": "5"}
"""The five written tones as digits: huyền 2, sắc 1, ngã 4, hỏi 3, nặng 5."""


_folded = lru_cache(maxsize=20_000)(fold)  # names of products share most of their words


@lru_cache(maxsize=20_000)
def spell(word: str) -> str:
    """A lower-case word with its tone behind it, wherever in the word the tone was written.

    >>> spell("hoà"), spell("hòa"), spell("đinh"), spell("định")
    ('hoa2', 'hoa2', 'đinh', 'đinh5')
    """
    letters = unicodedata.normalize("NFD", word)
    tone = "".join(TONES.get(letter, "") for letter in letters)
    bare = "".join(letter for letter in letters if letter not in TONES)
    return unicodedata.normalize("NFC", bare) + tone


@lru_cache(maxsize=20_000)
def is_namesake(word: str) -> bool:
    """Whether `word` only looks like a word of this market once its marks are gone.

    >>> is_namesake("định"), is_namesake("đinh"), is_namesake("cương")
    (True, False, False)
    """
    meant = HEADWORDS.get(fold(word))
    return meant is not None and spell(meant) != spell(word) and fold(word) != word


def search_vector(
    name: str, *, name_en: str = "", kinds: Iterable[str] = (), around: Iterable[str] = ()
) -> str:
    """The text of a `tsvector` for a product.

    `kinds` are its category, group and tea type in words; `around` its maker, commune and
    geographical indication.
    """
    vector = _Vector()
    vector.add(words(name), HEAD, in_name=True)
    vector.add(words(name_en), NAME, in_name=True)
    for text in kinds:
        vector.add(words(text), KIND)
    for text in around:
        vector.add(words(text), AROUND)
    return str(vector)


class _Vector:
    """Lexemes with their positions, in PostgreSQL's writing: `'che':1A 'che2':1A`."""

    def __init__(self) -> None:
        self.places: dict[str, dict[int, str]] = {}
        self.position = 0

    def add(self, text: Sequence[str], weight: str, *, in_name: bool = False) -> None:
        """A gap after each text keeps phrases from reaching over it."""
        for index, word in enumerate(text):
            self.position += 1
            here = NAME if weight == HEAD and index >= HEAD_LENGTH else weight
            self._put(spell(word), here)
            self._put(_folded(word), AROUND if is_namesake(word) else here)
            if in_name:
                self._put(IN_NAME + spell(word), AROUND)
                if not is_namesake(word):
                    self._put(IN_NAME + _folded(word), AROUND)
        self.position += 1

    def _put(self, lexeme: str, weight: str) -> None:
        at = self.places.setdefault(lexeme, {})
        at[self.position] = min(weight, at.get(self.position, weight))

    def __str__(self) -> str:
        return " ".join(
            f"'{lexeme}':{','.join(f'{place}{weight}' for place, weight in at.items())}"
            for lexeme, at in sorted(self.places.items())
        )


@dataclass(frozen=True)
class Criterion:
    """One reason why a product stands higher; published with the shop's rules."""

    key: str
    points: int
    said: str


CRITERIA = (
    Criterion("spelt", 40, mark("Tên có đủ các từ đã gõ, đúng cả dấu.")),
    Criterion("named", 30, mark("Tên có đủ các từ đã gõ, không kể dấu.")),
    Criterion("kind", 12, mark("Ngành hàng hoặc loại chè đúng từ đã gõ.")),
    Criterion("head", 10, mark("Từ đã gõ đứng ngay đầu tên.")),
    Criterion("phrase", 8, mark("Các từ đứng liền nhau, đúng thứ tự.")),
    Criterion("whole", 4, mark("Từ cuối trùng trọn vẹn, không chỉ phần đầu.")),
)


@dataclass(frozen=True)
class Query:
    """A typed text as `tsquery` texts: two that find, and one for each criterion that ranks."""

    strict: str
    loose: str
    spelt: str
    named: str
    kind: str
    head: str
    phrase: str
    whole: str


def parse_query(text: str) -> Query | None:
    """What was typed as queries; None when no word is left of it.

    The last word may be unfinished. A word typed without marks means any marks; one typed with
    marks finds the others too, behind.
    """
    typed = [word[:LONGEST_WORD] for word in words(text)[:MOST_WORDS]]
    if not typed:
        return None
    terms = [_term(word) for word in typed]
    return Query(
        strict=_all(terms, "meant", before=IN_NAME),
        loose=_all(terms, "folded"),
        spelt=_all(terms, "meant", weights=HEAD + NAME),
        named=_all(terms, "either", weights=HEAD + NAME),
        kind=_all(terms, "either", weights=KIND),
        head=_all(terms, "either", weights=HEAD),
        phrase=_all(terms, "meant").replace(" & ", " <-> "),
        whole=_all(terms, "meant", weights=HEAD + NAME, prefix=False),
    )


@dataclass(frozen=True)
class Term:
    """How the index may write a typed word and its synonyms.

    `meant` holds the typed marks, or any where none were typed; `folded` never holds marks.
    """

    word: str
    meant: tuple[str, ...]
    folded: tuple[str, ...]

    @property
    def either(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.meant + self.folded))

    def is_own(self, form: str) -> bool:
        """Whether `form` is the typed word itself, which alone may be unfinished."""
        return form in {fold(self.word), spell(self.word)}


def _term(word: str) -> Term:
    same = _synonyms(word)
    folded = tuple(fold(other) for other in same)
    return Term(word, folded if fold(word) == word else tuple(map(spell, same)), folded)


def _synonyms(word: str) -> tuple[str, ...]:
    """The word first. One without its marks has synonyms too: `tra` is trà, and so chè."""
    for group in SYNONYMS:
        same = [other for other in group if word in {other, fold(other)}]
        if same:
            return (word, *(other for other in group if other != same[0]))
    return (word,)


def _all(
    terms: Sequence[Term],
    forms: str,
    *,
    before: str = "",
    weights: str = "",
    prefix: bool = True,
) -> str:
    def written(term: Term, form: str) -> str:
        unfinished = prefix and term is terms[-1] and term.is_own(form)
        marks = weights + ("*" if unfinished else "")
        return f"'{before}{form}'" + (f":{marks}" if marks else "")

    return " & ".join(_any([written(one, form) for form in getattr(one, forms)]) for one in terms)


def _any(lexemes: Sequence[str]) -> str:
    return lexemes[0] if len(lexemes) == 1 else f"({' | '.join(lexemes)})"
