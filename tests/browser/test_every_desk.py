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
from app.complaints.rules import Kind
from app.complaints.service import ReportIn, report
from app.core.i18n import localised_path
from app.core.phones import e164
from app.identity.models import AuditEntry, User
from app.sellers.models import Seller, SellerMember
from app.sellers.rules import Part
from app.sellers.service import approve_seller
from app.traceability.models import FileKind, LabelFile, LabelRun, Lot, LotStatus
from app.traceability.rules import Stage
from app.traceability.service import RecallIn, recalls
from app.webhooks.service.endpoints import EndpointIn, add_endpoint, ping
from tests.browser.addresses import desk_routes
from tests.browser.desks import Book, pages_of, write_book
from tests.browser.measures import weigh
from tests.browser.people import ADMINISTRATOR, OFFICER, OPERATOR, SELLER, sign_in
from tests.browser.test_every_page import check_access
from tests.browser.test_shopping import order_tea
from tests.factories import make_alert, make_document, make_event, make_household, make_lot
from tests.factories import save as save_row
from tests.sellers.applicants import make_applicant, make_sent, save

KB = 1024
ANYBODYS = ("/tai-khoan",)
ADMINISTRATORS = ("/dieu-hanh/nhat-ky", "/dieu-hanh/quyen", "/dieu-hanh/tai-khoan")
"""Of the operator's desk, and yet a walk of their own: the whole would take minutes."""

HOOKS = "/ban-hang/ket-noi/webhook"
SHARES = 4
"""A desk has some sixty pages: every test looks at a share of them."""
AXE_AT = {"vi": (390,), "en": ()}
"""Once a page: the English one has the same markup, so its words are only looked at for the room
that they take. `make soak` asks in both languages and at every width."""

each_language = pytest.mark.parametrize("lang", ["vi", "en"])
each_share = pytest.mark.parametrize("share", range(SHARES))
Examples = dict[str, list[str] | Callable[[], list[str]]]
"""Addresses by route; those that have to be made first are made when their share comes."""


@dataclass(frozen=True)
class Rows:
    """Of the seller who signs in: a product, its SKU, a published lot of it and a draft; where its
    system listens, and what it was told; a private paper and a member household; its recall of the
    draft; what somebody reported. Of others: who applies, and who asks for a change.
    """

    product: str
    sku: str
    seller: str
    published: str
    draft: str
    alert: str
    applicant: str
    changing: str
    endpoint: str
    event: str
    paper: str
    household: str
    account: str
    entry: str
    ticket: str
    label_file: str
    recall: str
    book: Book


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
        draft = make_lot(
            session, variant, status=LotStatus.DRAFT, published_at=None, lot_number="XEM-BAN-01"
        )
        make_event(session, draft, Stage.HARVEST)
        seller = session.get_one(Seller, lot.seller_id)
        product = session.get_one(Product, lot.product_id)
        given = EndpointIn.model_validate({"url": "https://banhang.example.vn/nguyen-goc"})
        hook = add_endpoint(session, user.id, seller.id, given)
        event = ping(session, user.id, hook)
        applicant, changing = _make_waiting(session)
        recall, _ = recalls.ask(session, draft, RecallIn(reason="Mép túi hàn không kín."), user.id)
        paper, household = make_document(session, seller), make_household(session, seller)
        told = ReportIn(form_key="xem-ban-01", kind=Kind.SPOILED, body="Hộp hở nắp, chè ẩm.")
        book = write_book(session, seller, variant)
        found = Rows(
            book=book,
            product=product.slug,
            sku=variant.sku,
            seller=seller.slug,
            published=lot.code,
            draft=draft.code,
            alert=str(make_alert(session, lot).id),
            applicant=applicant,
            changing=changing,
            endpoint=hook.code,
            event=event,
            paper=paper.code,
            household=household.code,
            account=user.code,
            ticket=report(session, lot.code, told).code,
            entry=str(session.exec(select(AuditEntry.id).limit(1)).one()),
            label_file=_make_label_file(session, lot),
            recall=recall.code,
        )
    engine.dispose()
    return found


def _make_label_file(session: Session, lot: Lot) -> str:
    """Of the lot's first run: one that is being made."""
    run = session.exec(select(LabelRun).where(LabelRun.lot_id == lot.id)).first()
    run = run or save_row(session, LabelRun(lot_id=lot.id, template="a4-65", labels=5))
    return str(save_row(session, LabelFile(run_id=run.id, kind=FileKind.SVG)).id)


def _make_waiting(session: Session) -> tuple[str, str]:
    """Two sellers who wait for an operator: an application, and a change of an approved one."""
    owner = make_applicant(session)
    changing = make_sent(session, owner)
    approve_seller(session, None, changing)
    save(session, owner, changing, Part.PLACE, street="Xóm Soi Vàng")
    return make_sent(session, make_applicant(session)).slug, changing.slug


@each_language
@each_share
def test_the_sellers_desk_has_no_accessibility_fault_and_is_light(
    browse: Callable[..., Page], rows: Rows, lang: str, share: int
) -> None:
    page = browse()
    sign_in(page, SELLER)
    made: Examples = {
        "/ban-hang/don-hang/{code}": lambda: [ordered(page, order_tea(browse()))],
        "/ban-hang/nhap/{run_id}": lambda: try_import(page, "/ban-hang/nhap"),
        "/ban-hang/xuat/{export_id}": lambda: export(page, "/ban-hang/xuat"),
        "/ban-hang/ho-so/dien-thoai/ma": lambda: ask_for_code(page),
    }
    routes = of_desk("/ban-hang", *ANYBODYS)[share::SHARES]
    check_pages(page, routes, lang, {**sellers(rows), **made})


def ordered(page: Page, order: str) -> str:
    """Where the seller finds its part of an order."""
    page.goto("/ban-hang/don-hang")
    found = page.locator(f"a[href*='{order}']").first.get_attribute("href")
    assert found
    return found


@each_language
@each_share
def test_the_operators_desk_has_no_accessibility_fault_and_is_light(
    browse: Callable[..., Page], rows: Rows, lang: str, share: int
) -> None:
    page = browse()
    sign_in(page, OPERATOR)
    made: Examples = {
        "/dieu-hanh/nhap/{run_id}": lambda: try_import(page, "/dieu-hanh/nhap"),
        "/dieu-hanh/xuat/{export_id}": lambda: export(page, "/dieu-hanh/xuat"),
    }
    routes = [route for route in of_desk("/dieu-hanh") if not route.startswith(ADMINISTRATORS)]
    check_pages(page, routes[share::SHARES], lang, {**operators(rows), **made})


@each_language
def test_the_administrators_pages_have_no_accessibility_fault_and_are_light(
    browse: Callable[..., Page], rows: Rows, lang: str
) -> None:
    page = browse()
    sign_in(page, ADMINISTRATOR)
    routes = [*of_desk(*ADMINISTRATORS), *of_desk(*ANYBODYS)]
    check_pages(page, routes, lang, {**administrators(rows)})


def administrators(rows: Rows) -> dict[str, list[str]]:
    return {
        "/dieu-hanh/tai-khoan/{code}": [f"/dieu-hanh/tai-khoan/{rows.account}"],
        "/dieu-hanh/nhat-ky": ["/dieu-hanh/nhat-ky", "/dieu-hanh/nhat-ky?ve=khong-co-gi"],
        "/dieu-hanh/nhat-ky/{entry_id}": [f"/dieu-hanh/nhat-ky/{rows.entry}"],
    }


def ask_for_code(page: Page) -> list[str]:
    """Where the code for a new number is typed: its address holds the number, sealed."""
    page.goto("/ban-hang/ho-so/dien-thoai")
    page.get_by_label("Số điện thoại").fill("0987 654 321")
    page.get_by_role("button", name="Nhận mã").click()
    page.wait_for_url("**/dien-thoai/ma?**")
    address = urlsplit(page.url)
    return [f"{address.path}?{address.query}"]


def sellers(rows: Rows) -> dict[str, list[str]]:
    product, lots = f"/ban-hang/san-pham/{rows.product}", "/ban-hang/lo"
    return pages_of(rows.book) | {
        "/ban-hang/san-pham/{slug}": [product],
        "/ban-hang/san-pham/{slug}/anh": [f"{product}/anh"],
        "/ban-hang/san-pham/{slug}/noi-dung": [f"{product}/noi-dung"],
        "/ban-hang/san-pham/{slug}/quy-cach/moi": [f"{product}/quy-cach/moi"],
        "/ban-hang/san-pham/{slug}/quy-cach/{sku}": [f"{product}/quy-cach/{rows.sku}"],
        f"{HOOKS}/{{code}}": [f"{HOOKS}/{rows.endpoint}"],
        f"{HOOKS}/{{code}}/lan-gui/{{event_id}}": [f"{HOOKS}/{rows.endpoint}/lan-gui/{rows.event}"],
        "/ban-hang/ho-so/{part}": [f"/ban-hang/ho-so/{part}" for part in Part],
        "/ban-hang/lo/{code}": [f"{lots}/{rows.published}", f"{lots}/{rows.draft}"],
        "/ban-hang/lo/{code}/tem": [f"{lots}/{rows.published}/tem"],
        "/ban-hang/lo/{code}/tem/xem": [f"{lots}/{rows.published}/tem/xem?giay=cuon-40x40"],
        "/ban-hang/lo/{code}/tem/{number}": [f"{lots}/{rows.published}/tem/1"],
        "/ban-hang/lo/{code}/tem/{number}/tep/{file_id}": [
            f"{lots}/{rows.published}/tem/1/tep/{rows.label_file}"
        ],
        "/ban-hang/lo/{code}/sua": [f"{lots}/{rows.draft}/sua"],
        "/ban-hang/su-co/{code}": [f"/ban-hang/su-co/{rows.ticket}"],
        "/ban-hang/lo/{code}/thu-hoi": [
            f"{lots}/{code}/thu-hoi" for code in (rows.published, rows.draft)
        ],
        "/ban-hang/giay-to/{code}": [f"/ban-hang/giay-to/{rows.paper}"],
        "/ban-hang/giay-to/moi": [
            "/ban-hang/giay-to/moi",
            f"/ban-hang/giay-to/moi?thay={rows.paper}",
        ],
        "/ban-hang/ho-thanh-vien/{code}": [f"/ban-hang/ho-thanh-vien/{rows.household}"],
        "/ban-hang/lo/{code}/cong-doan/{place}": [f"{lots}/{rows.published}/cong-doan/1"],
    }


def operators(rows: Rows) -> dict[str, list[str]]:
    return {
        "/dieu-hanh/can-doi/{code}": [f"/dieu-hanh/can-doi/{rows.book.review}"],
        "/dieu-hanh/can-doi/dinh-chinh/{code}": [
            f"/dieu-hanh/can-doi/dinh-chinh/{rows.book.correction}"
        ],
        "/dieu-hanh/san-pham": ["/dieu-hanh/san-pham", "/dieu-hanh/san-pham?q=che"],
        "/dieu-hanh/san-pham/{slug}": [f"/dieu-hanh/san-pham/{rows.product}"],
        "/dieu-hanh/don-vi": [f"/dieu-hanh/don-vi{tab}" for tab in ("", "?muc=cho-duyet")],
        "/dieu-hanh/don-vi/{slug}": [
            f"/dieu-hanh/don-vi/{slug}" for slug in (rows.seller, rows.applicant, rows.changing)
        ],
        "/dieu-hanh/giay-to/{code}": [f"/dieu-hanh/giay-to/{rows.paper}"],
        "/dieu-hanh/su-co": ["/dieu-hanh/su-co", "/dieu-hanh/su-co?xem=xong"],
        "/dieu-hanh/su-co/{code}": [f"/dieu-hanh/su-co/{rows.ticket}"],
        "/dieu-hanh/quet": ["/dieu-hanh/quet", "/dieu-hanh/quet?tt=closed"],
        "/dieu-hanh/quet/{alert_id}": [f"/dieu-hanh/quet/{rows.alert}"],
        "/dieu-hanh/lo/{code}": [f"/dieu-hanh/lo/{rows.published}"],
        "/dieu-hanh/thu-hoi/moi": [
            "/dieu-hanh/thu-hoi/moi?q=che",
            f"/dieu-hanh/thu-hoi/moi?scope=lot&ref={rows.published}",
        ],
        "/dieu-hanh/thu-hoi/{code}": [f"/dieu-hanh/thu-hoi/{rows.recall}"],
        "/dieu-hanh/goi-dien/{slug}": [f"/dieu-hanh/goi-dien/{rows.seller}"],
    }


@each_language
def test_the_officers_desk_has_no_accessibility_fault_and_is_light(
    browse: Callable[..., Page], rows: Rows, lang: str
) -> None:
    page = browse()
    sign_in(page, OFFICER)
    examples: Examples = {"/can-bo/don-vi/{slug}": [f"/can-bo/don-vi/{rows.seller}"]}
    check_pages(page, of_desk("/can-bo", *ANYBODYS), lang, examples)


def try_import(page: Page, home: str) -> list[str]:
    """The report on a file that is tried: the empty workbook, and one of wrong rows."""
    workbook = page.request.get(f"{home}/mau.xlsx").body()
    wrong = "Mã SKU;Giá\nX;-1\n".encode()
    reports = []
    for name, content in (("mau.xlsx", workbook), ("Quy cách.csv", wrong)):
        page.goto(home)
        kind = "application/octet-stream"
        page.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": kind, "buffer": content}
        )
        page.get_by_role("button", name="Kiểm tệp").click()
        page.wait_for_load_state()
        reports.append(urlsplit(page.url).path)
    return reports


def export(page: Page, home: str) -> list[str]:
    """A file that was made, and waits to be taken away."""
    page.goto(home)
    page.get_by_role("button", name="Xuất", exact=True).click()
    page.wait_for_load_state()
    return [urlsplit(page.url).path]


def of_desk(*desks: str) -> list[str]:
    return [route for route in desk_routes() if route.startswith(desks)]


def check_pages(page: Page, routes: list[str], lang: str, examples: Examples) -> None:
    for route in routes:
        known = examples[route] if "{" in route else examples.get(route, [route])
        for address in known() if callable(known) else known:
            if AXE_AT[lang]:
                check_weight(page, address)
            else:
                page.goto(localised_path(address, lang))
            assert page.locator("h1").first.is_visible(), address
            check_access(page, AXE_AT[lang])


def check_weight(page: Page, address: str) -> None:
    weight = weigh(page, address)
    assert weight.markup <= 48 * KB, (address, weight)
    assert weight.requests <= 30, (address, weight)
