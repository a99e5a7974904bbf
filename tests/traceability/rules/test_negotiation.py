"""Languages and media types by weight (RFC 9110 12.4, RFC 4647)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.traceability.rules.negotiation import (
    HTML,
    JSON,
    asks_for_linkset,
    media_weight,
    preferred_language,
    preferred_media,
)


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("en;q=0.2,vi;q=0.9", "vi"),
        ("EN", "en"),
        ("en;q=abc", "vi"),
        ("en;q=1.5", "vi"),
        ("en;q=0", "vi"),
        ("en ; q=0.5 , zh", "en"),
        ("vi;q=0.1,*;q=0.5", "en"),
        ("english", "vi"),
        ("zh-CN", "vi"),
        ("", "vi"),
        (",;,", "vi"),
    ],
)
def test_the_language_of_highest_weight_is_chosen(header: str, wanted: str) -> None:
    assert preferred_language(header, ("vi", "en")) == wanted


@pytest.mark.parametrize(
    ("header", "weight"),
    [
        ("application/json;q=0.3, application/*;q=0.5, */*;q=0.1", 0.3),
        ("application/*;q=0.5, */*;q=0.1", 0.5),
        ("text/html, */*;q=0.1", 0.1),
        ("text/html", 0.0),
        ("", 1.0),
        ("application/json;charset=utf-8;q=0.7", 0.7),
    ],
)
def test_the_most_exact_range_counts(header: str, weight: float) -> None:
    assert media_weight(header, JSON) == weight


def test_a_tie_goes_to_what_we_name_first() -> None:
    assert preferred_media("*/*", (JSON, HTML)) == JSON
    assert preferred_media("image/png", (HTML, JSON)) == HTML


@pytest.mark.parametrize(
    ("accept", "asks"),
    [
        ("application/linkset+json", True),
        ("Application/Linkset+JSON; q=0.4, */*;q=0.1", True),
        ("text/html;q=0.5, application/linkset+json", True),
        ("text/html, application/linkset+json;q=0.5", False),
        ("application/linkset+json;q=0", False),
        ("application/json", False),
        ("*/*", False),
    ],
)
def test_a_linkset_is_asked_for_by_its_name_alone(accept: str, asks: bool) -> None:
    assert asks_for_linkset(accept) is asks


@given(st.text(max_size=40))
def test_no_header_breaks_the_reader(header: str) -> None:
    assert preferred_language(header, ("vi", "en")) in {"vi", "en"}
    assert preferred_media(header, (HTML, JSON)) in {HTML, JSON}
    assert asks_for_linkset(header) in {True, False}
