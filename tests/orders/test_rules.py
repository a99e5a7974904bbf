"""States, deadlines and codes."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.ids import ALPHABET
from app.orders.rules.codes import new_order_code, read_order_code
from app.orders.rules.deadline import VIETNAM, after_working_hours
from app.orders.rules.states import (
    ALLOWED,
    ENDED,
    Actor,
    NotNow,
    OrderState,
    ReasonMissing,
    check_move,
    group_state,
    reached,
)

SATURDAY = datetime(2026, 11, 21, 10, 0, tzinfo=VIETNAM)


def due(start: datetime, hours: int, holidays: set[date] | None = None) -> datetime:
    return after_working_hours(start, hours, rest_days=[7], holidays=holidays or set())


def test_a_day_later_is_a_day_later_on_working_days() -> None:
    tuesday = datetime(2026, 11, 24, 9, 30, tzinfo=VIETNAM)
    assert due(tuesday, 24) == tuesday + timedelta(days=1)


def test_sunday_does_not_count() -> None:
    assert due(SATURDAY, 24) == SATURDAY + timedelta(days=2)


def test_an_order_of_a_sunday_begins_to_count_on_monday() -> None:
    sunday = datetime(2026, 11, 22, 15, 0, tzinfo=VIETNAM)
    assert due(sunday, 24) == datetime(2026, 11, 24, 0, 0, tzinfo=VIETNAM)


def test_tet_does_not_count() -> None:
    tet = {date(2027, 2, day) for day in range(5, 10)}
    eve = datetime(2027, 2, 4, 18, 0, tzinfo=VIETNAM)
    assert due(eve, 24, tet) == datetime(2027, 2, 10, 18, 0, tzinfo=VIETNAM)


def test_days_are_those_of_vietnam() -> None:
    saturday_evening_in_utc = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)  # Sunday in Vietnam
    assert due(saturday_evening_in_utc, 1) == datetime(2026, 11, 23, 1, 0, tzinfo=VIETNAM)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)),  # noqa: DTZ001  # zoned below
    st.integers(0, 100),
    st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=20),
)
def test_a_deadline_is_never_early_and_more_hours_never_make_it_earlier(
    start: datetime, hours: int, holidays: set[date]
) -> None:
    placed = start.replace(tzinfo=VIETNAM)
    assert due(placed, hours, holidays) >= placed + timedelta(hours=hours)
    assert due(placed, hours + 1, holidays) > due(placed, hours, holidays)


@pytest.mark.parametrize(("start", "end"), list(product(OrderState, OrderState)))
def test_only_what_the_table_allows_can_happen(start: OrderState, end: OrderState) -> None:
    for actor in Actor:
        allowed = actor in ALLOWED.get((start, end), ())
        if allowed:
            check_move(start, end, actor, "hết hàng")
        else:
            with pytest.raises(NotNow):
                check_move(start, end, actor, "hết hàng")


def test_nothing_leaves_an_end() -> None:
    assert not [move for move in ALLOWED if move[0] in ENDED]


def test_a_buyer_cancels_at_will_until_the_seller_confirms() -> None:
    mine = {start for (start, _), actors in ALLOWED.items() if Actor.BUYER in actors}
    assert mine == {OrderState.PLACED}
    check_move(OrderState.PLACED, OrderState.CANCELLED, Actor.BUYER, "")


def test_nothing_is_cancelled_after_it_left_the_house() -> None:
    """So a cancellation always gives promised stock back."""
    cancellable = {start for start, end in ALLOWED if end == OrderState.CANCELLED}
    assert cancellable == {OrderState.PLACED, OrderState.CONFIRMED, OrderState.PACKED}


def test_a_seller_cancels_only_with_a_reason() -> None:
    with pytest.raises(ReasonMissing):
        check_move(OrderState.PLACED, OrderState.CANCELLED, Actor.SELLER, "  ")


def test_a_parcel_that_went_further_shows_more_milestones() -> None:
    way = [OrderState.PLACED, OrderState.CONFIRMED, OrderState.SHIPPED, OrderState.DELIVERED]
    assert [reached(state) for state in way] == [1, 2, 3, 4]
    assert reached(OrderState.CANCELLED) == 0


def test_an_order_is_as_far_as_its_slowest_part() -> None:
    assert group_state([OrderState.SHIPPED, OrderState.CONFIRMED]) == OrderState.CONFIRMED
    assert group_state([OrderState.CANCELLED, OrderState.CANCELLED]) == OrderState.CANCELLED


def test_a_code_is_read_however_it_is_typed() -> None:
    code = new_order_code()
    assert len(code) == 11
    assert read_order_code(f" {code[:4].lower()}-{code[4:].lower()} ") == code
    assert read_order_code(f"{code}02") == code  # of one seller's part


@given(st.integers(2, 10), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_noticed(place: int, letter: str) -> None:
    code = "TN" + "7K2M4Q9A"
    code = next(code + c for c in ALPHABET if _reads(code + c))
    wrong = code[:place] + letter + code[place + 1 :]
    assert _reads(wrong) == (wrong == code)


def _reads(code: str) -> bool:
    try:
        read_order_code(code)
    except ValueError:
        return False
    return True
