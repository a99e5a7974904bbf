"""What a shopper does, and what the seller does with it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.core.i18n import localised_path
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.people import BUYER, SELLER, sign_in
from tests.browser.test_every_page import check_access

either_size = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
with_or_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["js", "no-js"])


@either_size
@with_or_without_scripts
def test_a_shopper_finds_tea_orders_it_and_sees_the_seller_ship_it(
    browse: Callable[..., Page],
    size: dict[str, int],
    scripts: bool,  # as pytest gives it
) -> None:
    page = browse(size, scripts=scripts)
    order = order_tea(page, scripts=scripts)
    assert re.fullmatch(r"TN[0-9A-Z]{9}", order)

    desk = browse(size, scripts=scripts)
    sign_in(desk, SELLER)
    desk.goto("/ban-hang/don-hang")
    desk.locator(f"a[href*='{order}']").first.click()
    desk.get_by_role("button", name="Nhận đơn", exact=True).click()
    desk.get_by_label("Mã vận đơn").fill("VN123456789")
    desk.get_by_role("button", name="Đã gửi hàng").click()
    expect(desk.get_by_role("button", name="Đã giao, đã thu tiền")).to_be_visible()

    page.reload()
    expect(page.get_by_text("Đang giao").first).to_be_visible()
    expect(page.get_by_text("VN123456789")).to_be_visible()


def test_an_order_is_found_again_by_phone_and_code(browse: Callable[..., Page]) -> None:
    code = order_tea(browse())
    page = browse()
    page.goto("/tra-cuu")
    page.get_by_label("Số điện thoại").fill(BUYER["phone"])
    page.get_by_label("Mã đơn").fill(code.lower())
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("main")).to_contain_text(code)
    expect(page.get_by_role("main")).not_to_contain_text(BUYER["name"])  # only a mask of it


def test_what_was_typed_stays_when_something_is_wrong(browse: Callable[..., Page]) -> None:
    page = browse()
    fill_basket(page)
    page.get_by_role("link", name="Điền địa chỉ nhận hàng").click()
    fill_address(page, phone="123")
    page.get_by_role("button", name=re.compile("^Đặt hàng")).click()
    expect(page.get_by_label("Số điện thoại")).to_have_value("123")
    expect(page.get_by_label("Họ và tên")).to_have_value(BUYER["name"])
    expect(page.get_by_label("Số điện thoại")).to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_basket_the_checkout_and_the_order_have_no_accessibility_fault(
    browse: Callable[..., Page], lang: str
) -> None:
    page = browse()
    fill_basket(page)
    for path in ("/gio-hang", "/thanh-toan"):
        page.goto(localised_path(path, lang))
        check_access(page)
    order_tea(page)
    page.goto(page.url.replace("/don-hang", localised_path("/don-hang", lang)))
    check_access(page)


def order_tea(page: Page, *, scripts: bool = True) -> str:
    """From the home page to an order's page; the order's code."""
    fill_basket(page)
    page.get_by_role("link", name="Điền địa chỉ nhận hàng").click()
    fill_address(page, scripts=scripts)
    page.get_by_role("button", name=re.compile("^Đặt hàng")).click()
    page.wait_for_url("**/don-hang/TN*")
    found = re.search(r"/don-hang/(TN\w{9})", page.url)
    assert found
    return found[1]


def fill_basket(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Tìm sản phẩm, hợp tác xã hoặc mã lô").fill("che dinh tan cuong")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("Chè đinh Tân Cương")).first.click()
    page.locator("button:visible", has_text="Thêm vào giỏ").first.click()
    page.wait_for_url("**/gio-hang*")


def fill_address(page: Page, *, phone: str = BUYER["phone"], scripts: bool = True) -> None:
    page.get_by_label("Số điện thoại").fill(phone)
    page.get_by_label("Họ và tên").fill(BUYER["name"])
    page.get_by_label("Tỉnh, thành phố").select_option(label=BUYER["province"])
    if not scripts:
        page.locator("[name=choose_province]").click()
    ward = page.get_by_label("Xã, phường")
    expect(ward.locator("option", has_text=BUYER["ward"])).to_have_count(1)
    ward.select_option(value=BUYER["ward_code"])
    expect(page.locator("form[aria-busy]")).to_have_count(0)  # the sums follow the address
    page.get_by_label("Số nhà, thôn xóm").fill(BUYER["street"])
