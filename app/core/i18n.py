"""Languages: Vietnamese is what the source says, English and others are catalogues.

The language belongs to the request and comes from its path alone (`/en/…`), see `LanguagePath`.
Another language is a folder of catalogues and its name in the setting `LANGUAGES`: what a catalogue
lacks is said in English, since who reads neither knows that better than Vietnamese.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import c2py
from typing import Any

from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.config import ROOT, settings

SOURCE = "vi"
SECOND = "en"
LANGUAGES = tuple(settings.languages.split(","))
CATALOGUES = ROOT / "locale"
NAMES = {
    "vi": "Tiếng Việt", "en": "English", "zh": "中文",
    "ja": "日本語", "ko": "한국어", "ru": "Русский",
}  # fmt: skip
"""What speakers call their language."""
UNSPACED = {"zh", "ja"}
"""Sentences follow each other without a space."""
PLURAL = "\0"
_language: ContextVar[str] = ContextVar("language", default=SOURCE)


def language() -> str:
    """The language of the page being made, one of `LANGUAGES`."""
    return _language.get()


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Everything inside is said in `lang`: a message's recipient has a language, not a path."""
    token = _language.set(lang)
    try:
        yield
    finally:
        _language.reset(token)


def mark(text: str) -> str:
    """Names `text` for the catalogue where it is written; it is translated where it is shown."""
    return text


def gettext(text: str) -> str:
    lang = language()
    return _catalogue(lang).get(text) or (text if lang == SOURCE else _second().get(text, text))


def ngettext(one: str, many: str, count: int) -> str:
    """Vietnamese has a single form; others choose by `count`, Russian among three."""
    lang = language()
    if lang == SOURCE:
        return one if count == 1 else many
    forms = _catalogue(lang)
    form = _form(lang)(count)
    found = forms.get(_plural(one, form))
    if found is None:
        second = _second()
        found = second.get(_plural(one, _form(SECOND)(count)))
    return found or (one if count == 1 else many)


def gap() -> str:
    """What stands between two sentences."""
    return "" if language() in UNSPACED else " "


def _second() -> dict[str, str]:
    return _catalogue(SECOND)


def _plural(one: str, form: int) -> str:
    """How a plural's form is found: both may read the same in Vietnamese, so it has a mark."""
    return f"{PLURAL}{form}{one}"


@cache
def _form(lang: str) -> Callable[[int], int]:
    """Which form of a plural a number takes, by the rules of the language (CLDR)."""
    form: Callable[[int], int] = c2py(get_plural(lang).plural_expr)
    return form


def localised_path(path: str, lang: str | None = None) -> str:
    """`path` in the page's language, or in `lang`: English lives under `/en`, same slugs."""
    lang = lang or language()
    return path if lang == SOURCE else f"/{lang}{path if path != '/' else ''}"


@cache
def _catalogue(lang: str) -> dict[str, str]:
    """Of every file in the language's folder: each domain may keep its words in one of its own."""
    folder = CATALOGUES / lang / "LC_MESSAGES"
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.po")) if lang != SOURCE else ():
        with path.open("rb") as file:
            for entry in read_po(file, locale=lang):
                if entry.id and not entry.fuzzy:
                    found |= {key: said for key, said in _pairs(entry) if said}
    return found


def _pairs(entry: Any) -> Iterator[tuple[str, str]]:
    """What an entry says by the key it is found by; its first form is found by its text too."""
    one, *many = _texts(entry.id)
    said = _texts(entry.string)
    yield one, said[0] if said else ""
    if many:
        yield from ((_plural(one, form), text) for form, text in enumerate(said))


def _texts(entry: object) -> tuple[str, ...]:
    return tuple(entry) if isinstance(entry, (list, tuple)) else (str(entry or ""),)


class LanguagePath:
    """Takes `/en` off the path and remembers it, so that every route exists in every language."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        lang, path = split_language(scope["path"])
        with speaking(lang):
            await self.app({**scope, "path": path, "language": lang}, receive, send)


def split_language(path: str) -> tuple[str, str]:
    """
    >>> split_language("/en/tim"), split_language("/EN"), split_language("/entry")
    (('en', '/tim'), ('en', '/'), ('vi', '/entry'))
    """
    head, slash, rest = path[1:].partition("/")
    head = head.lower()
    return (head, slash + rest or "/") if head in LANGUAGES[1:] else (SOURCE, path)
