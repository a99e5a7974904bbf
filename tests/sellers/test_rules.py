"""Dates and names, without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sellers.queries import banks
from app.sellers.rules import (
    DocumentState,
    DocumentStatus,
    Duty,
    Holder,
    back_on,
    bucket,
    holder_of,
    is_away,
    normal_number,
    same_holder,
    state,
    threshold,
    trusted_with,
)

days = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@given(days, days, days)
def test_a_holiday_begins_and_ends_by_itself(first: date, last: date, today: date) -> None:
    first, last = min(first, last), max(first, last)
    assert is_away(first, last, first)
    assert is_away(first, last, last)
    assert not is_away(first, last, back_on(last))
    assert is_away(first, last, today) == (first <= today <= last)
    assert not is_away(None, None, today)


@given(days, days)
def test_the_nearer_the_end_the_smaller_the_threshold(expires_on: date, today: date) -> None:
    reached, tomorrow = threshold(expires_on, today), threshold(expires_on, today + timedelta(1))
    left = (expires_on - today).days
    assert (reached is None) == (left > 90)
    assert tomorrow is None or (reached is None) or tomorrow <= reached
    assert reached is None or left <= reached
    assert (bucket(expires_on, today) is None) == (reached is None)


@given(st.sampled_from(DocumentStatus), st.none() | days, days)
def test_only_an_accepted_paper_runs_out(
    status: DocumentStatus, expires_on: date | None, today: date
) -> None:
    found = state(status, expires_on, today)
    over = expires_on is not None and expires_on < today
    expected = status is DocumentStatus.ACCEPTED and over
    assert (found is DocumentState.EXPIRED) == expected
    assert expected or found.value == status.value


@given(st.text(max_size=40))
def test_an_account_number_is_normal_once_and_for_all(typed: str) -> None:
    try:
        number = normal_number(typed)
    except ValueError:
        return
    assert normal_number(number) == number
    assert 6 <= len(number) <= 19


@pytest.mark.parametrize(
    ("holder", "same"),
    [
        ("HOP TAC XA CHE HONG THAI", True),
        ("Htx chè Hồng Thái", True),
        ("TRAN THI NHAI", True),
        ("Trần Thị Nhàn", False),
        ("HTX CHE HONG THAI 2", False),
    ],
)
def test_a_holder_is_compared_without_accents_and_abbreviations(holder: str, same: bool) -> None:
    known = Holder("Hợp tác xã chè Hồng Thái", "Trần Thị Nhài")
    assert same_holder(holder_of(holder), known) is same


def test_staff_are_trusted_with_no_owners_duty() -> None:
    assert [trusted_with(duty, owner=True) for duty in Duty] == [True] * len(Duty)
    assert not any(trusted_with(duty, owner=False) for duty in Duty)


def test_every_bank_has_a_bin_of_its_own() -> None:
    assert len(banks()) >= 40
    assert all(len(bank_bin) == 6 and bank_bin.isdigit() for bank_bin in banks())
    assert banks()["970405"].choice.startswith("Agribank, Ngân hàng Nông nghiệp")
