from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.imports.workbook.columns import BadCell, Column, Kind, seller_key


def read(kind: Kind, cell: Any, **fields: Any) -> Any:
    return Column("name", "Cột", kind, **fields).read(cell)


@pytest.mark.parametrize("blank", [None, "", "   "])
@pytest.mark.parametrize("kind", list(Kind))
def test_a_blank_cell_says_nothing(kind: Kind, blank: Any) -> None:
    assert read(kind, blank) is None


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (Kind.TEXT, "che\u0300 ", "chè"),
        (Kind.TEXT, 12.0, "12"),
        (Kind.KEY, 900000101.0, "+84900000101"),
        (Kind.KEY, "46.0999.0015", "4609990015"),
        (Kind.PHONE, "0900 000 101", "+84900000101"),
        (Kind.SKU, "ds dinh 100", "DS-DINH-100"),
        (Kind.LOT, "tc-2610-07", "TC-2610-07"),
        (Kind.YES_NO, "Có", True),
        (Kind.YES_NO, "khong", False),
        (Kind.YES_NO, False, False),
        (Kind.WHOLE, 46.0, 46),
        (Kind.MONEY, "350.000 đ", 350_000),
        (Kind.MONEY, "1.090.000₫", 1_090_000),
        (Kind.KILOS, "6,2", 6_200),
        (Kind.KILOS, 93.0, 93_000),
        (Kind.DECIMAL, "3,1 ha", 3.1),
        (Kind.DATE, "12/10/2026", date(2026, 10, 12)),
        (Kind.DATE, datetime(2026, 10, 12, 5, tzinfo=UTC), date(2026, 10, 12)),
        (Kind.DATE, date(2026, 10, 12), date(2026, 10, 12)),
        (Kind.MOMENT, "12/10/2026 05:10", datetime(2026, 10, 11, 22, 10, tzinfo=UTC)),
        (Kind.MOMENT, "12/10/2026, 5h10", datetime(2026, 10, 11, 22, 10, tzinfo=UTC)),
        (Kind.MOMENT, datetime(2026, 10, 12, 5, 10), datetime(2026, 10, 11, 22, 10, tzinfo=UTC)),  # noqa: DTZ001 - as a spreadsheet gives it
        (Kind.MOMENT, date(2026, 10, 12), datetime(2026, 10, 11, 17, tzinfo=UTC)),
        (Kind.MOMENT, "2026-10-12", datetime(2026, 10, 11, 17, tzinfo=UTC)),
        (Kind.GTIN, "8931234561017", "08931234561017"),
        (Kind.FILES, "a.webp; b c.JPG", ("a.webp", "b c.JPG")),
    ],
)
def test_cells_are_read_as_people_write_them(kind: Kind, cell: Any, value: Any) -> None:
    assert read(kind, cell) == value


@pytest.mark.parametrize(
    ("kind", "cell", "reason"),
    [
        (Kind.TEXT, "x" * 201, "Dài quá"),
        (Kind.PHONE, "12345", "Số điện thoại"),
        (Kind.SKU, "chè đinh", "Mã chỉ gồm"),
        (Kind.LOT, "lô số bảy", "Số lô chỉ gồm"),
        (Kind.YES_NO, "có lẽ", "Ghi Có hoặc Không"),
        (Kind.WHOLE, "4,5", "số nguyên"),
        (Kind.WHOLE, "bốn", "không phải là số"),
        (Kind.MONEY, -350_000, "lớn hơn 0"),
        (Kind.MONEY, 0, "lớn hơn 0"),
        (Kind.MONEY, "1,5", "số lẻ"),
        (Kind.DECIMAL, "nan", "không phải là số"),
        (Kind.DATE, "31/02/2026", "Ngày chưa đúng"),
        (Kind.DATE, "hôm qua", "Ngày chưa đúng"),
        (Kind.MOMENT, "12/10/2026 25:10", "Ngày giờ chưa đúng"),
        (Kind.GTIN, "8931234561018", "GTIN"),
        (Kind.FILES, "../../mat.webp", "Tên ảnh"),
        (Kind.FILES, "chay.exe", "Tên ảnh"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_reason(kind: Kind, cell: Any, reason: str) -> None:
    with pytest.raises(BadCell) as error:
        read(kind, cell)
    assert reason in error.value.reason


def test_numbers_keep_to_their_bounds() -> None:
    for cell in (0, 6):
        with pytest.raises(BadCell):
            read(Kind.WHOLE, cell, lowest=1, highest=5)
    assert read(Kind.WHOLE, 5, lowest=1, highest=5) == 5


def test_a_choice_is_read_without_marks_and_says_what_there_is() -> None:
    choices = {"Hợp tác xã": "cooperative"}
    assert read(Kind.CHOICE, "hop tac xa", choices=choices) == "cooperative"
    assert read(Kind.CHOICE, "cooperative", choices=choices) == "cooperative"
    with pytest.raises(BadCell) as error:
        read(Kind.CHOICE, "liên hiệp", choices=choices)
    assert error.value.gaps == {"choices": "Hợp tác xã"}


def test_a_key_that_is_no_phone_is_compared_as_it_was_typed() -> None:
    assert seller_key("0000000000") == "0000000000"


@given(some.integers(1, 1_000_000_000))
def test_money_is_read_back_however_it_was_grouped(price: int) -> None:
    grouped = f"{price:,}".replace(",", ".")
    assert read(Kind.MONEY, grouped) == read(Kind.MONEY, price) == price


@given(some.one_of(some.text(), some.floats(), some.booleans(), some.times()))
def test_no_cell_breaks_a_column(cell: Any) -> None:
    for kind in Kind:
        with suppress(BadCell):
            read(kind, cell)


def test_a_clock_alone_is_no_moment() -> None:
    with pytest.raises(BadCell):
        read(Kind.MOMENT, time(5, 10))
