"""Languages: Vietnamese is what the source says, English and others are catalogues.

The language belongs to the request and comes from its path alone (`/en/…`), see `LanguagePath`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from babel.messages.pofile import read_po
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.config import ROOT

SOURCE = "vi"
LANGUAGES = ("vi", "en")
PLURAL = "\0"
_language: ContextVar[str] = ContextVar("language", default=SOURCE)


def language() -> str:
    """The language of the page being made, `vi` or `en`."""
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
    return _catalogue(language()).get(text, text)


def ngettext(one: str, many: str, count: int) -> str:
    """Vietnamese has a single form; English chooses by `count`."""
    if count == 1:
        return gettext(one)
    return _catalogue(language()).get(PLURAL + many, many)


def localised_path(path: str, lang: str | None = None) -> str:
    """`path` in the page's language, or in `lang`: English lives under `/en`, same slugs."""
    lang = lang or language()
    return path if lang == SOURCE else f"/{lang}{path if path != '/' else ''}"


@cache
def _catalogue(lang: str) -> dict[str, str]:
    """Of every file in the language's folder: each domain may keep its words in one of its own."""
    folder = ROOT / "locale" / lang / "LC_MESSAGES"
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.po")) if lang != SOURCE else ():
        with path.open("rb") as file:
            for entry in read_po(file, locale=lang):
                if entry.id and not entry.fuzzy:
                    pairs = zip(_keys(entry.id), _texts(entry.string), strict=False)
                    found |= {key: said for key, said in pairs if said}
    return found


def _keys(entry: object) -> tuple[str, ...]:
    """Both forms may read the same in Vietnamese, so the plural has a mark before it."""
    one, *many = _texts(entry)
    return (one, *(PLURAL + text for text in many))


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
