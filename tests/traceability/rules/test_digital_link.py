"""GS1 Digital Link: what a resolver must take and what it must refuse."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.traceability.rules import digital_link
from app.traceability.rules.digital_link import BadDigitalLink, DigitalLink

TEA = "08931234567897"
LOTS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (f"/01/{TEA}", DigitalLink(TEA)),
        (f"/01/{TEA}/", DigitalLink(TEA)),
        (f"/01/{TEA}/10/TC-2610-07", DigitalLink(TEA, "TC-2610-07")),
        (f"/01/{TEA}/10/tc-2610-07", DigitalLink(TEA, "TC-2610-07")),
        (f"/01/{TEA}/22/2A/10/A1/21/0014", DigitalLink(TEA, "A1", "0014")),
        (f"/01/{TEA}/21/0014", DigitalLink(TEA, "", "0014")),
        (f"/01/{TEA}/10/A%2FB", DigitalLink(TEA, "A/B")),
        (f"/01/{TEA}/235/X", DigitalLink(TEA)),
        ("/01/09506000134352/10/ABC", DigitalLink("09506000134352", "ABC")),
    ],
)
def test_what_the_syntax_allows_is_read(path: str, found: DigitalLink) -> None:
    assert digital_link.parse(path, "17=271012&utm_source=zalo") == found


@pytest.mark.parametrize(
    "path",
    [
        "/01/08931234567896",  # check digit
        "/01/8931234567897",  # 13 digits
        "/01/931234567897",
        "/01/0893123456789X",
        "/01/00212345678909",  # restricted circulation
        "/01/02112345678900",
        "/01/",
        "/01",
        f"/01/{TEA}/10",
        f"/01/{TEA}/10/",
        f"/01/{TEA}//10/A1",
        f"/01/{TEA}/21/1/10/A1",  # order
        f"/01/{TEA}/10/A1/22/2A",
        f"/01/{TEA}/10/A1/10/A2",
        f"/01/{TEA}/lot/A1",
        f"/01/{TEA}/17/271012",  # an attribute has no place in the path
        f"/01/{TEA}/10/ABCDEFGHIJKLMNOPQRSTU",  # 21 characters
        f"/01/{TEA}/10/Ch%C3%A8",
        f"/01/{TEA}/10/A%20B",
    ],
)
def test_what_the_syntax_forbids_is_refused(path: str) -> None:
    with pytest.raises(BadDigitalLink):
        digital_link.parse(path)


@pytest.mark.parametrize("query", ["10=A1", "21=7", "22=2A", "17=271399", "3103=12"])
def test_a_query_with_a_qualifier_or_a_malformed_attribute_is_refused(query: str) -> None:
    with pytest.raises(BadDigitalLink):
        digital_link.parse(f"/01/{TEA}", query)


@given(LOTS)
def test_what_we_print_with_a_gtin_we_read_back(lot: str) -> None:
    printed = digital_link.printed_payload("https://tn.vn", "K7Q4M9MXDT", TEA, lot)
    path = printed.removeprefix("HTTPS://TN.VN")
    assert digital_link.is_lot_number(lot)
    assert digital_link.parse(path) == DigitalLink(TEA, lot)


@given(st.text(max_size=60))
def test_no_path_breaks_the_reader(text: str) -> None:
    with suppress(BadDigitalLink):
        digital_link.parse(f"/01/{text}")


def test_the_event_class_is_gs1s_with_a_gtin_and_ours_in_lower_case_without() -> None:
    named = digital_link.epcis_class("https://tn.vn", "K7Q4M9MXDT", TEA, "A1")
    ours = digital_link.epcis_class("https://tn.vn", "K7Q4M9MXDT", None, "A1")
    assert (named, ours) == (
        f"https://id.gs1.org/01/{TEA}/10/A1",
        "https://tn.vn/q/k7q4m9mxdt",
    )


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("en;q=0.2,vi;q=0.9", "vi"),
        ("en;q=abc", "vi"),
        ("en;q=0", "vi"),
        ("zh-CN", "vi"),
    ],
)
def test_the_redirect_speaks_the_language_of_highest_quality(header: str, wanted: str) -> None:
    assert digital_link.preferred_language(header, ("vi", "en")) == wanted
