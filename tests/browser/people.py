"""The people of the browser tests: a buyer we invent, and the sample province's accounts."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pyotp
from playwright.sync_api import Page

from app.core.config import ROOT
from app.core.phones import spoken
from app.identity.rules.factors import STEP
from app.imports.service.samples import ACCOUNTS
from tests.processes import TESTS_KEY

BUYER = {
    "phone": "0912 345 678",
    "name": "Nguyễn Thị Hạnh",
    "province": "Hà Nội",
    "ward": "Ba Đình",
    "ward_code": "00004",
    "street": "Số 5 phố Đội Cấn",
}
_BY_ROLE = {
    account.role: {
        "phone": spoken(account.phone),
        "password": account.password,
        "totp_secret": account.totp_secret,
    }
    for account in ACCOUNTS
}
SELLER, OPERATOR = _BY_ROLE["seller"], _BY_ROLE["operator"]
OFFICER, MODERATOR = _BY_ROLE["commune_officer"], _BY_ROLE["moderator"]
AUDITOR, ADMINISTRATOR = _BY_ROLE["auditor"], _BY_ROLE["administrator"]
_taken: dict[tuple[str, str], int] = {}
"""The time step of the last code that was typed, by shop and secret: none is good twice."""


def sign_in(page: Page, account: dict[str, str]) -> None:
    """Both steps, where the account has two."""
    page.goto("/dang-nhap")
    page.get_by_label("Số điện thoại").fill(account["phone"])
    page.get_by_label("Mật khẩu").fill(account["password"])
    page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
    if account["totp_secret"]:
        page.wait_for_url("**/dang-nhap/xac-thuc**")
        page.get_by_label("Mã 6 số").fill(fresh_code(page, account["totp_secret"]))
        page.get_by_role("button", name="Xác nhận").click()
    page.wait_for_url(lambda url: "/dang-nhap" not in url)


def fresh_code(page: Page, secret: str) -> str:
    """A code that this shop has not taken yet: two in half a minute, then one has to wait."""
    shop = (page.url.split("/dang-nhap")[0], secret)
    while (step := max(_step(), _taken.get(shop, 0) + 1)) > _step() + 1:
        page.wait_for_timeout(500)
    _taken[shop] = step
    return pyotp.TOTP(secret).generate_otp(step)


def _step() -> int:
    return int(time.time()) // STEP


def code_sent(database: str, folder: Path, phone: str) -> str:
    """The code in the last message to `phone`, as whoever tries the shop without an SMS provider
    finds it.
    """
    told = subprocess.run(  # our own program
        [sys.executable, "-m", "app.cli", "messages", phone, "--count", "1"],
        cwd=ROOT,
        env=os.environ | TESTS_KEY | {"DATABASE_URL": database, "VAR_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = re.search(r"(?:ma cua ban la|doc ma) (\d{6})", told)
    assert found, told
    return found[1]
