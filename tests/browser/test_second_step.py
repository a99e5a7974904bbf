"""Signing in twice, in a real browser: an app without scripts, a passkey of a virtual key."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from app.identity import rules
from tests.browser.conftest import PHONE
from tests.browser.people import MODERATOR, OPERATOR, sign_in
from tests.browser.test_every_page import check_access

SECURITY = "/tai-khoan/bao-mat"


def virtual_key(page: Page) -> None:
    """A phone's own key, whose owner always shows the right finger."""
    chrome = page.context.new_cdp_session(page)
    chrome.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    chrome.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def at_localhost(page: Page) -> Page:
    """Browsers make passkeys for names alone, never for an address of numbers."""
    page.goto("/dang-nhap")
    page.goto(page.url.replace("127.0.0.1", "localhost"))
    return page


def password(page: Page, account: dict[str, str]) -> None:
    page.get_by_label("Số điện thoại").fill(account["phone"])
    page.get_by_label("Mật khẩu").fill(account["password"])
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()


def test_a_passkey_is_made_on_the_phone_and_signs_in(browse: Callable[..., Page]) -> None:
    page = at_localhost(browse(PHONE))
    virtual_key(page)
    password(page, MODERATOR)
    page.wait_for_url("**/tai-khoan")
    page.get_by_role("link", name="Xác thực hai lớp").click()
    page.get_by_role("link", name="Thêm khóa").click()
    page.get_by_label("Tên khóa").fill("Điện thoại của Mai")
    page.get_by_role("button", name="Thêm khóa").click()
    page.get_by_role("button", name="Lập 10 mã dự phòng").click()
    expect(page.locator(".code-set li")).to_have_count(rules.RECOVERY_CODES)
    page.get_by_role("link", name="Đã chép xong").click()
    expect(page.get_by_text("Điện thoại của Mai")).to_be_visible()

    page.get_by_role("link", name="Tài khoản", exact=True).first.click()
    page.get_by_role("button", name="Đăng xuất").first.click()
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + "/dang-nhap")
    password(page, MODERATOR)
    page.wait_for_url("**/dang-nhap/xac-thuc")
    check_access(page)
    page.get_by_role("button", name="Dùng khóa của máy này").click()
    page.wait_for_url("**/tai-khoan")
    expect(page.get_by_role("link", name="Bàn điều hành")).to_be_visible()


def test_without_a_key_the_page_says_so_and_the_code_still_works(
    browse: Callable[..., Page],
) -> None:
    page = browse(PHONE)
    sign_in(page, OPERATOR)
    page.goto(f"{SECURITY}/xac-nhan")
    page.get_by_label("Mật khẩu").fill(OPERATOR["password"])
    page.get_by_role("button", name="Tiếp tục").click()
    page.goto(f"{SECURITY}/khoa")
    expect(page.get_by_text("Địa chỉ này chưa dùng được khóa của máy")).to_be_visible()
    for path in ("", "/ung-dung", "/khoa", "/ma-du-phong", "/xac-nhan"):
        page.goto(SECURITY + path)
        check_access(page)


def test_a_code_of_the_app_signs_in_without_scripts(browse: Callable[..., Page]) -> None:
    page = browse(PHONE, scripts=False)
    sign_in(page, OPERATOR)
    page.goto("/dieu-hanh")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
