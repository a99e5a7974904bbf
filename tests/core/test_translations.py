"""English is complete: every word of every template and module has its translation."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from app.core.config import ROOT
from app.core.i18n import LANGUAGES

KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "mark": None}
JINJA = {"extensions": "jinja2.ext.i18n,jinja2.ext.do", "trimmed": "false", "silent": "false"}


def said_in(folder: str, pattern: str, method: str) -> Iterator[tuple[str, str]]:
    """(message, where it is said); of a plural its first form."""
    for path in sorted((ROOT / folder).rglob(pattern)):
        options = JINJA if method == "jinja2" else {}
        found = extract(method, BytesIO(path.read_bytes()), keywords=KEYWORDS, options=options)
        for line, message, *_ in found:
            yield first_of(message), f"{path.relative_to(ROOT)}:{line}"


@cache
def messages() -> dict[str, str]:
    """Every message with one place where it is said."""
    places = [*said_in("templates", "*.*", "jinja2"), *said_in("app", "*.py", "python")]
    return {message: place for message, place in places if message}


def translated(lang: str) -> dict[str, str]:
    """The translations at hand; one that is marked fuzzy is none."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "locale" / lang / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            entries = [entry for entry in read_po(file, locale=lang) if entry.id]
        for entry in entries:
            said = first_of(entry.string)
            found |= {first_of(entry.id): said} if said and not entry.fuzzy else {}
    return found


def first_of(text: Any) -> str:
    """A plural is known by its first form."""
    return str(text if isinstance(text, str) else (text or [""])[0])


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "vi"])
def test_every_word_is_translated(lang: str) -> None:
    known = translated(lang)
    missing = {message: place for message, place in messages().items() if message not in known}
    assert not missing, "\n".join(f"{place}: {message}" for message, place in missing.items())


@pytest.mark.parametrize("path", sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")), ids=str)
def test_nothing_is_translated_that_nobody_says(path: Path) -> None:
    said = messages()
    with path.open("rb") as file:
        entries = [entry for entry in read_po(file) if entry.id]
    stale = [first_of(entry.id) for entry in entries if first_of(entry.id) not in said]
    assert stale == []


def test_no_message_is_translated_twice() -> None:
    """Which of two translations counted would be chance: another meaning needs other words."""
    seen: dict[str, str] = {}
    twice = []
    for path in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            ids = [first_of(entry.id) for entry in read_po(file) if entry.id]
        twice += [f"{path.name} and {seen[each]}: {each}" for each in ids if each in seen]
        seen |= dict.fromkeys(ids, path.name)
    assert not twice, "\n".join(twice)
