"""Rows of several sheets, checked against one another and what is known; no database."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.imports.rules import Row
from app.imports.rules.checks import check
from app.imports.rules.dates import days_behind, moved
from app.imports.rules.known import Known
from app.imports.workbook.parsing import parse, required_of_new
from app.traceability.rules.balance import RatioBounds
from tests.imports.books import TAX_CODE, Book, book, upload

KNOWN = Known(
    today=date(2026, 11, 23),
    now=datetime(2026, 11, 23, tzinfo=UTC),
    categories={"che bup cao cap": "che", "mat ong": "mat-ong-duoc-lieu"},
    wards=frozenset({"tan cuong", "xa tan cuong"}),
    bounds={"dinh": RatioBounds(400, 600, 1800, 2600), "bup": RatioBounds(350, 420, 580, 700)},
)


def faults(made: Book, known: Known = KNOWN) -> list[tuple[str, int, str]]:
    rows, wrong = parse(upload(made).grids)
    wrong += required_of_new(rows, known) + check(rows, known)
    return [(fault.sheet, fault.row, fault.column) for fault in wrong]


def test_a_sound_workbook_has_no_fault() -> None:
    assert faults(book()) == []


@pytest.mark.parametrize(
    ("sheet", "cells", "column"),
    [
        ("đơn_vị", {"tax_code": "4609990016"}, "tax_code"),
        ("đơn_vị", {"ward": "Xã Trên Mây"}, "ward"),
        ("đơn_vị", {"founded_on": date(2027, 1, 1)}, "founded_on"),
        ("đơn_vị", {"name": None}, "name"),
        ("sản_phẩm", {"category": "Ô tô"}, "category"),
        ("sản_phẩm", {"sku": "KHAC"}, "sku"),
        ("sản_phẩm", {"material": "Tre"}, "material"),
        ("sản_phẩm", {"category": "Mật ong"}, "tea_type"),
        ("quy_cách", {"price": -1}, "price"),
        ("quy_cách", {"gtin": "8931234561018"}, "gtin"),
        ("quy_cách", {"gross_grams": 90}, "gross_grams"),
        ("quy_cách", {"list_price": 350_000}, "list_price"),
        ("quy_cách", {"list_price": 700_001}, "list_price"),
        ("quy_cách", {"product": "KHAC"}, "product"),
        ("quy_cách", {"min_per_order": 3, "max_per_order": 2}, "max_per_order"),
        ("vùng_trồng", {"ward": "Xã Dưới Biển"}, "ward"),
        ("vùng_trồng", {"seller": "0912345678"}, "seller"),
        ("lô", {"area": "Đồi Khác"}, "area"),
        ("lô", {"sku": "KHAC"}, "sku"),
        ("lô", {"packs": 63}, "packs"),
        ("lô", {"fresh_grams": 10_000}, "fresh_grams"),
        ("lô", {"fresh_grams": 120_000}, "balance_note"),
        ("lô", {"harvested_on": date(2026, 12, 1)}, "harvested_on"),
        ("lô", {"packed_on": date(2026, 10, 11)}, "packed_on"),
        ("lô", {"expires_on": date(2026, 10, 11)}, "expires_on"),
        ("lô", {"expires_on": date(2026, 10, 15)}, "expires_on"),
        ("lô", {"recalled_on": date(2026, 11, 3)}, "recall_reason"),
        ("công_đoạn", {"lot_number": "KHAC"}, "lot_number"),
        ("công_đoạn", {"event_time": datetime(2026, 12, 1, tzinfo=UTC)}, "event_time"),
        ("công_đoạn", {"event_end": datetime(2026, 10, 1, tzinfo=UTC)}, "event_end"),
        ("công_đoạn", {"report_number": "1"}, "result"),
        ("chứng_nhận", {"stars": None}, "stars"),
        ("chứng_nhận", {"sku": None}, "sku"),
        ("chứng_nhận", {"sku": "KHAC"}, "sku"),
        ("chứng_nhận", {"scheme": "VietGAP"}, "expires_on"),
        ("chứng_nhận", {"expires_on": date(2025, 1, 1)}, "expires_on"),
        ("chứng_nhận", {"area": "Đồi Khác"}, "area"),
    ],
)
def test_a_fault_names_its_cell(sheet: str, cells: dict[str, Any], column: str) -> None:
    found = faults(book(**{sheet: cells}))
    name = sheet.replace("_", " ")
    assert any((where.lower(), row, cell) == (name, 2, column) for where, row, cell in found), found


@pytest.mark.parametrize("sheet", ["Đơn vị", "Quy cách", "Vùng trồng", "Lô", "Chứng nhận"])
def test_a_row_that_stands_there_twice_is_said_at_the_second(sheet: str) -> None:
    made = book()
    made[sheet].append(made[sheet][0])
    assert (sheet, len(made[sheet]) + 1) in {(where, row) for where, row, _ in faults(made)}


def test_an_unusual_ratio_passes_with_a_word_of_explanation() -> None:
    said = {"fresh_grams": 120_000, "balance_note": "Búp nhỏ vì hạn."}
    assert faults(book(lô=said)) == []


THERE = replace(
    KNOWN,
    owners={TAX_CODE: TAX_CODE, "+84900000101": TAX_CODE},
    skus={(TAX_CODE, "DS-DINH-100"): "DS-DINH-100", (TAX_CODE, "B-1"): "B-1"},
    gtins={"08931234561017": (TAX_CODE, "B-1")},
    lots=frozenset({(TAX_CODE, "TC-2610-07")}),
    areas=frozenset({(TAX_CODE, "Đồi Hồng Thái 2")}),
)


def test_what_is_there_may_be_named_by_tax_code_or_phone_and_left_blank() -> None:
    rows: Book = {
        "Quy cách": [{"seller": "0900000101", "sku": "DS-DINH-100", "on_hand": 5}],
        "Lô": [{"seller": TAX_CODE, "lot_number": "TC-2610-07", "maker": "Bà Nhài"}],
    }
    assert faults(rows, THERE) == []


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ({"price": 199_999}, ["price"]),
        ({"list_price": 700_001}, ["list_price"]),
        ({"price": 100_000, "list_price": 300_000}, ["list_price"]),
        ({"price": 200_000}, []),
        ({"price": 199_999, "list_price": None}, []),
        ({"price": 350_000, "list_price": 400_000, "on_hand": 5}, []),
    ],
    ids=str,
)
def test_a_discount_is_weighed_with_what_a_row_leaves_blank(
    cells: dict[str, Any], columns: list[str]
) -> None:
    there = replace(THERE, prices={(TAX_CODE, "B-1"): (350_000, 400_000)})
    row = Row("Giá và tồn kho", 2, {"seller": TAX_CODE, "sku": "B-1"} | cells)
    assert [fault.column for fault in check({row.sheet: [row]}, there)] == columns


def test_a_discount_that_was_there_before_the_rule_may_be_repeated() -> None:
    there = replace(THERE, prices={(TAX_CODE, "B-1"): (350_000, 1_000_000)})
    said = {"seller": TAX_CODE, "sku": "B-1", "price": 350_000, "list_price": 1_000_000}
    assert check({"Giá và tồn kho": [Row("Giá và tồn kho", 2, said)]}, there) == []


def test_what_a_trade_is_not_asked_is_a_fault_that_says_whose_it_is() -> None:
    there = replace(THERE, groups={(TAX_CODE, "B-1"): "mat-ong-duoc-lieu"})
    said = {"cultivar": "LDP1", "aroma": 5, "brew_ml": 150, "source": "Hoa nhãn"}
    rows: Book = {"Sản phẩm": [{"seller": TAX_CODE, "sku": "B-1"} | said]}
    found = check(parse(upload(rows).grids)[0], there)
    assert [fault.column for fault in found] == ["cultivar", "aroma", "brew_ml"]
    assert found[0].gaps["groups"] == "Chè Thái Nguyên, Miến, gạo, đồ khô, Trái cây theo mùa"
    assert found[1].gaps["groups"] == "Chè Thái Nguyên"


def test_what_a_trade_is_not_asked_may_be_emptied_and_an_unknown_category_asks_nothing() -> None:
    there = replace(THERE, groups={(TAX_CODE, "B-1"): "do-thu-cong"})
    row = {"seller": TAX_CODE, "sku": "B-1"}
    assert (
        check({"Sản phẩm": [Row("Sản phẩm", 2, row | {"cultivar": "", "aroma": None})]}, there)
        == []
    )
    unknown = row | {"category": "Ô tô", "cultivar": "LDP1"}
    found = check({"Sản phẩm": [Row("Sản phẩm", 2, unknown)]}, there)
    assert [fault.column for fault in found] == ["category"]


def test_an_sku_or_gtin_of_another_product_is_refused() -> None:
    row = {"seller": TAX_CODE, "sku": "DS-DINH-100", "product": "B-1", "gtin": "8931234561017"}
    assert {column for _, _, column in faults({"Quy cách": [row]}, THERE)} == {"product", "gtin"}


def test_a_sample_is_moved_whole_so_that_its_newest_harvest_is_five_days_old() -> None:
    rows, _ = parse(upload(book()).grids)
    later = moved(rows, days_behind(rows, date(2027, 3, 1)))
    assert later["Lô"][0]["harvested_on"] == date(2027, 2, 24)
    assert (later["Lô"][0]["expires_on"] - later["Lô"][0]["harvested_on"]).days == 731
    assert later["Công đoạn"][0]["event_time"].date() == date(2027, 2, 23)  # 05:00 in Vietnam
    assert later["Lô"][0]["lot_number"] == "TC-2610-07"


def test_a_fresh_sample_stays_where_it_is() -> None:
    rows, _ = parse(upload(book()).grids)
    assert days_behind(rows, date(2026, 10, 14)) == 0
    assert days_behind({}, date(2026, 10, 14)) == 0


def test_the_day_of_founding_does_not_move() -> None:
    row = Row("Đơn vị", 2, {"founded_on": date(2012, 3, 15)})
    assert moved({"Đơn vị": [row]}, 10)["Đơn vị"][0]["founded_on"] == date(2012, 3, 15)
