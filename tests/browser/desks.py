"""What a seller and an operator do at their desks, step by step as they would."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import Page, expect
from sqlmodel import Session

from app.catalog.models import Variant
from app.core.ids import new_code
from app.sellers.models import Seller
from app.traceability.models import BalanceReview, Correction
from app.traceability.rules.materials import ErrorReason
from app.traceability.rules.screens import SCREENS
from app.traceability.service.journeys.corrections import correct
from tests.browser.people import OPERATOR, sign_in
from tests.pictures import photograph
from tests.traceability.journeys.workshop import Workshop

CONTENT = {
    "Một câu giới thiệu": "Búp non hái tay.",
    "Mô tả": "Búp non hái lúc sương chưa tan, **sao suốt** trên chảo gang, hậu ngọt.",
    "Thành phần": "100% búp chè LDP1",
    "Bảo quản": "Nơi khô, kín",
    "Hạn dùng (ngày)": "730",
}
PAPER = {
    "Số giấy": "12/2026/ATTP",
    "Nơi cấp": "Chi cục Chất lượng Thái Nguyên",
    "Ngày cấp": "2026-01-05",
    "Ngày hết hạn": "2029-01-04",
}
VARIANT = {
    "Tên quy cách": "Hộp 100 g",
    "Khối lượng tịnh (g)": "100",
    "Cân cả bao bì (g)": "160",
    "Giá bán (₫)": "350.000",
    "Tồn trong kho": "12",
}


def list_product(page: Page, name: str, sku: str, folder: Path) -> None:
    """From an empty form to "Đang chờ sàn duyệt", by a seller who is signed in; a worker must be
    running for the picture.
    """
    page.goto("/ban-hang/san-pham/moi")
    page.get_by_label("Tên sản phẩm").fill(name)
    page.get_by_label("Ngành hàng").select_option(index=1)
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.get_by_role("heading", name=re.compile("Còn thiếu"))).to_be_visible()
    _add_variant(page, sku)
    _add_photograph(page, folder)
    _hand_in_papers(page, folder)
    _write(page)
    page.get_by_role("button", name="Gửi sàn duyệt").click()
    expect(page.get_by_text("Đang chờ sàn duyệt")).to_be_visible()


def _add_variant(page: Page, sku: str) -> None:
    page.get_by_role("link", name="Thêm quy cách").click()
    for label, typed in VARIANT.items():
        page.get_by_label(label).fill(typed)
    page.get_by_label("Mã SKU").fill(sku)
    page.get_by_role("button", name="Lưu").click()


def _add_photograph(page: Page, folder: Path) -> None:
    path = folder / "anh.jpg"
    path.write_bytes(photograph(1200, 900, gps=True))
    page.get_by_label("Thêm ảnh").set_input_files(path)
    page.get_by_role("button", name="Gửi ảnh").click()
    for _ in range(40):
        if page.get_by_text("Đang xử lý").count() == 0:
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError("The photograph was not ready in 20 seconds")


def _hand_in_papers(page: Page, folder: Path) -> None:
    """As many as the category needs, each photographed."""
    product = page.url
    while page.locator("#papers").get_by_text("Chưa có", exact=True).count():
        page.get_by_role("link", name="Gửi giấy này").first.click()
        for label, typed in PAPER.items():
            page.get_by_label(label).fill(typed)
        page.get_by_label("Ảnh chụp hoặc tệp PDF").set_input_files(folder / "anh.jpg")
        page.get_by_role("button", name="Gửi giấy").click()
        page.wait_for_url("**/giay-to?*")
        page.goto(product)


def _write(page: Page) -> None:
    page.get_by_role("link", name="Sửa nội dung").click()
    for label, typed in CONTENT.items():
        page.get_by_label(label, exact=True).fill(typed)
    page.get_by_label("Loại chè").select_option("tom_non")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("heading", name="Đủ thông tin rồi")).to_be_visible()


def accept_papers(page: Page) -> None:
    """Every paper that waits, opened and accepted, by an officer who is signed in."""
    while True:
        page.goto("/dieu-hanh/giay-to")
        waiting = page.get_by_role("main").get_by_role("listitem")
        if not waiting.count():
            return
        waiting.first.get_by_role("link").click()
        file = page.get_by_role("link", name=re.compile("Mở ảnh|Mở tệp")).get_attribute("href")
        assert file
        assert page.request.get(file).ok
        page.get_by_role("button", name="Nhận giấy").click()
        expect(page.get_by_text("Đã nhận giấy.")).to_be_visible()


def approve_product(page: Page, name: str) -> None:
    sign_in(page, OPERATOR)
    accept_papers(page)
    page.goto("/dieu-hanh/san-pham")
    page.get_by_role("link", name=name).click()
    page.get_by_role("button", name="Duyệt, cho lên sàn").click()
    expect(page.get_by_text("Đã duyệt, sản phẩm lên sàn.")).to_be_visible()


@dataclass(frozen=True)
class Book:
    """Codes of a workshop's book: materials, a packed lot, a late record and a struck one, what
    waits for an answer; and the garden.
    """

    leaf: str
    tea: str
    lot: str
    late: str
    struck: str
    correction: str
    review: str
    area: str


def write_book(session: Session, seller: Seller, variant: Variant) -> Book:
    workshop = Workshop(session, seller)
    workshop.variant_id = variant.id
    leaf = workshop.pick(farmer="Bà Trần Thị Nhài")
    tea = workshop.dry((leaf, 100_000), grams=20_000, operator="Ông Sơn")
    lot = workshop.pack((tea, 5_000), packs=5_000 // variant.net_grams)
    wrong = workshop.event_of(workshop.pick(12_345, days_ago=1))
    correct(session, wrong, ErrorReason.INCORRECT_DATA, "Gõ nhầm.", None, facts=wrong.facts)
    workshop.area.outline = [[105.77, 21.53], [105.772, 21.53], [105.771, 21.532]]
    late = workshop.event_of(tea)
    asked: dict[str, Any] = {"code": new_code(10), "seller_id": seller.id}
    kind, facts = wrong.kind, wrong.facts
    found = [{"rule": "R7", "level": "review", "said": "Giờ ghi chưa tới.", "gaps": {}}]
    review = BalanceReview(
        **asked, client_id=uuid4(), kind=kind, facts=facts, findings=found, reason="Đã đo lại."
    )
    reason = ErrorReason.INCORRECT_DATA
    correction = Correction(
        **asked | {"code": new_code(10)}, event_id=late.id, reason=reason, note="Nhầm.", facts=None
    )
    session.add_all([review, correction])
    session.flush()
    return Book(
        leaf=leaf.code,
        tea=tea.code,
        lot=lot.code,
        late=late.code,
        struck=wrong.code,
        correction=correction.code,
        review=review.code,
        area=str(workshop.area.id),
    )


def pages_of(book: Book) -> dict[str, list[str]]:
    """Addresses of the book's pages, by route."""
    start = "/ban-hang/so"
    return {
        f"{start}/ghi/{{slug}}": [f"{start}/ghi/{screen.slug}" for screen in SCREENS],
        f"{start}/muc/{{code}}": [f"{start}/muc/{book.late}", f"{start}/muc/{book.struck}"],
        f"{start}/muc/{{code}}/dinh-chinh": [f"{start}/muc/{book.late}/dinh-chinh"],
        f"{start}/nguyen-lieu": [f"{start}/nguyen-lieu", f"{start}/nguyen-lieu?loai=che&ca=1"],
        f"{start}/nguyen-lieu/{{code}}": [
            f"{start}/nguyen-lieu/{code}" for code in (book.leaf, book.tea)
        ],
        f"{start}/lo/{{code}}": [f"{start}/lo/{book.lot}"],
        f"{start}/dinh-chinh/{{code}}": [f"{start}/dinh-chinh/{book.correction}"],
        f"{start}/xem-lai/{{code}}": [f"{start}/xem-lai/{book.review}"],
        "/ban-hang/vung-trong/{area_id}": [f"/ban-hang/vung-trong/{book.area}"],
    }
