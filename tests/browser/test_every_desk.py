"""Every page behind the sign-in: open to everybody who works there, and light on a phone.

The list comes from the router: a page without an example fails.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from sqlalchemy import create_engine
from sqlmodel import Session, col, select

from app.catalog.models import Product, Variant
from app.core.i18n import localised_path
from app.core.phones import e164
from app.identity.models import User
from app.sellers.models import Seller, SellerMember
from app.traceability.models import Lot, LotStatus
from app.traceability.rules import Stage
from app.webhooks.service.endpoints import EndpointIn, add_endpoint, ping
from tests.browser.addresses import desk_routes
from tests.browser.measures import weigh
from tests.browser.people import OPERATOR, SELLER, sign_in
from tests.browser.test_every_page import check_access
from tests.browser.test_shopping import order_tea
from tests.factories import make_event, make_lot

KB = 1024
ANYBODYS = ("/tai-khoan",)
HOOKS = "/ban-hang/ket-noi/webhook"
each_language = pytest.mark.parametrize("lang", ["vi", "en"])


@dataclass(frozen=True)
class Rows:
    """Of the seller who signs in: a product, its SKU, a published lot of it and a draft; where its
    system listens, and what it was told.
    """

    product: str
    sku: str
    seller: str
    published: str
    draft: str
    endpoint: str
    event: str


@pytest.fixture(scope="module")
def rows(sample_database: str) -> Rows:
    engine = create_engine(sample_database)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        user = session.exec(select(User).where(User.phone == e164(SELLER["phone"]))).one()
        member = session.exec(select(SellerMember).where(SellerMember.user_id == user.id)).one()
        published = col(Lot.status) == LotStatus.PUBLISHED
        lots = select(Lot).where(Lot.seller_id == member.seller_id, published)
        lot = session.exec(lots.order_by(col(Lot.id)).limit(1)).one()
        variant = session.get_one(Variant, lot.variant_id)
        draft = make_lot(session, variant, status=LotStatus.DRAFT, published_at=None)
        make_event(session, draft, Stage.HARVEST)
        seller = session.get_one(Seller, lot.seller_id)
        product = session.get_one(Product, lot.product_id)
        given = EndpointIn.model_validate({"url": "https://banhang.example.vn/nguyen-goc"})
        hook = add_endpoint(session, user.id, seller.id, given)
        event = ping(session, user.id, hook)
        found = Rows(product.slug, variant.sku, seller.slug, lot.code, draft.code, hook.code, event)
    engine.dispose()
    return found


@each_language
def test_the_sellers_desk_has_no_accessibility_fault_and_is_light(
    browse: Callable[..., Page], rows: Rows, lang: str
) -> None:
    order = order_tea(browse())
    page = browse()
    sign_in(page, SELLER)
    page.goto("/ban-hang/don-hang")
    ordered = page.locator(f"a[href*='{order}']").first.get_attribute("href")
    assert ordered
    check_desk(page, "/ban-hang", lang, sellers(rows) | {"/ban-hang/don-hang/{code}": [ordered]})


@each_language
def test_the_operators_desk_has_no_accessibility_fault_and_is_light(
    browse: Callable[..., Page], rows: Rows, lang: str
) -> None:
    page = browse()
    sign_in(page, OPERATOR)
    check_desk(
        page, "/dieu-hanh", lang, operators(rows) | {"/dieu-hanh/nhap/{run_id}": try_import(page)}
    )


def sellers(rows: Rows) -> dict[str, list[str]]:
    product, lots = f"/ban-hang/san-pham/{rows.product}", "/ban-hang/lo"
    return {
        "/ban-hang/san-pham/{slug}": [product],
        "/ban-hang/san-pham/{slug}/noi-dung": [f"{product}/noi-dung"],
        "/ban-hang/san-pham/{slug}/quy-cach/moi": [f"{product}/quy-cach/moi"],
        "/ban-hang/san-pham/{slug}/quy-cach/{sku}": [f"{product}/quy-cach/{rows.sku}"],
        f"{HOOKS}/{{code}}": [f"{HOOKS}/{rows.endpoint}"],
        f"{HOOKS}/{{code}}/lan-gui/{{event_id}}": [f"{HOOKS}/{rows.endpoint}/lan-gui/{rows.event}"],
        "/ban-hang/lo/{code}": [f"{lots}/{rows.published}", f"{lots}/{rows.draft}"],
        "/ban-hang/lo/{code}/tem": [f"{lots}/{rows.published}/tem"],
        "/ban-hang/lo/{code}/sua": [f"{lots}/{rows.draft}/sua"],
        "/ban-hang/lo/{code}/cong-doan/{place}": [f"{lots}/{rows.published}/cong-doan/1"],
    }


def operators(rows: Rows) -> dict[str, list[str]]:
    return {
        "/dieu-hanh/san-pham": ["/dieu-hanh/san-pham", "/dieu-hanh/san-pham?q=che"],
        "/dieu-hanh/san-pham/{slug}": [f"/dieu-hanh/san-pham/{rows.product}"],
        "/dieu-hanh/don-vi/{slug}": [f"/dieu-hanh/don-vi/{rows.seller}"],
        "/dieu-hanh/lo/{code}": [f"/dieu-hanh/lo/{rows.published}"],
    }


def try_import(page: Page) -> list[str]:
    """The report on a file that is tried: the empty workbook, and one of wrong rows."""
    workbook = page.request.get("/dieu-hanh/nhap/mau.xlsx").body()
    wrong = "Mã SKU;Giá\nX;-1\n".encode()
    reports = []
    for name, content in (("mau.xlsx", workbook), ("Đơn vị.csv", wrong)):
        page.goto("/dieu-hanh/nhap")
        kind = "application/octet-stream"
        page.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": kind, "buffer": content}
        )
        page.get_by_role("button", name="Kiểm tệp").click()
        page.wait_for_load_state()
        reports.append(urlsplit(page.url).path)
    return reports


def check_desk(page: Page, desk: str, lang: str, examples: dict[str, list[str]]) -> None:
    routes = [route for route in desk_routes() if route.startswith((desk, *ANYBODYS))]
    for route in routes:
        for address in examples[route] if "{" in route else examples.get(route, [route]):
            weight = weigh(page, localised_path(address, lang))
            assert page.locator("h1").first.is_visible(), address
            assert weight.markup <= 40 * KB, (address, weight)
            assert weight.requests <= 30, (address, weight)
            check_access(page)
