"""Outlines of gardens: their size on the sphere, whichever way they are walked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.traceability.rules.outlines import drawn, hectares, read_outline

SQUARE = [(105.77, 21.53), (105.7709664, 21.53), (105.7709664, 21.5308993), (105.77, 21.5308993)]
"""100 metres by 100 metres, near Thái Nguyên."""


def test_a_square_of_a_hundred_metres_is_a_hectare() -> None:
    assert hectares(SQUARE) == pytest.approx(1, rel=0.005)


@given(st.integers(0, 3))
def test_start_and_direction_do_not_matter(start: int) -> None:
    turned = SQUARE[start:] + SQUARE[:start]
    assert hectares(turned) == pytest.approx(hectares(SQUARE))
    assert hectares(turned[::-1]) == pytest.approx(hectares(SQUARE))


@pytest.mark.parametrize(
    "typed",
    ["{", "[[1]]", '[["x", 2]]', "[[105.7, 21.5], [105.8, 21.5]]", "[[0,0],[0,1],[1,1]]", "5"],
)
def test_what_is_no_outline_is_said_so(typed: str) -> None:
    with pytest.raises(ValueError, match="Ranh giới"):
        read_outline(typed)


def test_a_drawing_stays_within_its_square() -> None:
    points = [float(part) for point in drawn(SQUARE).split() for part in point.split(",")]
    assert min(points) >= 12
    assert max(points) <= 228
