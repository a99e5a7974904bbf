"""Where sign-in may lead, and how long a session lasts."""

from datetime import UTC, datetime, timedelta

import pytest

from app.identity import rules
from app.identity.rules import Role

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "evil", ""],
)
def test_sign_in_leads_nowhere_else(elsewhere: str) -> None:
    assert rules.safe_path(elsewhere, "/tai-khoan") == "/tai-khoan"


def test_sign_in_leads_back_to_a_page_of_ours() -> None:
    assert rules.safe_path("/ban-hang/san-pham?trang=2", "/") == "/ban-hang/san-pham?trang=2"


def test_an_operators_session_ends_with_the_shift() -> None:
    ends = rules.first_expiry(Role.OPERATOR, NOW)
    assert ends == NOW + timedelta(hours=12)
    assert rules.next_expiry(Role.OPERATOR, ends, NOW + timedelta(hours=11)) == ends


def test_a_shoppers_session_lasts_thirty_days_from_the_last_visit() -> None:
    ends = rules.first_expiry(Role.SHOPPER, NOW)
    later = NOW + timedelta(days=20)
    assert rules.next_expiry(Role.SHOPPER, ends, later) == later + timedelta(days=30)


@pytest.mark.parametrize("password", ["ngan", "aaaaaaaaaaa", "0912345678"])
def test_a_password_that_anybody_could_guess_is_weak(password: str) -> None:
    assert rules.weak_password(password, "0912345678")


def test_a_wait_is_told_in_whole_seconds_and_never_zero() -> None:
    assert rules.wait(NOW, timedelta(minutes=15), NOW + timedelta(seconds=0.5)) == 900
    assert rules.wait(NOW, timedelta(minutes=15), NOW + timedelta(minutes=15)) == 1
