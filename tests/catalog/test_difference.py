"""What an operator reads side by side is all of both texts, and marks what differs."""

from hypothesis import given
from hypothesis import strategies as st

from app.catalog.rules import difference as rules
from app.catalog.rules.difference import difference

texts = st.lists(st.sampled_from(["chè ", "đinh ", "búp, ", "hái\n", "tay", "  ", "**sao**"])).map(
    "".join
)


@given(st.one_of(texts, st.text(max_size=60)), st.one_of(texts, st.text(max_size=60)))
def test_the_parts_are_the_texts_and_what_is_not_marked_is_common(old: str, new: str) -> None:
    found = difference(old, new)
    assert "".join(part.text for part in found.old) == old
    assert "".join(part.text for part in found.new) == new
    same = ["".join(p.text for p in side if not p.changed) for side in (found.old, found.new)]
    assert same[0] == same[1]


@given(texts)
def test_nothing_is_marked_in_a_text_that_stayed(text: str) -> None:
    found = difference(text, text)
    assert not any(part.changed for part in (*found.old, *found.new))


def test_two_long_texts_that_share_nothing_are_shown_whole() -> None:
    words = int(rules.MOST**0.5) + 1
    found = difference("chè " * words + "x", "trà " * words + "y")
    assert [part.changed for part in found.old] == [True]
    assert [part.changed for part in found.new] == [True]
