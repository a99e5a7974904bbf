"""A page behind a code without a network: the last good copy, dated, and no answer of now."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, text

LOTS = "SELECT code FROM lot WHERE status = 'published' AND expires_on > CURRENT_DATE LIMIT 2"
KEPT = "path => caches.match(path).then(found => Boolean(found))"
IN_CHARGE = """async () => {
    const { active } = await navigator.serviceWorker.ready;
    return active.state === "activated" && Boolean(navigator.serviceWorker.controller);
}"""
"""The worker answers for this page from now on."""
FILL = """async () => {
    const cache = await caches.open("origin-pages-1");
    for (let n = 0; n < 25; n++) await cache.put(`/Q/OLD${n}`, new Response("x"));
}"""
COUNT = "() => caches.open('origin-pages-1').then(c => c.keys()).then(keys => keys.length)"


@pytest.fixture
def lots(sample_database: str) -> list[str]:
    engine = create_engine(sample_database)
    with engine.connect() as connection:
        codes = list(connection.execute(text(LOTS)).scalars())
    engine.dispose()
    return codes


def open_and_keep(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_function(KEPT, arg=path)
    page.wait_for_function(IN_CHARGE)


@pytest.mark.parametrize(("lang", "words"), [("", "Bản lưu lúc"), ("/en", "Copy saved on")])
def test_without_a_network_the_last_copy_is_shown_dated_and_grey(
    browse: Callable[..., Page], lots: list[str], lang: str, words: str
) -> None:
    page = browse()
    open_and_keep(page, f"{lang}/Q/{lots[0]}")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#h-saved")).to_contain_text(words)
    assert "{moment}" not in page.content()
    assert words in page.title()
    assert page.locator("[data-verdict]").get_attribute("data-verdict") == "saved"
    green = page.evaluate("getComputedStyle(document.querySelector('.verdict')).backgroundColor")
    assert green != "rgb(31, 90, 60)"
    assert page.locator(".acts").is_hidden()
    assert page.evaluate("document.images[1].naturalWidth") > 0
    page.context.set_offline(False)
    page.reload()
    assert page.locator("[data-verdict]").get_attribute("data-verdict") == "valid"
    expect(page.locator("#h-saved")).to_be_hidden()


def test_only_so_many_copies_are_kept_and_the_form_is_never_one(
    browse: Callable[..., Page], lots: list[str]
) -> None:
    page = browse()
    open_and_keep(page, f"/Q/{lots[0]}")
    page.evaluate(FILL)
    open_and_keep(page, f"/Q/{lots[1]}")
    page.wait_for_function(f"async () => (await ({COUNT})()) <= 20")
    assert page.evaluate(KEPT, f"/Q/{lots[1]}")
    page.goto(f"/Q/{lots[1]}/bao-su-co")
    assert not page.evaluate(KEPT, f"/Q/{lots[1]}/bao-su-co")
