"""A household opens an account with its phone, applies, is asked for more, and is approved."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from app.core.config import ROOT
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.people import OPERATOR, sign_in
from tests.browser.test_every_page import check_access

TYPED = "0987 123 456"
NAME = "Nhà vườn cô Sửu"
REASON = "Họ tên người đại diện chưa khớp với thẻ căn cước."


def code_sent(database: str, folder: Path) -> str:
    """As whoever tries the shop without an SMS provider finds it."""
    told = subprocess.run(
        [sys.executable, "-m", "app.cli", "messages", TYPED, "--count", "1"],
        cwd=ROOT,
        env=os.environ
        | {"DATABASE_URL": database, "VAR_DIR": str(folder), "SECRET_KEY": "of-tests-only"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = re.search(r"ma cua ban la (\d{6})", told)
    assert found, told
    return found[1]


def test_a_household_registers_is_asked_for_more_and_is_approved(
    browse: Callable[..., Page], sample_database: str, sample_folder: Path
) -> None:
    household = browse(PHONE)
    register(household, sample_database, sample_folder)
    apply(household)
    assert shop_page(browse()) == 404

    operator = browse(DESKTOP)
    sign_in(operator, OPERATOR)
    open_application(operator)
    operator.get_by_label("Ghi thêm, người bán sẽ đọc").fill(REASON)
    operator.get_by_role("button", name="Trả lại để bổ sung").click()
    expect(operator.get_by_text("Đang chờ người bán bổ sung")).to_be_visible()

    correct(household)
    assert shop_page(browse()) == 404
    open_application(operator)
    operator.get_by_role("button", name="Duyệt, cho bán trên sàn").click()
    expect(operator.get_by_role("link", name="Xem gian hàng")).to_be_visible()

    assert shop_page(browse()) == 200
    household.goto("/ban-hang/ho-so")
    expect(household.get_by_text("Đang bán", exact=True)).to_be_visible()


def register(page: Page, database: str, folder: Path) -> None:
    page.goto("/ban-hang-cung-san")
    page.get_by_role("main").get_by_role("link", name="Mở gian hàng").click()
    page.get_by_label("Số điện thoại").fill(TYPED)
    page.get_by_role("button", name="Nhận mã").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gõ mã vừa nhận")
    check_again(page)
    page.get_by_label("Mã 6 số").fill(code_sent(database, folder))
    page.get_by_label("Họ tên").fill("Lý Thị Sửu")
    page.get_by_label("Đặt mật khẩu").fill("sương trên đồi chè")
    page.get_by_role("button", name="Mở tài khoản").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mở gian hàng")
    check_again(page)


def check_again(page: Page) -> None:
    """The open page for everybody, and back to the phone's width."""
    check_access(page)
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})


def apply(page: Page) -> None:
    page.get_by_label("Hộ sản xuất").check()
    page.get_by_label("Tên gian hàng").fill(NAME)
    page.get_by_label("Xã, phường").select_option("05503")
    page.get_by_role("button", name="Bắt đầu khai").click()
    page.get_by_role("link", name="Tên đăng ký").click()
    page.get_by_label("Tên đăng ký").fill("Lý Thị Sửu")
    page.get_by_role("button", name="Lưu và đi tiếp").click()
    page.get_by_label("Họ tên người đại diện").fill("Lý Thị Suu")
    page.get_by_label("Số định danh").fill("019185000123")
    page.get_by_label("Ngày sinh").fill("1985-03-08")
    page.get_by_role("button", name="Lưu và đi tiếp").click()
    page.get_by_label("Số nhà").fill("Xóm Hồng Thái 2")
    page.get_by_role("button", name="Lưu và đi tiếp").click()
    send(page, "Gửi hồ sơ")


def send(page: Page, button: str) -> None:
    page.get_by_label("Tôi cam đoan").check()
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text("Đã gửi hồ sơ")).to_be_visible()


def correct(page: Page) -> None:
    page.goto("/ban-hang")
    expect(page.get_by_text(REASON)).to_be_visible()
    page.goto("/ban-hang/ho-so/dai-dien")
    page.get_by_label("Họ tên người đại diện").fill("Lý Thị Sửu")
    page.get_by_role("button", name="Lưu và đi tiếp").click()
    send(page, "Gửi lại hồ sơ")


def open_application(page: Page) -> None:
    page.goto("/dieu-hanh/don-vi?muc=cho-duyet")
    page.get_by_role("link", name=NAME).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)


def shop_page(page: Page) -> int:
    """The status of the shop's public page."""
    answer = page.goto("/nha-ban/nha-vuon-co-suu")
    assert answer is not None
    return answer.status


def test_a_lost_password_is_asked_for_on_pages_open_to_everybody(
    browse: Callable[..., Page],
) -> None:
    page = browse(PHONE, scripts=True)
    page.goto("/dang-nhap")
    page.get_by_role("link", name="Quên mật khẩu?").click()
    page.get_by_label("Số điện thoại").fill("0987 999 888")
    page.get_by_role("button", name="Nhận mã").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đặt mật khẩu mới")
    check_access(page)
