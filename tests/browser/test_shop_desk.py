"""A cooperative sends a licence from the phone and goes on holiday, as people do it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from app.core.days import today
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.people import OPERATOR, SELLER, sign_in
from tests.browser.test_every_page import check_access
from tests.pictures import photograph

LICENCE = {
    "Số giấy": "4600100003-01",
    "Nơi cấp": "Phòng Đăng ký kinh doanh tỉnh Thái Nguyên",
    "Ngày cấp": "2024-03-15",
}
TEA = "/tim?q=che+dinh+tan+cuong"


@pytest.mark.parametrize("scripts", [True, False], ids=["js", "no-js"])
def test_a_licence_goes_from_a_phone_to_the_officer_and_the_seller_sees_who_opened_it(
    browse: Callable[..., Page],
    scripts: bool,  # as pytest gives it
) -> None:
    seller = browse(PHONE, scripts=scripts)
    sign_in(seller, SELLER)
    number = f"{LICENCE['Số giấy']}-{scripts}"
    place = send_licence(seller, number)
    expect(seller.get_by_text("Chưa ai mở tệp này.")).to_be_visible()

    officer = browse(DESKTOP, scripts=scripts)
    sign_in(officer, OPERATOR)
    officer.goto("/dieu-hanh/giay-to")
    officer.goto(f"/dieu-hanh/giay-to/{place.rpartition('/')[2]}")
    expect(officer.get_by_text(number)).to_be_visible()
    with officer.context.expect_page() as opened:
        officer.get_by_role("link", name="Mở ảnh").click()
    picture = opened.value
    picture.wait_for_load_state()
    assert picture.evaluate("document.images[0].naturalWidth") == 900 if scripts else picture.url
    officer.reload()
    officer.get_by_role("button", name="Nhận giấy").click()
    expect(officer.get_by_text("Đã nhận giấy.")).to_be_visible()

    seller.goto(place)
    expect(seller.get_by_text("Đã nhận", exact=True)).to_be_visible()
    expect(seller.get_by_role("main")).to_contain_text("Lê Minh Đức (mẫu), người điều hành")


def send_licence(page: Page, number: str) -> str:
    """From the empty form to the paper's own page; its address."""
    page.goto("/ban-hang/giay-to/moi")
    page.get_by_label("Loại giấy").select_option("business_licence")
    page.get_by_label("Ảnh chụp hoặc tệp PDF").set_input_files(
        {"name": "giay.jpg", "mimeType": "image/jpeg", "buffer": photograph(900, 1200, gps=True)}
    )
    for label, typed in (LICENCE | {"Số giấy": number}).items():
        page.get_by_label(label).fill(typed)
    page.get_by_role("button", name="Gửi giấy").click()
    expect(page.get_by_text("Sàn đã nhận được giấy.")).to_be_visible()
    page.locator("li", has_text=number).get_by_role("link").click()
    page.wait_for_url(re.compile(r"/giay-to/[0-9A-Z]{10}$"))
    return page.url


def test_a_holiday_stops_orders_and_ends(browse: Callable[..., Page]) -> None:
    shopper = browse()
    tea = open_tea(shopper)
    shopper.locator("button:visible", has_text="Thêm vào giỏ").first.click()
    shopper.wait_for_url("**/gio-hang*")

    seller = browse()
    sign_in(seller, SELLER)
    seller.goto("/ban-hang/gian-hang/nghi-ban")
    seller.get_by_label("Đến hết ngày").fill(str(today() + timedelta(3)))
    seller.get_by_label("Nhắn người mua").fill("Nhà vào vụ hái.")
    seller.get_by_role("button", name="Lưu ngày nghỉ").click()
    expect(seller.get_by_text("Đang nghỉ, không nhận đơn mới")).to_be_visible()

    back = f"{today() + timedelta(4):%d/%m/%Y}"
    shopper.reload()
    expect(shopper.get_by_text(f"Nhà bán đang nghỉ, ngày {back} bán lại.")).to_be_visible()
    expect(shopper.get_by_role("link", name="Điền địa chỉ nhận hàng")).to_have_count(0)
    shopper.goto(tea)
    expect(shopper.get_by_text("Nhà vào vụ hái.")).to_be_visible()
    expect(shopper.locator("button:visible", has_text="Thêm vào giỏ")).to_have_count(0)
    check_access(shopper)

    seller.get_by_role("button", name="Bán lại ngay").click()
    expect(seller.get_by_text("Gian hàng nhận đơn trở lại.")).to_be_visible()
    shopper.goto(tea)
    expect(shopper.locator("button:visible", has_text="Thêm vào giỏ").first).to_be_visible()
    shopper.goto("/gio-hang")
    expect(shopper.get_by_role("link", name="Điền địa chỉ nhận hàng")).to_be_visible()


def open_tea(page: Page) -> str:
    page.goto(TEA)
    page.get_by_role("link", name=re.compile("Chè đinh Tân Cương")).first.click()
    page.wait_for_url("**/san-pham/*")
    return page.url
