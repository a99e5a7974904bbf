"""The people of the browser tests: a buyer we invent, and the sample province's accounts."""

from playwright.sync_api import Page

from app.core.phones import spoken
from app.imports.service.samples import ACCOUNTS

BUYER = {
    "phone": "0912 345 678",
    "name": "Nguyễn Thị Hạnh",
    "province": "Hà Nội",
    "ward": "Ba Đình",
    "ward_code": "00004",
    "street": "Số 5 phố Đội Cấn",
}
_BY_ROLE = {
    account.role: {"phone": spoken(account.phone), "password": account.password}
    for account in ACCOUNTS
}
SELLER, OPERATOR = _BY_ROLE["seller"], _BY_ROLE["operator"]


def sign_in(page: Page, account: dict[str, str]) -> None:
    page.goto("/dang-nhap")
    page.get_by_label("Số điện thoại").fill(account["phone"])
    page.get_by_label("Mật khẩu").fill(account["password"])
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda url: "/dang-nhap" not in url)
