"""A farmer writes the book where there is no network; not a record is lost or doubled."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, text

from app.traceability.rules.screens import SCREENS
from tests.browser.people import SELLER, sign_in
from tests.browser.test_saved_copy import IN_CHARGE

BOOK = "/ban-hang/so"
LEAF = "SELECT count(*) FROM journey_event WHERE kind = 'harvest' AND (facts ->> 'grams') = :grams"
KEPT = """async () => {
  const name = (await caches.keys()).find((each) => each.startsWith("so-trang-"));
  return name ? (await (await caches.open(name)).keys()).length : 0;
}"""
"""How many pages this device keeps."""
FILES = """async () => (await (await caches.open("so-tep")).keys()).map((each) => each.url)"""
"""Of those pages: styles, fonts and modules."""


def harvests(database: str, grams: int) -> int:
    engine = create_engine(database)
    with engine.connect() as connection:
        found = connection.execute(text(LEAF), {"grams": str(grams)}).scalar_one()
    engine.dispose()
    return int(found)


def open_book(page: Page) -> None:
    """Once with a network: afterwards the device has the book's screens and all their files."""
    sign_in(page, SELLER)
    page.goto(BOOK)
    page.wait_for_function(IN_CHARGE)
    before: list[str] = []
    for _ in range(40):
        page.wait_for_timeout(500)
        files = page.evaluate(FILES)
        whole = files == before and any("/book/screen." in name for name in files)
        if whole and page.evaluate(KEPT) > len(SCREENS):
            return
        before = files
    raise AssertionError("The book was not kept on the device in 20 seconds")


def pick(page: Page, kilos: str) -> None:
    page.goto(BOOK)
    page.get_by_role("link", name="Hái", exact=True).click()
    page.get_by_label("Cân được (kg)").fill(kilos)
    garden = page.locator("input[name=growing_area_id]").first
    garden.check(force=True)
    page.locator("input[name=picking_standard][value=bup]").check(force=True)
    page.get_by_role("button", name="Lưu vào sổ").click()


def test_what_is_written_without_a_network_is_sent_once_there_is_one(
    browse: Callable[..., Page], sample_database: str
) -> None:
    page = browse()
    open_book(page)
    page.context.set_offline(True)
    for kilos in ("41,7", "42,7", "43,7"):
        pick(page, kilos)
        expect(page.get_by_role("heading", name="Sổ xưởng")).to_be_visible()
    expect(page.get_by_text("3 mục chờ gửi")).to_be_visible()
    assert harvests(sample_database, 41_700) == 0
    page.context.set_offline(False)
    expect(page.get_by_text(re.compile("mục chờ gửi"))).to_be_hidden()
    expect(page.get_by_text("41,7 kg").first).to_be_visible()
    assert [harvests(sample_database, grams) for grams in (41_700, 42_700, 43_700)] == [1, 1, 1]


def test_what_the_book_refuses_stays_on_the_phone_until_it_is_put_right(
    browse: Callable[..., Page], sample_database: str
) -> None:
    page = browse()
    open_book(page)
    page.context.set_offline(True)
    pick(page, "0")
    expect(page.get_by_text("1 mục chờ gửi")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Phải lớn hơn 0")).to_be_visible()
    page.get_by_role("link", name="Mở ra sửa").click()
    expect(page.get_by_label("Cân được (kg)")).to_have_value("0")
    page.get_by_label("Cân được (kg)").fill("44,7")
    page.get_by_role("button", name="Lưu vào sổ").click()
    expect(page.get_by_text("Đã ghi vào sổ.")).to_be_visible()
    assert harvests(sample_database, 44_700) == 1
    page.goto(BOOK)
    expect(page.get_by_text("mục chờ gửi")).to_be_hidden()


def test_an_answer_that_is_lost_makes_no_second_record(
    browse: Callable[..., Page], sample_database: str
) -> None:
    page = browse()
    open_book(page)
    page.route(
        "**/ghi/hai", lambda route: (route.fetch(), route.abort("internetdisconnected"))[1], times=1
    )
    pick(page, "45,7")
    expect(page.get_by_role("heading", name="Sổ xưởng")).to_be_visible()
    expect(page.get_by_text("45,7 kg").first).to_be_visible()
    expect(page.get_by_text("mục chờ gửi")).to_be_hidden()
    assert harvests(sample_database, 45_700) == 1


def test_whoever_signs_out_leaves_no_page_and_loses_no_record(
    browse: Callable[..., Page],
) -> None:
    page = browse()
    open_book(page)
    page.context.set_offline(True)
    pick(page, "46,7")
    expect(page.get_by_text("1 mục chờ gửi")).to_be_visible()
    page.context.set_offline(False)
    page.goto("/ban-hang/don-hang")
    page.evaluate("document.querySelector('form[action$=\"/dang-xuat\"]').requestSubmit()")
    page.wait_for_url(lambda url: "/ban-hang" not in url)
    assert page.evaluate(KEPT) == 0
    open_book(page)
    expect(page.get_by_text("46,7 kg").first).to_be_visible()
