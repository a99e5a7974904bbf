"""What a token looks like."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from app.tokens.rules import CHECK, LETTERS, PREFIX, RANDOM, SCOPE_WORDS, Scope, is_token, new_token


def test_a_new_token_is_known_by_its_shape_and_never_comes_twice() -> None:
    made = {new_token() for _ in range(200)}
    assert len(made) == 200
    assert all(is_token(token) for token in made)
    assert all(len(token) == len(PREFIX) + RANDOM + CHECK for token in made)


@given(st.integers(len(PREFIX), len(PREFIX) + RANDOM + CHECK - 1), st.sampled_from(LETTERS))
def test_a_token_with_one_wrong_letter_is_none(place: int, letter: str) -> None:
    token = new_token()
    changed = token[:place] + letter + token[place + 1 :]
    assert is_token(changed) == (changed == token)


@given(st.text(max_size=60))
def test_no_other_text_is_a_token(text: str) -> None:
    assert not is_token(text)


@pytest.mark.parametrize("wrong", ["", "ngt_", "ngt_" + "0" * 42, "ghp_" + "0" * 36 + "2MLFOh"])
def test_what_only_resembles_a_token_is_none(wrong: str) -> None:
    assert not is_token(wrong)


def test_every_scope_has_words() -> None:
    assert set(SCOPE_WORDS) == set(Scope)
