"""From a recorded lot to a label that a phone reads, and from a picture to the truth."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from app.core.days import today
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desks import approve_product, list_product
from tests.browser.people import ADMINISTRATOR, OPERATOR, SELLER, sign_in
from tests.processes import Worker

LABELS = 5
PRINTER_DPI = 300
either_size = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


@either_size
def test_a_new_product_gets_a_lot_its_labels_are_printed_and_each_code_opens_its_page(
    browse: Callable[..., Page], worker: Worker, tmp_path: Path, size: dict[str, int]
) -> None:
    desk = browse(size)
    name, lot_number = f"Chè đinh thử {size['width']}", f"THU-{size['width']}"
    sign_in(desk, SELLER)
    list_product(desk, name, f"MA-{size['width']}", tmp_path)
    slug = desk.url.split("?")[0].rpartition("/")[2]
    approve_product(browse(size), name)
    record_lot(desk, f"{name}, Hộp 100 g", lot_number)
    desk.get_by_role("button", name="Công khai lô, lấy mã").click()
    payloads = decode_sheet(print_labels(desk))

    assert len(payloads) == LABELS
    assert set(map(str.isupper, payloads)) == {True}
    packet = browse(size)
    packet.goto(urlsplit(payloads[0]).path)
    expect(packet.get_by_role("heading", level=1)).to_have_text("Tem hợp lệ")
    expect(packet.get_by_role("main")).to_contain_text(lot_number)
    packet.goto(f"/san-pham/{slug}")
    expect(packet.get_by_role("main")).to_contain_text(lot_number)


@either_size
def test_a_scanned_symbol_opens_the_lot_and_turns_red_when_it_is_recalled(
    browse: Callable[..., Page], size: dict[str, int]
) -> None:
    shopper = browse(size)
    shopper.goto("/tim?q=tom+non")
    shopper.locator("main a[href*='/san-pham/']").nth(0 if size is PHONE else 1).click()
    origin = shopper.locator("main a[href*='/Q/']").first.get_attribute("href")
    assert origin
    payload = decode(shopper.request.get(f"{origin}/qr.png").body())
    path = urlsplit(payload).path
    shopper.goto(path)
    expect(shopper.get_by_role("heading", level=1)).to_have_text("Tem hợp lệ")
    expect(shopper.locator("a[href*='/san-pham/']").first).to_be_visible()

    asked = ask_recall(browse(size), urlsplit(shopper.url).path.rpartition("/")[2], "Hộp hở nắp")
    confirm_recall(browse(size), asked)

    shopper.wait_for_timeout(500)
    shopper.goto(path)
    expect(shopper.get_by_role("heading", level=1)).to_have_text("Lô này đã thu hồi")
    expect(shopper.get_by_role("main")).to_contain_text("Hộp hở nắp")
    expect(shopper.get_by_role("link", name="Mua tiếp")).to_have_count(0)


def test_a_mistyped_code_says_so_and_a_right_one_opens(browse: Callable[..., Page]) -> None:
    page = browse()
    page.goto("/")
    box = page.get_by_label("Mã trên tem")
    box.fill("K7Q4M-9MXDX")
    box.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("gõ chưa đúng")
    expect(page.locator("main input[name=code]")).to_have_value("K7Q4M-9MXDX")


def record_lot(desk: Page, goods: str, lot_number: str) -> None:
    """6 kg of single buds in sixty boxes, picked three days ago; ends on the lot's page."""
    picked = today() - timedelta(days=3)
    desk.goto("/ban-hang/lo/moi")
    desk.get_by_label("Sản phẩm và quy cách").select_option(label=goods)
    desk.get_by_label("Vùng trồng").select_option(index=1)
    desk.get_by_label("Tiêu chuẩn hái").select_option("dinh")
    desk.get_by_label("Ngày hái").fill(picked.isoformat())
    for row, stage in enumerate(("wither", "fix", "dry")):
        desk.locator(f"[name=step-{row}-stage]").select_option(stage)
        desk.locator(f"[name=step-{row}-day]").fill(picked.isoformat())
        desk.locator(f"[name=step-{row}-clock]").fill(f"{9 + 3 * row:02}:00")
    desk.get_by_label("Số lô").fill(lot_number)
    desk.get_by_label("Ngày đóng gói").fill((picked + timedelta(days=1)).isoformat())
    desk.get_by_label("Búp tươi, nguyên liệu (kg)").fill("90")
    desk.get_by_label("Chè khô, thành phẩm (kg)").fill("6")
    desk.get_by_label("Số hộp, túi đóng được").fill("60")
    desk.get_by_label("Dùng đến ngày").fill((picked + timedelta(days=730)).isoformat())
    desk.get_by_label("Tiêu chuẩn áp dụng").fill("TCVN 9740:2013")
    desk.get_by_role("button", name="Lưu lô").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(f"Lô {lot_number}")


def print_labels(desk: Page) -> bytes:
    """The sheet's PDF, as the button's link gives it."""
    desk.get_by_role("link", name="In tem").click()
    desk.get_by_label("Số tem", exact=True).fill(str(LABELS))
    desk.get_by_role("button", name="Tạo tờ tem").click()
    address = desk.get_by_role("link", name="Mở tệp PDF để in").get_attribute("href")
    assert address
    return desk.request.get(address).body()


def ask_recall(desk: Page, code: str, reason: str) -> str:
    """The address of what waits for a second person."""
    sign_in(desk, OPERATOR)
    desk.goto(f"/dieu-hanh/lo/{code}")
    desk.get_by_label("Lý do, người mua sẽ đọc").fill(reason)
    desk.get_by_role("button", name="Giữ lại và xin thu hồi").click()
    expect(desk.get_by_role("main")).to_contain_text("Bạn là người xin")
    return urlsplit(desk.url).path


def confirm_recall(desk: Page, asked: str) -> None:
    sign_in(desk, ADMINISTRATOR)
    desk.goto(asked)
    desk.get_by_role("button", name="Xác nhận thu hồi").click()
    expect(desk.get_by_role("main")).to_contain_text("Đã thu hồi")


def decode_sheet(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=PRINTER_DPI / 72).to_pil() for page in document]
    return [found.text for page in pages for found in zxingcpp.read_barcodes(page)]


def decode(png: bytes) -> str:
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)).convert("L"))
    return found.text
