import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from app.core import i18n
from app.core.config import ROOT
from app.core.i18n import LanguagePath, gettext, language, localised_path, speaking, split_language

CATALOGUES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))

MAY_BE_LEFT_OUT = {"%(pack)s"}
"""A Vietnamese word for a packet (hộp, túi), for which other languages say just "pack"."""


@pytest.mark.parametrize(
    ("asked", "lang", "path"),
    [
        ("/", "vi", "/"),
        ("/en", "en", "/"),
        ("/en/", "en", "/"),
        ("/EN/tim", "en", "/tim"),
        ("/en/en/tim", "en", "/en/tim"),
        ("/entry", "vi", "/entry"),
        ("/vi/tim", "vi", "/vi/tim"),
        ("/fr/tim", "vi", "/fr/tim"),
    ],
)
def test_the_language_is_the_paths(asked: str, lang: str, path: str) -> None:
    assert split_language(asked) == (lang, path)
    seen: list[Any] = []

    async def page(scope: Any, receive: Any, send: Any) -> None:
        seen.append((language(), scope["path"], scope["language"]))

    asyncio.run(LanguagePath(page)({"type": "http", "path": asked}, None, None))  # type: ignore[arg-type]
    assert seen == [(lang, path, lang)]
    assert language() == "vi"


@pytest.mark.parametrize("path", ["/", "/tim", "/san-pham/che-dinh"])
def test_an_address_in_a_language_leads_back_to_the_same_page(path: str) -> None:
    assert split_language(localised_path(path, "en")) == ("en", path)
    assert split_language(localised_path(path, "vi")) == ("vi", path)


def test_a_language_holds_inside_its_block_alone() -> None:
    with speaking("en"):
        assert language() == "en"
        assert localised_path("/tim") == "/en/tim"
        with speaking("vi"):
            assert localised_path("/tim") == "/tim"
        assert language() == "en"
    assert language() == "vi"


def test_words_without_a_translation_stay_vietnamese() -> None:
    with speaking("en"):
        assert gettext("câu này không có trong danh mục") == "câu này không có trong danh mục"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_catalogue_keeps_every_place_holder(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file)
    for entry in catalogue:
        for source, said in zip(i18n._texts(entry.id), i18n._texts(entry.string), strict=False):
            if said:
                missing = place_holders(source) - place_holders(said) - MAY_BE_LEFT_OUT
                added = place_holders(said) - place_holders(source)
                assert not missing | added, source


def place_holders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)\w|\{\w*\}", text))


def test_plurals_follow_the_rules_of_their_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Russian has three forms; what a catalogue lacks is said in English."""
    folder = tmp_path / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "made-up.po").write_text(
        'msgid ""\nmsgstr "Language: ru\\nPlural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 '
        "? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"
        'Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "%(num)s phút"\nmsgid_plural "%(num)s phút"\n'
        'msgstr[0] "минута"\nmsgstr[1] "минуты"\nmsgstr[2] "минут"\n'
    )
    english = i18n._second()
    monkeypatch.setattr(i18n, "CATALOGUES", tmp_path)
    monkeypatch.setattr(i18n, "_second", lambda: english)
    with speaking("ru"):
        forms = [i18n.ngettext("%(num)s phút", "%(num)s phút", n) for n in (1, 2, 5, 21)]
        assert forms == ["минута", "минуты", "минут", "минута"]
        assert i18n.ngettext("%(num)s vùng trồng", "%(num)s vùng trồng", 1) == (
            "%(num)s growing area"
        )
    i18n._catalogue.cache_clear()
