"""Mass balance."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.traceability.rules import Stage, balance
from app.traceability.rules.balance import Balance, RatioBounds, TooManyLabels

BUP = RatioBounds(350, 420, 580, 700)
GRAMS = st.integers(1, 10**7)


@pytest.mark.parametrize(
    ("fresh", "verdict"),
    [
        (5_000, Balance.OK),
        (4_200, Balance.OK),
        (5_809, Balance.OK),
        (5_810, Balance.UNUSUAL),
        (4_190, Balance.UNUSUAL),
        (3_490, Balance.IMPOSSIBLE),
        (7_010, Balance.IMPOSSIBLE),
    ],
)
def test_the_ratio_is_judged_by_its_picking_standard(fresh: int, verdict: Balance) -> None:
    assert balance.weigh(fresh, 1_000, BUP) is verdict


def test_dinh_needs_far_more_leaf_than_bup() -> None:
    assert balance.weigh(93_000, 6_200, RatioBounds(400, 500, 1800, 2500)) is Balance.OK
    assert balance.weigh(93_000, 6_200, BUP) is Balance.IMPOSSIBLE


def test_goods_without_a_standard_may_be_unweighed_but_not_grow_unnoticed() -> None:
    assert balance.weigh(0, 1_000, None) is Balance.OK
    assert balance.weigh(900, 1_000, None) is Balance.UNUSUAL


@given(GRAMS, st.integers(1, 100_000))
def test_packs_never_hold_more_than_the_bulk_and_half_a_percent(bulk: int, net: int) -> None:
    packs = balance.packs_from(bulk, net)
    assert packs * net * 1000 <= bulk * 1005 < (packs + 1) * net * 1000


@given(st.integers(1, 10**6), st.integers(0, 20))
def test_the_allowance_is_the_packs_and_their_share_of_spoilage(packs: int, percent: int) -> None:
    spare = balance.label_allowance(packs, percent) - packs
    assert packs * percent <= spare * 100 < packs * percent + 100


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
def test_active_labels_never_pass_the_allowance(
    wanted: int, active: int, given_up: int, allowance: int
) -> None:
    left = allowance - (active - given_up)
    if wanted <= left:
        balance.check_labels(wanted, active, given_up, allowance)
        return
    with pytest.raises(TooManyLabels) as refused:
        balance.check_labels(wanted, active, given_up, allowance)
    assert refused.value.left == max(left, 0)


def test_dates_out_of_order_are_named_by_field() -> None:
    day = date(2026, 11, 23)
    late, early = day + timedelta(1), day - timedelta(1)
    assert balance.check_dates(early, day, late, day) == {}
    assert set(balance.check_dates(day, early, late, day)) == {"packed_on"}
    assert set(balance.check_dates(late, late, late, day)) == {
        "harvested_on",
        "packed_on",
        "expires_on",
    }


@pytest.mark.parametrize(
    ("stage", "days_after_harvest", "fits"),
    [
        (Stage.HARVEST, 0, True),
        (Stage.HARVEST, -1, True),
        (Stage.HARVEST, 4, False),
        (Stage.WITHER, 0, True),
        (Stage.WITHER, -1, False),
        (Stage.DRY, 4, False),
        (Stage.PACK, 3, True),
        (Stage.TEST, 30, True),
        (Stage.TEST, -1, False),
        (Stage.STORE, 2, False),
        (Stage.SHIP, 3, True),
    ],
)
def test_a_step_fits_between_harvest_and_packing(
    stage: Stage, days_after_harvest: int, *, fits: bool
) -> None:
    harvested, packed = date(2026, 11, 10), date(2026, 11, 13)
    day = harvested + timedelta(days_after_harvest)
    assert (balance.step_fault(stage, day, harvested, packed) == "") is fits
