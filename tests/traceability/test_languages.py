"""Another language is a catalogue and its name in the setting: nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from sqlmodel import Session

from app.core import i18n
from app.core.config import ROOT
from app.core.templates import env
from app.traceability.models import Lot
from app.traceability.rules import Stage
from tests.conftest import Client
from tests.factories import make_event
from tests.traceability.conftest import make_told_lot
from tests.traceability.test_origin_page import text_of

WORDS = {
    "Tem hợp lệ": "标签有效",
    "Hạn sử dụng": "保质期",
    "%(num)s phút": "%(num)s 分钟",
    "%(field)s: trước ghi %(before)s, nay là %(after)s.": "%(field)s由%(before)s改为%(after)s。",
    "Lời ghi": "说明",
    "Hệ thống không cho đóng gói và in tem quá số cân.": "系统不允许超量。",
}


@pytest.fixture
def chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Some words in a made-up catalogue, as if `LANGUAGES` had named it."""
    folder = tmp_path / "zh" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    lines = ['msgid ""', 'msgstr "Content-Type: text/plain; charset=utf-8\\n"', ""]
    for said, words in WORDS.items():
        plural = said.startswith("%(num)s")
        lines += [f'msgid "{said}"', *[f'msgid_plural "{said}"'] * plural]
        lines += [f'msgstr{"[0]" * plural} "{words}"', ""]
    (folder / "origin.po").write_text("\n".join(lines), "utf-8")
    (tmp_path / "en").symlink_to(ROOT / "locale" / "en")
    monkeypatch.setattr(i18n, "CATALOGUES", tmp_path)
    monkeypatch.setattr(i18n, "LANGUAGES", ("vi", "en", "zh"))
    yield
    i18n._catalogue.cache_clear()
    env._environments.pop("zh", None)


@pytest.fixture
def corrected(session: Session) -> Lot:
    lot = make_told_lot(session)
    wrong = make_event(session, lot, Stage.FIX, note="240", details={"minutes": 7})
    make_event(session, lot, Stage.FIX, note="250", details={"minutes": 7}, corrects_id=wrong.id)
    return lot


@pytest.mark.usefixtures("chinese")
def test_a_third_catalogue_shows_its_words_on_the_page(client: Client, corrected: Lot) -> None:
    page = client.get(f"/zh/Q/{corrected.code}")
    said = text_of(page.text)
    assert '<html lang="zh">' in page.text
    for words in ("标签有效", "保质期", "7 分钟", "说明由240改为250。"):
        assert words in said, words
    assert re.search(r"6\.2 kg\.系统不允许超量。", said), "sentences follow each other unspaced"
    assert f'href="/zh/Q/{corrected.code}" lang="zh" hreflang="zh" aria-current="true"' in page.text
    assert "中文" in client.get(f"/Q/{corrected.code}").text


@pytest.mark.usefixtures("chinese")
def test_what_it_lacks_is_said_in_english(client: Client, corrected: Lot) -> None:
    said = text_of(client.get(f"/zh/Q/{corrected.code}").text)
    assert "Tân Cương bud tea" in said
    assert "Do the weights add up?" in said


@pytest.mark.parametrize("name", ["origin", "traceability"])
def test_no_message_of_the_page_leans_on_its_neighbour(name: str) -> None:
    """With a space at its end it would be half a sentence."""
    with (ROOT / "locale" / "en" / "LC_MESSAGES" / f"{name}.po").open("rb") as file:
        texts = [text for entry in read_po(file) for text in i18n._texts(entry.id)]
    assert [text for text in texts if text != text.strip()] == []
