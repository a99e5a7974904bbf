"""Every public page: open to everybody, light enough for a cheap phone, never wider than one."""

import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import Connection, create_engine

from app.core.i18n import localised_path
from tests.browser.addresses import examples, public_routes
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.measures import weigh

WIDTHS = (320, 390, 1280)
ORIGIN_PAGES = ("/Q/", "/U/")
KB = 1024
AXE = """() => axe.run(document, {
    resultTypes: ["violations"], rules: {"meta-refresh": {enabled: false}}}).then(result =>
    result.violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).join(", ")))"""
"""What axe finds. A page that waits for a job reloads itself, since it works without scripts."""

each_route = pytest.mark.parametrize("route", [*public_routes(), "an unknown address"])
each_language = pytest.mark.parametrize("lang", ["vi", "en"])


@pytest.fixture(scope="module")
def rows(sample_database: str) -> Iterator[Connection]:
    engine = create_engine(sample_database)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def check_access(page: Page, axe_at: tuple[int, ...] = WIDTHS) -> None:
    """Axe finds nothing on the open page, and it never scrolls sideways at any of the widths."""
    asked = WIDTHS if "EVERY_WIDTH" in os.environ else axe_at
    if asked:
        page.evaluate(axe())
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if width in asked:
            assert page.evaluate(AXE) == [], f"{page.url} at {width} px"
        sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert sideways <= 0, f"{page.url} scrolls sideways at {width} px"


@cache
def axe() -> str:
    return (Path(__file__).parent / "vendor" / "axe.min.js").read_text()


@each_language
@each_route
def test_it_has_no_accessibility_fault_at_any_width(
    route: str, lang: str, rows: Connection, browse: Callable[..., Page]
) -> None:
    page = browse()
    for address in examples(route, rows):
        page.goto(localised_path(address, lang))
        check_access(page, WIDTHS if lang == "vi" else WIDTHS[1:2])


@each_route
def test_it_keeps_within_its_budget(
    route: str, rows: Connection, browse: Callable[..., Page]
) -> None:
    for page in (browse(PHONE), browse(DESKTOP)):
        for address in examples(route, rows):
            is_origin = address.startswith(ORIGIN_PAGES) and not address.endswith("/bao-su-co")
            weight = weigh(page, address)
            assert weight.markup <= (15 if is_origin else 25) * KB, (address, weight)
            assert weight.scripts <= (1 if is_origin else 20) * KB, (address, weight)
            assert weight.fonts <= 30 * KB, (address, weight)
            assert weight.images <= (40 if is_origin else 120) * KB, (address, weight)
            assert weight.requests <= (15 if is_origin else 30), (address, weight)


@each_route
def test_it_says_the_same_without_scripts(
    route: str, rows: Connection, browse: Callable[..., Page]
) -> None:
    page = browse(scripts=False)
    for address in examples(route, rows):
        page.goto(address)
        assert page.locator("h1").first.is_visible(), address
