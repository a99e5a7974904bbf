"""A household comes with its phone, and in the end its tea stands in the shop."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desks import accept_papers, list_product
from tests.browser.people import OFFICER, OPERATOR, code_sent, sign_in
from tests.browser.test_every_page import check_access
from tests.processes import Worker

TYPED = "0987 123 456"
NAME = "Nhà vườn cô Sửu"
REASON = "Họ tên người đại diện chưa khớp với thẻ căn cước."
TEA = "Chè móc câu cô Sửu"
FIRST, SECOND = "Búp non hái tay.", "Búp non hái tay, sao lửa nhỏ."


def test_a_household_registers_is_helped_is_approved_and_its_tea_is_shown_as_approved(
    browse: Callable[..., Page],
    worker: Worker,
    sample_database: str,
    sample_folder: Path,
    tmp_path: Path,
) -> None:
    def code() -> str:
        return code_sent(sample_database, sample_folder, TYPED)

    household, officer, operator = browse(PHONE), browse(PHONE), browse(DESKTOP)
    register(household, code)
    open_shop(household)
    be_helped(officer, code)
    see_who_helped(household)
    send(household, "Gửi hồ sơ")
    assert shop_page(browse()) == 404

    sign_in(operator, OPERATOR)
    send_back(operator)
    correct(household)
    assert shop_page(browse()) == 404
    open_application(operator)
    operator.get_by_role("button", name="Duyệt, cho bán trên sàn").click()
    expect(operator.get_by_role("link", name="Xem gian hàng")).to_be_visible()
    assert shop_page(browse()) == 200

    list_product(household, TEA, "CO-SUU-100", tmp_path)
    product = "/san-pham/" + household.url.split("?")[0].rpartition("/")[2]
    shopper = browse()
    assert shopper.goto(product).status == 404  # type: ignore[union-attr]  # our own page answers
    accept_papers(operator)
    approve(operator)
    shopper.goto(product)
    expect(shopper.get_by_role("main")).to_contain_text(FIRST)
    expect(shopper.get_by_role("main")).to_contain_text("Lý Thị Sửu")  # as the law asks

    change(household)
    shopper.reload()
    expect(shopper.get_by_role("main")).not_to_contain_text("sao lửa nhỏ")
    read_the_difference(operator)
    shopper.reload()
    expect(shopper.get_by_role("main")).not_to_contain_text("sao lửa nhỏ")
    operator.get_by_role("button", name="Duyệt sửa đổi").click()
    expect(operator.get_by_text("Đã duyệt, sản phẩm lên sàn.")).to_be_visible()
    shopper.reload()
    expect(shopper.get_by_role("main")).to_contain_text(SECOND)


def register(page: Page, code: Callable[[], str]) -> None:
    page.goto("/ban-hang-cung-san")
    page.get_by_role("main").get_by_role("link", name="Mở gian hàng").click()
    page.get_by_label("Số điện thoại").fill(TYPED)
    page.get_by_role("button", name="Nhận mã").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gõ mã vừa nhận")
    check_again(page)
    page.get_by_label("Mã 6 số").fill(code())
    page.get_by_label("Họ tên").fill("Lý Thị Sửu")
    page.get_by_label("Đặt mật khẩu").fill("sương trên đồi chè")
    page.get_by_role("button", name="Mở tài khoản").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mở gian hàng")
    check_again(page)


def check_again(page: Page) -> None:
    """The open page for everybody, and back to the phone's width."""
    check_access(page)
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})


def open_shop(page: Page) -> None:
    """The first part alone: with the rest the household wants help."""
    page.get_by_label("Hộ sản xuất").check()
    page.get_by_label("Tên gian hàng").fill(NAME)
    page.get_by_label("Xã, phường").select_option("05503")
    page.get_by_role("button", name="Bắt đầu khai").click()
    page.get_by_role("link", name="Tên đăng ký").click()
    page.get_by_label("Tên đăng ký").fill("Lý Thị Sửu")
    page.get_by_role("button", name="Lưu và đi tiếp").click()
    expect(page.get_by_label("Họ tên người đại diện")).to_be_visible()


def be_helped(page: Page, code: Callable[[], str]) -> None:
    """The commune's officer reads the code from the household's phone and types its papers in."""
    sign_in(page, OFFICER)
    page.goto("/can-bo")
    page.get_by_role("link", name=NAME).click()
    page.get_by_role("checkbox", name="Hồ sơ gian hàng").check()
    page.get_by_role("radio", name="Đọc mã gửi về điện thoại").check()
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.get_by_text("Đã gửi mã.")).to_be_visible()
    page.get_by_label("Mã đơn vị đọc").fill(code())
    page.get_by_role("button", name="Xác nhận").click()
    page.get_by_role("button", name="Vào làm giúp").click()
    expect(page.get_by_text(f"Đang làm giúp {NAME}")).to_be_visible()
    page.goto("/ban-hang/ho-so/dai-dien")
    page.get_by_label("Họ tên người đại diện").fill("Lý Thị Suu")
    page.get_by_label("Số định danh").fill("019185000123")
    page.get_by_label("Ngày sinh").fill("1985-03-08")
    page.get_by_role("button", name="Lưu và đi tiếp").click()
    page.get_by_label("Số nhà").fill("Xóm Hồng Thái 2")
    page.get_by_role("button", name="Lưu và đi tiếp").click()
    expect(page).not_to_have_url(re.compile("dia-chi"))


def see_who_helped(page: Page) -> None:
    page.goto("/ban-hang/ho-tro/nhat-ky")
    expect(page.get_by_text("Dương Văn Lực").first).to_be_visible()
    page.goto("/ban-hang/ho-so")
    expect(page.get_by_text("Xóm Hồng Thái 2")).to_be_visible()


def send(page: Page, button: str) -> None:
    page.get_by_label("Tôi cam đoan").check()
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text("Đã gửi hồ sơ")).to_be_visible()


def send_back(page: Page) -> None:
    open_application(page)
    page.get_by_label("Ghi thêm, người bán sẽ đọc").fill(REASON)
    page.get_by_role("button", name="Trả lại để bổ sung").click()
    expect(page.get_by_text("Đang chờ người bán bổ sung")).to_be_visible()


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


def approve(page: Page) -> None:
    page.goto("/dieu-hanh/san-pham")
    page.get_by_role("link", name=TEA).click()
    page.get_by_role("button", name="Duyệt, cho lên sàn").click()
    expect(page.get_by_text("Đã duyệt, sản phẩm lên sàn.")).to_be_visible()


def change(page: Page) -> None:
    page.goto("/ban-hang/san-pham")
    page.get_by_role("main").get_by_role("link", name=TEA).first.click()
    page.get_by_role("link", name="Sửa nội dung").click()
    page.get_by_label("Một câu giới thiệu", exact=True).fill(SECOND)
    page.get_by_role("button", name="Gửi duyệt").click()
    expect(page.get_by_text("Bản sửa đổi đang chờ duyệt")).to_be_visible()


def read_the_difference(page: Page) -> None:
    page.goto("/dieu-hanh/san-pham?loai=sua")
    page.get_by_role("link", name=TEA).click()
    expect(page.locator(".diff ins").filter(has_text=re.compile("sao lửa nhỏ"))).to_be_visible()


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
