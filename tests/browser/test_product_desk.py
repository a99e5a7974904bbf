"""A cooperative lists a product and an operator approves it; the desks are open to everybody."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desks import approve_product, list_product
from tests.browser.measures import weigh
from tests.browser.people import OPERATOR, SELLER, sign_in
from tests.browser.test_every_page import AXE, WIDTHS, axe
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


DESKS = [
    (SELLER, "/tai-khoan"),
    (SELLER, "/tai-khoan/mat-khau"),
    (SELLER, "/ban-hang"),
    (SELLER, "/ban-hang/san-pham"),
    (SELLER, "/ban-hang/san-pham/moi"),
    (SELLER, "/ban-hang/san-pham/che-dinh-tan-cuong"),
    (SELLER, "/ban-hang/san-pham/che-dinh-tan-cuong/noi-dung"),
    (SELLER, "/ban-hang/san-pham/che-dinh-tan-cuong/quy-cach/moi"),
    (OPERATOR, "/dieu-hanh"),
    (OPERATOR, "/dieu-hanh/san-pham?q=che"),
    (OPERATOR, "/dieu-hanh/san-pham/che-dinh-tan-cuong"),
]


@pytest.mark.parametrize("account", [SELLER, OPERATOR], ids=["seller", "operator"])
def test_a_desk_has_no_accessibility_fault_fits_a_phone_and_is_light(
    browse: Callable[..., Page], account: dict[str, str]
) -> None:
    page = browse()
    sign_in(page, account)
    for path in [path for whose, path in DESKS if whose is account]:
        page.goto(path)
        page.evaluate(axe())
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(AXE) == [], f"{path} at {width} px"
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        weight = weigh(page, path)
        assert weight.markup <= 40 * 1024, (path, weight)
        assert weight.requests <= 30, (path, weight)
