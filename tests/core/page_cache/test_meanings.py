"""A page in another form is a page of its own, kept beside the first."""

from collections.abc import Iterator

import pytest

from app.core.page_cache import PageCache, keep, marks, means
from tests.core.page_cache.toy import Toy, get

FORM = "application/x-leaf+json"


@pytest.fixture(autouse=True)
def leaf(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Under one prefix, an `Accept` that asks for a leaf."""
    assert toy.renders == 0
    monkeypatch.setattr(marks, "_meanings", [])
    means("/la", lambda accept: accept == FORM, "form=leaf")
    yield
    marks._meant_by.cache_clear()


def test_a_header_that_stands_for_a_query_is_answered_as_if_it_had_been_asked(
    cache: PageCache, toy: Toy
) -> None:
    page, leaf = get(cache, "/la/1"), get(cache, "/la/1", accept=FORM)
    assert leaf.body.endswith(b"form=leaf")
    assert page.body != leaf.body
    assert get(cache, "/la/1?form=leaf&utm=1").body == leaf.body
    assert get(cache, "/la/1", accept="text/html").body == page.body
    assert toy.renders == 2
    assert get(cache, "/en/la/1", accept=FORM).body == leaf.body


def test_no_other_value_of_that_query_makes_another_page(cache: PageCache, toy: Toy) -> None:
    for query in ("?utm=1", "?form=tree", "?form=", "?form=leafy"):
        get(cache, f"/la/1{query}")
    assert toy.renders == 1


def test_elsewhere_the_header_stands_for_nothing(cache: PageCache) -> None:
    there = get(cache, "/san-pham/a", accept=FORM)
    assert there.body == get(cache, "/san-pham/a").body


def test_what_a_page_says_it_varies_by_is_kept(cache: PageCache, toy: Toy) -> None:
    keep("/la")
    assert get(cache, "/la/1").headers["vary"] == "accept-encoding"
    toy.vary = "accept"
    assert get(cache, "/la/2").headers["vary"] == "accept, accept-encoding"
