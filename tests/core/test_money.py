import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.core.money import per_100_grams, spread, vnd

amounts = some.integers(0, 10**12)


@pytest.mark.parametrize(
    ("amount", "written"), [(0, "0₫"), (999, "999₫"), (1_250_000, "1.250.000₫"), (-500, "-500₫")]
)
def test_amounts_are_written_as_here(amount: int, written: str) -> None:
    assert vnd(amount) == written


@pytest.mark.parametrize(
    ("price", "grams", "each"),
    [
        (350_000, 100, 350_000),
        (190_000, 500, 38_000),
        (100_000, 300, 33_300),  # 33,333
        (1_000, 300, 333),  # small prices stay exact
        (950, 95, 1_000),
        (175_050, 100, 175_100),  # half upwards
    ],
)
def test_price_for_100_grams(price: int, grams: int, each: int) -> None:
    assert per_100_grams(price, grams) == each


@given(amounts, some.lists(some.integers(0, 10**6), min_size=1, max_size=20))
def test_shares_sum_to_the_whole_and_miss_the_exact_share_by_less_than_one(
    total: int, weights: list[int]
) -> None:
    parts = spread(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        exact = total * weight / whole if whole else total / len(weights)
        assert abs(part - exact) < 1 + 1e-3
        assert part >= 0


@given(amounts, some.integers(1, 20))
def test_nothing_to_weigh_by_shares_equally(total: int, parties: int) -> None:
    parts = spread(total, [0] * parties)
    assert sum(parts) == total
    assert max(parts) - min(parts) <= 1
