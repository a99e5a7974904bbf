"""A cooperative lists a product and an operator approves it; the desks are open to everybody."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desks import approve_product, list_product
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
    list_product(seller, name, f"THU-{size['width']}", tmp_path)
    approve_product(browse(size, scripts=scripts), name)

    shopper = browse(size, scripts=scripts)
    shopper.goto("/san-pham/" + seller.url.split("?")[0].rpartition("/")[2])
    expect(shopper.get_by_role("heading", level=1)).to_have_text(name)
    picture = shopper.get_by_role("main").locator("img").first
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") >= 300
