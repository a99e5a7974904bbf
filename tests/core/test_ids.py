from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.core.ids import ALPHABET, is_code, new_code, new_id, normalise_code, print_code

codes = some.builds(lambda seed: new_code(10, Random(seed).choice), some.integers())


def test_row_ids_sort_by_the_time_they_were_made() -> None:
    ids = [new_id() for _ in range(1000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 1000
    assert ids[0].version == 7


@given(codes)
def test_a_code_is_its_own_normal_form_and_checks(code: str) -> None:
    assert len(code) == 10
    assert normalise_code(code) == code
    assert is_code(code, 10)


@given(codes)
def test_a_code_is_read_however_it_was_typed(code: str) -> None:
    typed = f" {print_code(code).lower().replace('0', 'o').replace('1', 'l')} "
    assert normalise_code(typed) == code


@given(codes, some.integers(0, 9), some.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(code: str, place: int, wrong: str) -> None:
    typed = code[:place] + wrong + code[place + 1 :]
    assert is_code(typed, 10) is (typed == code)


@pytest.mark.parametrize("typed", ["", "K7Q4M", "K7Q4M9MXDTA", "K7Q4M9MXD?", "K7Q4MU9MXD"])
def test_what_is_no_code_is_no_code(typed: str) -> None:
    assert not is_code(typed, 10)


def test_a_thousand_codes_are_a_thousand_different_ones() -> None:
    assert len({new_code(10) for _ in range(1000)}) == 1000
