"""Which GTINs may be printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import gtins
from app.core.gtins import RestrictedGtin, WrongGtin


@pytest.mark.parametrize("code", ["8931234567897", "08931234567897", " 8931234567897 "])
def test_a_number_of_gs1_vietnam_is_taken_as_fourteen_digits(code: str) -> None:
    assert gtins.circulating_gtin(code) == "08931234567897"


@pytest.mark.parametrize(
    "code", ["02112345678900", "00212345678909", "0212345678909", "2112345678900", "0412345678903"]
)
def test_numbers_of_restricted_circulation_are_refused(code: str) -> None:
    with pytest.raises(RestrictedGtin):
        gtins.circulating_gtin(code, sample=True)


def test_the_demonstration_range_is_for_sample_sellers_alone() -> None:
    assert gtins.circulating_gtin("9520123456788", sample=True) == "09520123456788"
    with pytest.raises(RestrictedGtin):
        gtins.circulating_gtin("9520123456788")


@pytest.mark.parametrize("code", ["", "8931234567890", "893123456789", "893-1234567897", "abc"])
def test_a_wrong_number_is_refused(code: str) -> None:
    with pytest.raises(WrongGtin):
        gtins.circulating_gtin(code)


@given(st.text("0123456789", min_size=13, max_size=13), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(body: str, slip: int) -> None:
    total = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(body))
    right = body + str(-total % 10)
    wrong = right[:5] + str((int(right[5]) + slip) % 10) + right[6:]
    assert gtins.gtin14(right)[-13:] == right[-13:]
    with pytest.raises(WrongGtin):
        gtins.gtin14(wrong)
