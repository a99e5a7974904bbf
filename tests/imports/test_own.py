"""A seller's own import: its rows, and nobody else's."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from app.catalog.models import Category, Product, ProductRevision, ProductStatus, Variant
from app.catalog.rules.content import Content
from app.catalog.rules.forms import unasked
from app.core.config import settings
from app.identity.models import AuditEntry
from app.identity.service.records import ASSISTED_FOR
from app.imports.models import ImportRun, ImportStatus
from app.imports.rules.reports import Outcome, Report
from app.imports.service import runs, write_workbook
from app.imports.service.pictures import SentAlong
from app.imports.workbook.reading import read_upload
from app.imports.workbook.sheets import OWN_SHEETS, SHEETS
from app.imports.workbook.writing import write_workbook as made_of
from app.sellers.models import Seller
from app.traceability.models import GrowingArea, Lot
from tests.factories import (
    make_member,
    make_officer,
    make_product,
    make_seller,
    make_variant,
)
from tests.imports.books import PICTURE, Book
from tests.pictures import photograph


@pytest.fixture(autouse=True)
def _var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "var_dir", tmp_path)


@pytest.fixture
def seller(session: Session) -> Seller:
    return make_seller(session, tax_code="4609990015")


def bring(session: Session, seller: Seller, made: Book, **files: bytes) -> Report:
    """The rows as the seller's template has them, with pictures beside it."""
    sheets = OWN_SHEETS if any("seller" in row for rows in made.values() for row in rows) else ()
    content = made_of(made, sheets or [sheet.without("seller") for sheet in OWN_SHEETS])
    upload = read_upload("cua-toi.xlsx", content)
    pictures = SentAlong({f"{name}.png": body for name, body in files.items()}, keep=True)
    actor = make_member(session, seller)
    return write_workbook(session, upload, pictures, actor_id=actor.id, seller=seller)


def wrong(report: Report) -> list[tuple[str, int, str]]:
    return [(fault.sheet, fault.row, fault.column) for fault in report.faults]


def price(sku: str, **cells: Any) -> Book:
    return {"Giá và tồn kho": [{"sku": sku} | cells]}


def goods(**cells: Any) -> Book:
    product = {"sku": "A-1", "name": "Chè đinh mới", "category": "Chè búp cao cấp"} | cells
    packing = {"product": "A-1", "sku": "A-1", "name": "Hộp", "net_grams": 100, "price": 200_000}
    return {"Sản phẩm": [product], "Quy cách": [packing]}


def test_a_new_product_is_the_sellers_draft(session: Session, seller: Seller) -> None:
    assert wrong(bring(session, seller, goods())) == []
    product = session.exec(select(Product)).one()
    assert (product.seller_id, product.status, product.listed) == (seller.id, "draft", False)
    assert session.exec(select(Variant.price)).one() == 200_000


def test_the_text_of_what_is_on_sale_waits_for_approval(session: Session, seller: Seller) -> None:
    product = make_product(session, seller, name="Chè đinh cũ")
    make_variant(session, product, sku="A-1")
    book: Book = {"Sản phẩm": [{"sku": "A-1", "name": "Chè đinh mới", "summary": "Ngọt hậu."}]}
    assert bring(session, seller, book).total(Outcome.CHANGED) == 1
    assert product.name == "Chè đinh cũ"
    revision = session.exec(select(ProductRevision)).one()
    assert (revision.content["name"], revision.content["summary"]) == ("Chè đinh mới", "Ngọt hậu.")
    assert bring(session, seller, book).changes == 0
    assert session.exec(select(ProductRevision.version)).one() == 1


def test_an_attribute_of_what_is_on_sale_waits_for_approval(
    session: Session, seller: Seller
) -> None:
    category = session.exec(select(Category.id).where(Category.slug == "mat-ong")).one()
    product = make_product(
        session, seller, category_id=category, attributes={"source": "Hoa vải", "usage": "Pha ấm"}
    )
    make_variant(session, product, sku="A-1")
    said = {"sku": "A-1", "name": product.name, "source": "Hoa nhãn", "processing": "Quay tay"}
    assert bring(session, seller, {"Sản phẩm": [said]}).total(Outcome.CHANGED) == 1
    assert product.attributes == {"source": "Hoa vải", "usage": "Pha ấm"}
    waiting = Content.model_validate(session.exec(select(ProductRevision.content)).one())
    told = waiting.attributes
    assert (told.source, told.usage, told.processing) == ("Hoa nhãn", "Pha ấm", "Quay tay")
    assert bring(session, seller, {"Sản phẩm": [said]}).changes == 0


def test_a_row_is_asked_what_the_text_that_waits_would_be(session: Session, seller: Seller) -> None:
    honey = session.exec(select(Category.id).where(Category.slug == "mat-ong")).one()
    product = make_product(session, seller, category_id=honey, attributes={"source": "Hoa vải"})
    make_variant(session, product, sku="A-1")
    moved = {"sku": "A-1", "name": product.name, "category": "Hộp quà", "contents": "2 lọ"}
    assert wrong(bring(session, seller, {"Sản phẩm": [moved]})) == []
    revision = session.exec(select(ProductRevision)).one()
    told = Content.model_validate(revision.content).attributes
    assert (told.contents, told.source) == ("2 lọ", "")
    row = {"sku": "A-1", "name": product.name}
    honeys: Book = {"Sản phẩm": [row | {"source": "Hoa nhãn"}]}
    assert wrong(bring(session, seller, honeys)) == [("Sản phẩm", 2, "source")]
    gifts: Book = {"Sản phẩm": [row | {"dimensions": "30 × 20 cm"}]}
    assert wrong(bring(session, seller, gifts)) == []


def test_the_least_of_an_order_is_no_more_than_the_most(session: Session, seller: Seller) -> None:
    variant = make_variant(session, make_product(session, seller), sku="A-1", max_per_order=10)

    def at_least(least: int, sku: str = "A-1") -> list[tuple[str, int, str]]:
        row = {"sku": sku, "product": "A-1", "name": "Hộp", "net_grams": 100, "price": 200_000}
        return wrong(bring(session, seller, {"Quy cách": [row | {"min_per_order": least}]}))

    assert at_least(3) == []
    assert (variant.min_per_order, variant.max_per_order) == (3, 10)
    assert at_least(11) == [("Quy cách", 2, "max_per_order")]
    assert at_least(100, "A-2") == [("Quy cách", 2, "max_per_order")]


def test_a_new_picture_of_what_is_on_sale_waits_with_its_text(
    session: Session, seller: Seller
) -> None:
    product = make_product(session, seller)
    make_variant(session, product, sku="A-1")
    book: Book = {"Sản phẩm": [{"sku": "A-1", "name": product.name, "images": [PICTURE]}]}
    report = bring(session, seller, book, che=photograph(kind="PNG"))
    assert (wrong(report), report.total(Outcome.CHANGED)) == ([], 1)
    assert len(session.exec(select(ProductRevision)).one().images) == 1
    assert product.cover == ""


def test_price_and_stock_of_what_is_on_sale_change_at_once(
    session: Session, seller: Seller
) -> None:
    variant = make_variant(session, make_product(session, seller), sku="A-1", list_price=400_000)
    report = bring(session, seller, price("A-1", price=320_000, on_hand=7))
    assert report.total(Outcome.CHANGED) == 1
    assert (variant.price, variant.list_price, variant.on_hand) == (320_000, 400_000, 7)
    assert session.exec(select(Product.price)).one() == 320_000


def test_an_earlier_price_is_emptied_by_a_hyphen_or_overtaken(
    session: Session, seller: Seller
) -> None:
    product = make_product(session, seller)
    one = make_variant(session, product, sku="A-1", list_price=400_000)
    other = make_variant(session, product, sku="A-2", list_price=400_000)
    text = "SKU,Giá (đ),Giá trước đây (đ)\nA-1,,-\nA-2,450.000,\n"
    upload = read_upload("gia va ton kho.csv", text.encode())
    report = write_workbook(session, upload, SentAlong(), seller=seller)
    assert wrong(report) == []
    assert (one.list_price, one.price) == (None, 350_000)
    assert (other.list_price, other.price) == (None, 450_000)


def test_more_than_half_off_an_earlier_price_is_refused(session: Session, seller: Seller) -> None:
    variant = make_variant(session, make_product(session, seller), sku="A-1", list_price=400_000)
    (fault,) = bring(session, seller, price("A-1", price=199_999)).faults
    assert (fault.row, fault.column) == (2, "price")
    assert fault.reason == "Giảm quá nửa giá cũ là vượt mức được phép."
    assert wrong(bring(session, seller, price("A-1", price=200_000, list_price=400_001))) == [
        ("Giá và tồn kho", 2, "list_price")
    ]
    assert wrong(bring(session, seller, price("A-1", price=200_000))) == []
    assert (variant.price, variant.list_price) == (200_000, 400_000)


@pytest.mark.parametrize("sheet", [sheet.name for sheet in OWN_SHEETS])
def test_a_row_that_names_another_seller_is_a_fault_as_if_there_were_none(
    session: Session, seller: Seller, sheet: str
) -> None:
    stranger = make_seller(session, tax_code="4609990022")
    variant = make_variant(session, make_product(session, stranger), sku="B-1")
    rows: Book = {
        "Sản phẩm": [{"sku": "B-1", "name": "Chiếm chỗ"}],
        "Quy cách": [{"sku": "B-1", "product": "B-1", "price": 1_000}],
        "Giá và tồn kho": [{"sku": "B-1", "price": 1_000}],
        "Vùng trồng": [{"name": "Đồi của người", "ward": "Xã Tân Cương"}],
        "Lô": [{"lot_number": "TC-1", "sku": "B-1"}],
        "Công đoạn": [{"lot_number": "TC-1"}],
    }
    for key in (stranger.tax_code, stranger.phone):
        made = {sheet: [{"seller": key} | row for row in rows[sheet]]}
        found = {(fault.row, fault.column) for fault in bring(session, seller, made).faults}
        assert (2, "seller") in found
    unknown = {sheet: [{"seller": "0912 000 000"} | row for row in rows[sheet]]}
    assert (sheet, 2, "seller") in wrong(bring(session, seller, unknown))
    assert (variant.price, session.exec(select(GrowingArea)).first()) == (350_000, None)


def test_anothers_sku_lot_and_area_do_not_exist(session: Session, seller: Seller) -> None:
    variant = make_variant(session, sku="B-1")
    assert wrong(bring(session, seller, price("B-1", price=5_000))) == [
        ("Giá và tồn kho", 2, "sku")
    ]
    lot: Book = {"Lô": [{"lot_number": "TC-1", "sku": "B-1", "area": "Đồi"}]}
    assert {("Lô", 2, "sku"), ("Lô", 2, "area")} <= set(wrong(bring(session, seller, lot)))
    assert variant.price == 350_000
    assert session.exec(select(Lot)).first() is None


def test_anothers_gtin_is_refused(session: Session, seller: Seller) -> None:
    make_variant(session, gtin="08931234561017")
    book = goods()
    book["Quy cách"][0]["gtin"] = "8931234561017"
    assert wrong(bring(session, seller, book)) == [("Quy cách", 2, "gtin")]


def test_sheets_and_columns_of_operators_are_not_a_sellers(
    session: Session, seller: Seller
) -> None:
    made: Book = {
        "Đơn vị": [{"tax_code": seller.tax_code, "phone": seller.phone, "name": "Tên khác"}],
        "Chứng nhận": [{"seller": seller.tax_code, "scheme": "OCOP", "number": "1", "stars": 5}],
    }
    upload = read_upload("a.xlsx", made_of(made | goods(seller=seller.tax_code)))
    report = write_workbook(session, upload, SentAlong(), seller=seller)
    assert report.skipped == ["Đơn vị", "Chứng nhận"]
    assert {fault.gaps.get("heading") for fault in report.faults} >= {"Duyệt bán", "Ngày thu hồi"}
    assert seller.name != "Tên khác"


def test_the_earlier_draft_of_that_name_gets_its_packing(session: Session, seller: Seller) -> None:
    draft = make_product(session, seller, name="Chè đinh mới", status=ProductStatus.DRAFT)
    assert wrong(bring(session, seller, goods())) == []
    assert session.exec(select(Product.id)).all() == [draft.id]


def test_what_changed_is_recorded_once_a_product(session: Session, seller: Seller) -> None:
    product = make_product(session, seller)
    for sku in ("A-1", "A-2"):
        make_variant(session, product, sku=sku, on_hand=10)
    made: Book = {
        "Giá và tồn kho": [{"sku": "A-1", "price": 320_000}, {"sku": "A-2", "on_hand": 7}]
    }
    bring(session, seller, made)
    (entry,) = session.exec(select(AuditEntry).where(AuditEntry.subject_id == product.id)).all()
    assert entry.action == "product.import"
    assert entry.before == {"A-1": {"price": 350_000}, "A-2": {"on_hand": 10}}
    assert entry.after == {"A-1": {"price": 320_000}, "A-2": {"on_hand": 7}}
    bring(session, seller, made)
    again = select(AuditEntry).where(AuditEntry.subject_id == product.id)
    assert len(session.exec(again).all()) == 1


def test_of_a_new_product_its_name_and_prices_are_recorded(
    session: Session, seller: Seller
) -> None:
    bring(session, seller, goods(description="Dài. " * 200))
    entry = session.exec(select(AuditEntry).where(AuditEntry.action == "product.import")).one()
    assert entry.before == {}
    packing = {"name": "Hộp", "net_grams": 100, "price": 200_000, "on_hand": 0}
    assert entry.after == {"content": {"name": "Chè đinh mới"}, "A-1": packing}


@pytest.fixture
def large_help(session: Session, seller: Seller) -> ImportRun:
    """A file for the job, which an officer handed in for the seller."""
    product = make_product(session, seller)
    for number in range(201):
        make_variant(session, product, sku=f"A-{number}")
    rows = [{"sku": f"A-{number}", "price": 320_000} for number in range(201)]
    content = made_of({"Giá và tồn kho": rows}, [OWN_SHEETS[2].without("seller")])
    session.info[ASSISTED_FOR] = seller.id
    run = runs.receive(session, make_officer(session).id, "a.xlsx", content, seller=seller)
    del session.info[ASSISTED_FOR]
    runs.check(session, run.id)
    return run


def marked(session: Session, run: ImportRun, confirmed_by: UUID) -> UUID | None:
    """For whom the record of the products says that it was help."""
    runs.confirm(session, confirmed_by, run.id)
    runs.write(session, confirmed_by, run.id)
    assert run.status is ImportStatus.DONE
    entry = select(AuditEntry.assisted_for).where(AuditEntry.action == "product.import")
    return session.exec(entry).one()


def test_the_job_of_an_officers_file_is_marked_as_help(
    session: Session, seller: Seller, large_help: ImportRun
) -> None:
    assert marked(session, large_help, large_help.created_by) == seller.id


def test_an_officers_file_that_the_owner_confirms_is_the_owners_act(
    session: Session, seller: Seller, large_help: ImportRun
) -> None:
    assert marked(session, large_help, make_member(session, seller).id) is None


def test_script_in_every_text_is_kept_as_text(session: Session, seller: Seller) -> None:
    script = "<script>alert(1)</script>"
    columns = [column.name for column in OWN_SHEETS[0].columns if column.kind == "text"]
    texts = dict.fromkeys((name for name in columns if name not in unasked("che")), script)
    book = goods(**texts | {"category": "Chè búp cao cấp"})
    assert wrong(bring(session, seller, book)) == []
    assert session.exec(select(Product.summary)).one() == script


def test_an_archived_product_is_not_edited(session: Session, seller: Seller) -> None:
    product = make_product(session, seller, status=ProductStatus.ARCHIVED)
    make_variant(session, product, sku="A-1")
    book: Book = {"Sản phẩm": [{"sku": "A-1", "name": "Tên mới"}]}
    assert wrong(bring(session, seller, book)) == [("Sản phẩm", 2, "")]


def test_a_run_belongs_to_one_desk(session: Session, seller: Seller) -> None:
    member = make_member(session, seller)
    content = made_of(goods(), [sheet.without("seller") for sheet in OWN_SHEETS])
    run = runs.receive(session, member.id, "a.xlsx", content, seller=seller)
    found = session.exec(select(ImportRun.seller_id).where(col(ImportRun.id) == run.id)).one()
    assert isinstance(found, UUID)
    assert found == seller.id
    assert len(SHEETS) > len(OWN_SHEETS)
