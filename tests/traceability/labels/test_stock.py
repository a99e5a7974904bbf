"""A seller's own sheets and printers, and labels in their true size."""

import re
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from app.traceability.labels.sheets import SMALLEST_MODULE
from app.traceability.models import LabelPrinter, LabelStock, Lot
from app.traceability.queries.labels import as_sheet, in_printer
from app.traceability.rules.label_stock import StockIn, faults_of, hundredths
from app.traceability.rules.voids import live_ranges
from tests.conftest import Client
from tests.sessions import form_token

PLACE = "/ban-hang/giay-tem"
TYPED = {
    "title": "A4 Tomy 21 tem", "page_width": "210", "page_height": "297", "columns": "3",
    "rows": "7", "label_width": "63,5", "label_height": "38,1", "margin_left": "7,2",
    "margin_top": "15,1", "gap_across": "2,54", "gap_down": "0", "dpi": "600",
}  # fmt: skip


def send(client: Client, path: str, typed: dict[str, str]) -> int:
    return int(client.post(path, data=typed | form_token(client)).status_code)


def test_a_sheet_is_typed_in_millimetres_and_printed_on(
    owner: Client, session: Session, packed: Lot
) -> None:
    assert [send(owner, PLACE, TYPED) for _ in range(2)] == [303, 303]
    stock = session.exec(select(LabelStock)).one()
    sheet = as_sheet(stock)
    assert (sheet.labels, sheet.label) == (21, (63.5, 38.1))
    assert sheet.corner(4) == pytest.approx((7.2 + 63.5 + 2.54, 15.1 + 38.1))
    tem = f"/ban-hang/lo/{packed.code}/tem"
    run = {"template": stock.key, "labels": "5", "number": "1", "start": "20"}
    assert send(owner, tem, run) == 303
    pages = pypdfium2.PdfDocument(owner.get(f"{tem}/1.pdf").content)
    read = [zxingcpp.read_barcodes(page.render(scale=300 / 72).to_pil()) for page in pages]
    assert [len(found) for found in read] == [2, 3]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"columns": "4"}, "page_width"),
        ({"rows": "8"}, "page_height"),
        ({"label_height": "13,4", "label_width": "13,9"}, "label_height"),
        ({"label_width": "chín"}, "label_width"),
        ({"dpi": "72"}, "dpi"),
    ],
)
def test_labels_that_leave_the_page_or_cannot_be_read_are_refused(
    owner: Client, session: Session, changed: dict[str, str], field: str
) -> None:
    answer = owner.post(PLACE, data=TYPED | changed | form_token(owner))
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text
    assert session.exec(select(LabelStock)).first() is None


@given(
    st.integers(1_000, 3_000), st.integers(1_000, 3_000),
    st.sampled_from([203, 300, 600]),
)  # fmt: skip
def test_whatever_is_accepted_can_hold_a_unit_code(width: int, height: int, dpi: int) -> None:
    stock = StockIn(
        title="thử", page_width=width, page_height=height, columns=1, rows=1,
        label_width=width, label_height=height, dpi=dpi,
    )  # fmt: skip
    if faults_of(stock):
        return
    sheet = as_sheet(LabelStock(key="k", seller_id=None, **stock.model_dump()))  # type: ignore[arg-type]
    assert sheet.module(37) >= SMALLEST_MODULE


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), max_size=5))
def test_live_places_are_those_that_no_range_covers(drawn: list[tuple[int, int]]) -> None:
    voided = [(min(pair), max(pair)) for pair in drawn]
    live = {n for first, last in live_ranges(1, 25, voided) for n in range(first, last + 1)}
    gone = {n for first, last in voided for n in range(first, last + 1)}
    assert live == set(range(1, 26)) - gone


@pytest.mark.parametrize("typed", ["", "1e3", "nan", "38.123", "--1", "99999"])
def test_what_is_no_length_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="mm"):
        hundredths(typed)


def test_a_measured_printer_moves_everything(owner: Client, session: Session) -> None:
    typed = {"name": "Máy văn phòng", "offset_x": "1,5", "offset_y": "-0,5", "dpi": "300"}
    assert [send(owner, f"{PLACE}/may-in", typed) for _ in range(2)] == [303, 303]
    printer = session.exec(select(LabelPrinter)).one()
    send(owner, PLACE, TYPED)
    sheet = as_sheet(session.exec(select(LabelStock)).one())
    moved = in_printer(sheet, printer)
    assert moved.corner(0) == pytest.approx((7.2 + 1.5, 15.1 - 0.5))
    assert moved.dot == 25.4 / 300
    page = owner.get(f"{PLACE}/can-chinh.pdf", params={"may": "Máy văn phòng"})
    assert len(pypdfium2.PdfDocument(BytesIO(page.content))) == 1
    assert owner.get(f"{PLACE}/can-chinh.pdf", params={"may": "không có"}).status_code == 404


def test_the_preview_measures_what_the_label_measures(owner: Client, packed: Lot) -> None:
    tem = f"/ban-hang/lo/{packed.code}/tem"
    svg = owner.get(f"{tem}/xem.svg", params={"giay": "cuon-50x30"}).text
    assert re.search(r'width="50mm" height="30mm"', svg)
    assert "Lô TC-2610-07" in svg
    assert 'width="55mm"' in owner.get(f"{tem}/thuoc.svg").text
    assert owner.get(f"{tem}/xem", params={"giay": "khong-co"}).status_code == 404
