"""A cooperative brings 500 rows, puts 7 errors right in the marked file, and confirms."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook
from sqlalchemy import create_engine
from sqlmodel import Session, col, func, select

from app.catalog.models import Product, Variant
from app.core.phones import e164
from app.identity.models import User
from app.imports.workbook.sheets import BY_NAME, OWN_SHEETS
from app.imports.workbook.writing import write_workbook
from app.sellers.models import SellerMember
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.people import SELLER, sign_in
from tests.imports.books import Book
from tests.processes import Worker

SHEETS = [sheet.without("seller") for sheet in OWN_SHEETS]
PRODUCTS, PACKINGS = 100, 400


def goods(mark: str) -> Book:
    """A hundred products in four packings each."""
    return {
        "Sản phẩm": [
            {"sku": f"{mark}-{n}-0", "name": f"Chè thử {mark} {n}", "category": "Chè búp cao cấp"}
            for n in range(PRODUCTS)
        ],
        "Quy cách": [
            {
                "product": f"{mark}-{n % PRODUCTS}-0",
                "sku": f"{mark}-{n % PRODUCTS}-{n // PRODUCTS}",
                "name": f"Hộp {100 + n // PRODUCTS} g",
                "net_grams": 100,
                "price": 200_000 + n,
                "on_hand": 5,
            }
            for n in range(PACKINGS)
        ],
    }


WRONG = (
    ("Sản phẩm", 3, "category", "Ô tô"),
    ("Sản phẩm", 50, "aroma", 9),
    ("Quy cách", 0, "price", -1),
    ("Quy cách", 120, "gtin", "8931234561018"),
    ("Quy cách", 121, "gross_grams", 50),
    ("Quy cách", 222, "product", "KHONG-CO"),
    ("Quy cách", 399, "net_grams", None),
)


def broken(made: Book) -> Book:
    """The same with seven cells wrong."""
    rows = {sheet: [dict(row) for row in found] for sheet, found in made.items()}
    for sheet, number, column, value in WRONG:
        rows[sheet][number][column] = value
    return rows


@pytest.mark.parametrize(
    ("size", "scripts"), [(DESKTOP, True), (PHONE, False)], ids=["desktop", "phone-no-js"]
)
def test_five_hundred_rows_with_seven_errors_are_corrected_and_confirmed(  # noqa: PLR0917
    browse: Callable[..., Page],
    worker: Worker,
    sample_database: str,
    tmp_path: Path,
    size: dict[str, int],
    scripts: bool,
) -> None:
    mark = f"T{size['width']}"
    sound = goods(mark)
    page = browse(size, scripts=scripts)
    sign_in(page, SELLER)
    hand_in(page, write_workbook(broken(sound), SHEETS))
    expect(page.get_by_text("7 lỗi, chưa ghi gì.")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("row")).to_have_count(8)

    with page.expect_download() as marked:
        page.get_by_role("link", name="Tải tệp đã đánh dấu ô lỗi").click()
    path = tmp_path / "sua-loi.xlsx"
    marked.value.save_as(path)
    hand_in(page, corrected(path.read_bytes(), sound))
    expect(page.get_by_text("Tệp không có lỗi, chưa ghi gì.")).to_be_visible(timeout=60_000)
    assert counted(sample_database, mark) == (0, 0)

    page.get_by_role("button", name="Xác nhận ghi").click()
    expect(page.get_by_text("Đã ghi xong.")).to_be_visible(timeout=60_000)
    assert told(page) == {"Sản phẩm": [PRODUCTS, 0, 0], "Quy cách": [PACKINGS, 0, 0]}
    assert counted(sample_database, mark) == (PRODUCTS, PACKINGS)


def hand_in(page: Page, content: bytes) -> None:
    page.goto("/ban-hang/nhap")
    kind = "application/octet-stream"
    file = {"name": "hang.xlsx", "mimeType": kind, "buffer": content}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Kiểm tệp").click()
    page.wait_for_url(re.compile("/ban-hang/nhap/.+"))


def corrected(marked: bytes, sound: Book) -> bytes:
    """The file as it was given back, its seven faulty cells typed anew."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(marked))
    grids = {name: book.get_sheet_by_name(name).to_python() for name in sound}
    for name, number, column, _ in WRONG:
        heading = BY_NAME[name].column(column).heading
        value = sound[name][number].get(column, "")
        grids[name][number + 1][grids[name][0].index(heading)] = value
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as again:
        for name, grid in grids.items():
            page = again.add_worksheet(name)
            for number, row in enumerate(grid):
                page.write_row(number, 0, row)
    return buffer.getvalue()


def told(page: Page) -> dict[str, list[int]]:
    """New, changed and unchanged rows of the sheets that had any, as the page says."""
    found: dict[str, list[int]] = {}
    for row in page.locator("tbody tr").all():
        name, *numbers = row.locator("th, td").all_inner_texts()
        if any(number != "0" for number in numbers):
            found[name] = [int(number.replace(".", "")) for number in numbers]
    return found


def counted(database: str, mark: str) -> tuple[int, int]:
    """Products and packings of that mark which the seller has, by SQL."""
    engine = create_engine(database)
    with Session(engine) as session:
        user = session.exec(select(User).where(User.phone == e164(SELLER["phone"]))).one()
        seller = select(SellerMember.seller_id).where(SellerMember.user_id == user.id)
        own = session.exec(seller).one()
        products = select(func.count()).where(
            Product.seller_id == own, col(Product.name).startswith(f"Chè thử {mark} ")
        )
        variants = select(func.count()).where(
            Variant.seller_id == own, col(Variant.sku).startswith(f"{mark}-")
        )
        found = session.exec(products).one(), session.exec(variants).one()
    engine.dispose()
    return found
