"""A cooperative lists a product and an operator approves it; the desks are open to everybody."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desks import approve_product, list_product
from tests.browser.people import OPERATOR, SELLER, sign_in
from tests.processes import Worker


@pytest.mark.parametrize(
    ("size", "scripts"), [(PHONE, True), (DESKTOP, False)], ids=["phone", "desktop-no-js"]
)
def test_a_product_goes_from_a_form_to_the_shop(
    browse: Callable[..., Page],
    worker: Worker,
    tmp_path: Path,
    size: dict[str, int],
    scripts: bool,  # as pytest gives it
) -> None:
    name = f"Chè nõn tôm thử {size['width']}"
    seller = browse(size, scripts=scripts)
    sign_in(seller, SELLER)
    list_product(seller, name, f"THU-{size['width']}", tmp_path)
    approve_product(browse(size, scripts=scripts), name)

    shopper = browse(size, scripts=scripts)
    shopper.goto("/san-pham/" + seller.url.split("?")[0].rpartition("/")[2])
    expect(shopper.get_by_role("heading", level=1)).to_have_text(name)
    picture = shopper.get_by_role("main").locator("img").first
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") >= 300


def test_a_change_is_typed_on_a_phone_read_by_its_difference_and_shown_only_then(
    browse: Callable[..., Page], worker: Worker
) -> None:
    seller, shopper, operator = browse(), browse(), browse(DESKTOP)
    slug = _open_a_tea(seller)
    _type(seller, "Mô tả", "Búp chè hái lúc sương chưa tan, sao suốt trên chảo gang, hương cốm.")
    seller.reload()
    expect(seller.get_by_label("Mô tả", exact=True)).to_have_value(re.compile("hương cốm"))
    _type(seller, "Một câu giới thiệu", "Hái tay một tôm hai lá, sao lửa nhỏ.")
    shopper.goto(f"/san-pham/{slug}")
    expect(shopper.get_by_text("sao lửa nhỏ")).to_have_count(0)
    seller.get_by_role("button", name="Gửi duyệt").click()
    expect(seller.get_by_text("Bản sửa đổi đang chờ duyệt")).to_be_visible()
    shopper.reload()
    expect(shopper.get_by_text("sao lửa nhỏ")).to_have_count(0)

    sign_in(operator, OPERATOR)
    operator.goto("/dieu-hanh/san-pham?loai=sua")
    operator.keyboard.press("j")
    operator.keyboard.press("j")  # the sample's own change waits longer
    operator.keyboard.press("Enter")
    expect(operator.locator(".diff ins").filter(has_text="lửa nhỏ")).to_be_visible()
    operator.keyboard.press("a")
    expect(operator.get_by_text("Đã duyệt, sản phẩm lên sàn.")).to_be_visible()
    shopper.reload()
    expect(shopper.get_by_text("sao lửa nhỏ").first).to_be_visible()


def test_what_is_typed_without_a_network_is_kept_and_sent_later(
    browse: Callable[..., Page], worker: Worker
) -> None:
    page = browse()
    _open_a_tea(page)
    page.context.set_offline(True)
    page.get_by_label("Lưu ý khi dùng").fill("Không dùng khi đói.")
    expect(page.get_by_text("Chữ vẫn giữ trong máy này")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Đã lưu nháp")).to_be_visible(timeout=15_000)
    page.reload()
    expect(page.get_by_label("Lưu ý khi dùng")).to_have_value("Không dùng khi đói.")


def test_forbidden_words_are_underlined_while_they_are_typed(browse: Callable[..., Page]) -> None:
    page = browse()
    _open_a_tea(page)
    _type(page, "Mô tả", "Chè này đặc trị viêm gan, hái tay lúc sương chưa tan, sao chảo gang.")
    expect(page.locator("mark.claim")).to_have_text("đặc trị viêm")
    page.get_by_role("button", name="Gửi duyệt").click()
    expect(page.locator("#e-description")).to_contain_text("trị viêm")
    expect(page.get_by_label("Mô tả", exact=True)).to_have_value(re.compile("đặc trị"))


def _open_a_tea(page: Page) -> str:
    """The seller at the text of a tea on sale; its slug."""
    sign_in(page, SELLER)
    page.goto("/ban-hang/san-pham?q=DS-DINH-100")
    page.locator(".good h2 a").first.click()
    page.get_by_role("link", name="Sửa nội dung").click()
    return page.url.split("/san-pham/")[1].partition("/")[0]


def _type(page: Page, label: str, text: str) -> None:
    """As a person does, until it is kept."""
    with page.expect_response(lambda answer: answer.request.method == "POST") as kept:
        page.get_by_label(label, exact=True).fill(text)
    assert kept.value.status == 200
    expect(page.get_by_text("Đã lưu nháp")).to_be_visible()
