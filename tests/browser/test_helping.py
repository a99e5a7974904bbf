"""An officer helps a seller who read out a code, and is out the moment it thinks better of it."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.people import OFFICER, SELLER, code_sent, sign_in
from tests.browser.test_every_page import check_access

SHOP = "HTX chè Đồi Sương"
BANNER = f"Đang làm giúp {SHOP}"
NOBODY = "Nhà vườn cô Mận"


def test_an_officer_helps_with_consent_by_code_until_it_is_withdrawn(
    browse: Callable[..., Page], sample_database: str, sample_folder: Path
) -> None:
    officer = browse(PHONE)
    sign_in(officer, OFFICER)
    officer.goto("/can-bo")
    officer.get_by_role("link", name=SHOP).click()
    ask_by_code(officer)
    officer.get_by_label("Mã đơn vị đọc").fill(
        code_sent(sample_database, sample_folder, SELLER["phone"])
    )
    officer.get_by_role("button", name="Xác nhận").click()
    officer.get_by_role("button", name="Vào làm giúp").click()
    expect(officer.get_by_text(BANNER)).to_be_visible()
    edit_product(officer, "Búp hái lúc sương chưa tan")
    officer.goto("/ban-hang/don-hang")
    expect(officer.get_by_role("heading", level=1)).to_contain_text("không nằm trong đồng ý")

    seller = browse(DESKTOP)
    sign_in(seller, SELLER)
    seller.goto("/ban-hang/ho-tro/nhat-ky")
    expect(seller.get_by_text("Dương Văn Lực").first).to_be_visible()
    expect(seller.get_by_text("Bắt đầu làm giúp").first).to_be_visible()
    check_access(seller)
    seller.goto("/ban-hang/ho-tro")
    seller.get_by_role("button", name="Rút lại").click()
    expect(seller.get_by_text("Từ lúc này người đó không mở được")).to_be_visible()

    officer.goto("/ban-hang/san-pham")
    expect(officer.get_by_role("heading", level=1)).to_contain_text("không còn đồng ý")
    officer.get_by_role("link", name="Về danh sách đơn vị").click()
    shop = officer.get_by_role("listitem").filter(has_text=SHOP)
    expect(shop.get_by_role("button", name="Vào làm giúp")).to_have_count(0)


def ask_by_code(page: Page) -> None:
    page.get_by_role("checkbox", name="Sản phẩm").check()
    page.get_by_role("radio", name="Đọc mã gửi về điện thoại").check()
    check_access(page)
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.get_by_text("Đã gửi mã.")).to_be_visible()


def edit_product(page: Page, text: str) -> None:
    page.goto("/ban-hang/san-pham")
    page.locator(".desk-main h2 a[href^='/ban-hang/san-pham/']").first.click()
    page.get_by_role("link", name=re.compile("Sửa nội dung|Sửa tiếp")).first.click()
    page.get_by_label("Một câu giới thiệu", exact=True).fill(text)
    expect(page.get_by_text(BANNER)).to_be_visible()
    check_access(page)
    page.get_by_role("button", name=re.compile("^(Lưu|Gửi)")).first.click()
    expect(page).to_have_url(re.compile(r"\?xong="))
    expect(page.get_by_text(BANNER)).to_be_visible()


def test_an_officer_opens_a_shop_beside_its_owner(
    browse: Callable[..., Page], sample_database: str, sample_folder: Path
) -> None:
    officer = browse(PHONE)
    sign_in(officer, OFFICER)
    officer.goto("/can-bo/ho-moi")
    check_access(officer)
    for label, typed in {
        "Họ tên chủ hộ": "Đỗ Thị Mận",
        "Số điện thoại của chủ hộ": "0986 111 222",
        "Tên gian hàng": NOBODY,
        "Số nhà, thôn xóm": "Xóm Gò Pháo",
    }.items():
        officer.get_by_label(label).fill(typed)
    officer.get_by_role("checkbox", name="Hồ sơ gian hàng").check()
    officer.get_by_role("button", name="Gửi mã cho chủ hộ").click()
    expect(officer.get_by_label("Mã chủ hộ đọc")).to_be_visible()
    check_access(officer)
    officer.get_by_label("Mã chủ hộ đọc").fill(
        code_sent(sample_database, sample_folder, "0986 111 222")
    )
    officer.get_by_role("button", name="Chủ hộ đồng ý, mở gian hàng").click()
    expect(officer.get_by_role("heading", name=NOBODY)).to_be_visible()
    officer.get_by_role("button", name="Vào làm giúp").click()
    expect(officer.get_by_text(f"Đang làm giúp {NOBODY}")).to_be_visible()
    officer.goto("/ban-hang/ho-so")
    expect(officer.get_by_role("heading", level=1)).to_be_visible()
    check_access(officer)
