"""Our own files: bundled, named after their content, compressed once."""

import re
from pathlib import Path

import brotli
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.core.assets import FOREVER, Assets, StaticFiles, assets, minify, static_url
from app.core.config import ROOT


@pytest.fixture
def client() -> TestClient:
    return TestClient(StaticFiles(Starlette()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "css").mkdir()
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts/a.woff2").write_bytes(b"font")
    (tmp_path / "css/00-global.css").write_text("@font-face { src: url(../fonts/a.woff2); }")
    (tmp_path / "css/card.css").write_text(".card { color: red; }")
    (tmp_path / "css/desk-table.css").write_text(".desk { color: blue; }")
    (tmp_path / "css/origin.css").write_text(".verdict { color: green; }")
    return tmp_path


def test_component_sheets_become_one_bundle_per_kind_of_page(folder: Path) -> None:
    files = Assets(folder).files
    assert b".card" in files["css/shop.css"].body
    assert b".desk" not in files["css/shop.css"].body
    assert files["css/desk.css"].body == b".desk{color:blue}"
    assert b".verdict" in files["css/origin.css"].body
    assert b".card" not in files["css/origin.css"].body


def test_a_bundle_names_its_fonts_by_their_content(folder: Path) -> None:
    made = Assets(folder)
    assert made.url("fonts/a.woff2").encode() in made.files["css/shop.css"].body


def test_a_changed_file_gets_another_address(folder: Path) -> None:
    before = Assets(folder).url("css/shop.css")
    (folder / "css/card.css").write_text(".card { color: black; }")
    assert Assets(folder).url("css/shop.css") != before


def test_a_lasting_address_may_be_kept_for_ever_and_a_plain_one_only_briefly(
    client: TestClient,
) -> None:
    assert client.get(static_url("css/shop.css")).headers["cache-control"] == FOREVER
    assert client.get("/static/css/shop.css").headers["cache-control"] != FOREVER


def test_texts_travel_compressed_and_pictures_as_they_are(client: TestClient) -> None:
    answer = client.get(static_url("css/shop.css"), headers={"accept-encoding": "br, gzip"})
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers["vary"] == "accept-encoding"
    png = client.get(static_url("img/share.png"), headers={"accept-encoding": "br"})
    assert "content-encoding" not in png.headers


def test_the_browser_is_told_that_nothing_changed(client: TestClient) -> None:
    tag = client.get(static_url("img/i.svg")).headers["etag"]
    assert client.get(static_url("img/i.svg"), headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("name", ["nope.css", "../pyproject.toml", "%2e%2e/pyproject.toml", ""])
def test_nothing_outside_the_folder_is_ever_served(client: TestClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


def test_minifying_keeps_descendant_selectors_and_quoted_texts() -> None:
    assert minify('a :hover { x: "a : b" ; }') == 'a :hover{x:"a : b"}'


def test_the_sprite_holds_every_icon_that_is_named_and_no_other() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/img/i.svg").read_text()))
    texts = "".join(
        path.read_text()
        for folder, pattern in (("templates", "*.html"), ("app", "*.py"))
        for path in (ROOT / folder).rglob(pattern)
    )
    assert named_icons(texts) <= sprite
    assert {name for name in sprite if not re.search(rf"""["'#]{name}["'/]""", texts)} == set()


def named_icons(texts: str) -> set[str]:
    return set(re.findall(r"""(?:icon|mark|empty)\(\s*["']([a-z0-9-]+)["']""", texts))


def test_the_sheets_of_a_shop_page_stay_small() -> None:
    body = assets().files["css/shop.css"].body
    assert len(brotli.compress(body)) < 12_000
