"""What a scan is told."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.traceability.rules import Verdict
from app.traceability.rules.verdicts import Doubt, LotState, judge

TODAY = date(2026, 11, 23)


def lot(*, recalled: bool = False, days_left: int = 100, devices: int = 0) -> LotState:
    return LotState(recalled, TODAY + timedelta(days_left), 62, devices)


def test_a_published_lot_is_valid() -> None:
    assert judge(lot(), TODAY, 20).verdict is Verdict.VALID


def test_the_last_good_day_is_still_good() -> None:
    assert judge(lot(days_left=0), TODAY, 20).verdict is Verdict.VALID


def test_the_day_after_asks_for_caution() -> None:
    assert judge(lot(days_left=-1), TODAY, 20).doubts == (Doubt.EXPIRED,)


def test_more_devices_than_the_packets_explain_ask_for_caution() -> None:
    assert judge(lot(devices=62 * 20), TODAY, 20).verdict is Verdict.VALID
    assert judge(lot(devices=62 * 20 + 1), TODAY, 20).doubts == (Doubt.MANY_DEVICES,)


@given(st.integers(-1000, 1000), st.integers(0, 10**6))
def test_a_recall_comes_before_everything(days_left: int, devices: int) -> None:
    state = lot(recalled=True, days_left=days_left, devices=devices)
    assert judge(state, TODAY, 20).verdict is Verdict.RECALLED
