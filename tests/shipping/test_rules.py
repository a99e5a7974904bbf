"""What a parcel costs."""

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.shipping.rules import NoRate, Place, Rate, Step, Zone, in_force, table_fee, zone

SELLER = uuid4()
STEPS = [Step(500, 22_000), Step(1_000, 24_000), Step(5_000, 40_000)]
TAN_CUONG = Place("19", "05503")


@pytest.mark.parametrize(
    ("end", "way"),
    [
        (Place("19", "05503"), Zone.SAME_WARD),
        (Place("19", "05443"), Zone.IN_PROVINCE),
        (Place("19"), Zone.IN_PROVINCE),
        (Place("01", "00070"), Zone.NORTH),
        (Place("79", "27094"), Zone.NATIONAL),
    ],
)
def test_the_zone_follows_from_both_ends(end: Place, way: Zone) -> None:
    assert zone(TAN_CUONG, end) == way


@pytest.mark.parametrize(
    ("grams", "fee"), [(1, 22_000), (500, 22_000), (501, 24_000), (5_000, 40_000)]
)
def test_a_parcel_pays_the_first_step_that_holds_it(grams: int, fee: int) -> None:
    assert table_fee(STEPS, grams) == fee


def test_what_is_too_heavy_for_one_parcel_travels_in_several() -> None:
    assert table_fee(STEPS, 12_600) == 40_000 + 40_000 + 40_000


@given(st.integers(1, 100_000), st.integers(1, 100_000))
def test_a_heavier_parcel_is_never_cheaper_within_the_same_number_of_parcels(
    one: int, other: int
) -> None:
    light, heavy = sorted((one % 5_000 or 1, other % 5_000 or 1))
    assert table_fee(STEPS, light) <= table_fee(STEPS, heavy)


def rate(fee: int, since: date, *, seller: bool = False, grams: int = 1_000) -> Rate:
    return Rate(SELLER if seller else None, Zone.NORTH, Step(grams, fee), since)


def test_a_newer_table_replaces_the_older_one_whole() -> None:
    old = [rate(10, date(2026, 1, 1), grams=500), rate(20, date(2026, 1, 1))]
    tariff = in_force([*old, rate(99, date(2026, 6, 1))])
    assert tariff.fee(SELLER, Zone.NORTH, 400, 0) == 99


def test_a_sellers_own_table_goes_before_the_platforms() -> None:
    both = [rate(10, date(2026, 6, 1)), rate(7, date(2026, 1, 1), seller=True)]
    assert in_force(both).fee(SELLER, Zone.NORTH, 400, 0) == 7
    assert in_force(both).fee(uuid4(), Zone.NORTH, 400, 0) == 10


def test_goods_over_the_threshold_travel_free() -> None:
    tariff = in_force([rate(10, date(2026, 1, 1))], free_from=500_000)
    assert tariff.fee(SELLER, Zone.NORTH, 400, 499_999) == 10
    assert tariff.fee(SELLER, Zone.NORTH, 400, 500_000) == 0


def test_a_zone_without_rates_is_said_and_not_guessed() -> None:
    with pytest.raises(NoRate):
        in_force([]).fee(SELLER, Zone.NORTH, 400, 0)
