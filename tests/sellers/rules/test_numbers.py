"""Numbers of firms and of people."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sellers.rules import (
    born_as_numbered,
    masked,
    normal_tax_code,
    personal_number,
    tax_code_of_firm,
)

numbers = st.builds(
    lambda province, born, sex, rest: (
        f"{province:03}{2 * (born.year // 100 - 19) + sex}{born.year % 100:02}{rest:06}",
        born,
    ),
    st.integers(1, 999),
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.integers(0, 1),
    st.integers(0, 999_999),
)


@given(numbers, st.sampled_from(["", " ", "."]))
def test_a_number_made_by_the_decree_is_taken_however_it_is_grouped(
    made: tuple[str, date], gap: str
) -> None:
    number, born = made
    typed = gap.join((number[:3], number[3:6], number[6:]))
    assert personal_number(typed) == number
    assert born_as_numbered(number, born)


@given(numbers, st.integers(1, 150))
def test_another_year_of_birth_is_found_out(made: tuple[str, date], years: int) -> None:
    number, born = made
    other = born.replace(year=born.year + years, day=1)
    assert not born_as_numbered(number, other)


@pytest.mark.parametrize(
    "typed", ["", "12345", "01918500012", "0191850001234", "000185000123", "01918500012a", "-" * 12]
)
def test_what_is_no_personal_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="12 chữ số"):
        personal_number(typed)


@given(numbers)
def test_a_masked_number_tells_three_digits(made: tuple[str, date]) -> None:
    shown = masked(made[0])
    assert (len(shown), shown[:9].strip("•"), shown[9:]) == (12, "", made[0][9:])


def test_tax_codes_have_ten_or_thirteen_digits() -> None:
    assert normal_tax_code("4600100003") == "4600100003"
    assert normal_tax_code("4600100003-001") == "4600100003001"
    for wrong in ("4600100004", "123", "abc"):
        with pytest.raises(ValueError, match="Mã số thuế chưa đúng"):
            normal_tax_code(wrong)


def test_a_persons_number_is_never_kept_as_a_tax_code() -> None:
    """It would stand on the public page."""
    with pytest.raises(ValueError, match="số định danh cá nhân"):
        tax_code_of_firm("019185000123")
