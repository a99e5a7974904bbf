"""GS1 keys: URN to Digital Link and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.epcis.rules.keys import (
    WrongKey,
    beginning,
    canonical,
    check_digit,
    normal,
    prefix_place,
    urn,
)

digits = st.text("0123456789", min_size=1, max_size=1)
lengths = st.integers(6, 12)
serials = st.text("ABCabc019-._'", min_size=1, max_size=20)


def of(count: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


@st.composite
def urns(draw: st.DrawFn) -> tuple[str, int]:
    """A URN of a scheme that goes both ways, and how long its company prefix is."""
    length = draw(lengths)
    prefix = draw(of(length))
    name, total, tail = draw(
        st.sampled_from(
            [
                ("id:sgtin", 13, True),
                ("class:lgtin", 13, True),
                ("id:upui", 13, True),
                ("id:sscc", 17, False),
                ("id:pgln", 12, False),
                ("id:sgln", 12, True),
                ("id:gsrn", 17, False),
                ("id:gsrnp", 17, False),
                ("id:gsin", 16, False),
            ]
        )
    )
    reference = draw(of(total - length))
    end = f".{draw(serials)}" if tail else ""
    return f"urn:epc:{name}:{prefix}.{reference}{end}", length


@given(urns())
def test_a_urn_becomes_a_link_and_the_same_urn_again(given_urn: tuple[str, int]) -> None:
    said, length = given_urn
    link = canonical(said)
    assert link.startswith("https://id.gs1.org/")
    assert urn(link, length) == said
    assert canonical(link) == link


@given(urns())
def test_the_hash_reads_a_key_as_we_keep_it(given_urn: tuple[str, int]) -> None:
    assert normal(given_urn[0]) == canonical(given_urn[0])


@given(of(13), st.sampled_from(["", "/10/TC26A0412", "/21/7", "/235/X9"]))
def test_a_link_becomes_a_urn_and_the_same_link_again(number: str, tail: str) -> None:
    link = f"https://id.gs1.org/01/{number}{check_digit(number)}{tail}"
    assert canonical(urn(link, 9)) == link


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("HTTPS://D.VN/01/08931234567897/10/TC26A0412", "/01/08931234567897/10/TC26A0412"),
        ("https://d.vn/shop/01/08931234567897/10/TC26A0412/", "/01/08931234567897/10/TC26A0412"),
        ("https://d.vn/01/08931234567897/22/2A/10/L/21/S?17=270413", "/01/08931234567897/21/S"),
        ("https://d.vn/gtin/8931234567897/lot/L", "/01/08931234567897/10/L"),
        ("https://d.vn/414/8931234560003/254/A1", "/414/8931234560003/254/A1"),
        ("urn:epc:id:sgln:893123456.000.0", "/414/8931234560003"),
        ("urn:epc:idpat:sgtin:893123456.0789.*", "/01/08931234567897"),
        ("urn:epc:id:sgtin:893123456.0789.a%2Fb", "/01/08931234567897/21/a%2Fb"),
    ],
)
def test_every_form_is_kept_as_one(said: str, kept: str) -> None:
    assert canonical(said) == "https://id.gs1.org" + kept


@pytest.mark.parametrize(
    "said",
    [
        "urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8",
        "https://d.vn/q/k7q4m9mxdt",
        "https://d.vn/01/x",
        "https://d.vn/01/08931234567897/10/L/99/x",
        "https://d.vn/01/08931234567897/10/" + "L" * 21,
        "urn:epc:raw:96.x01",
    ],
)
def test_what_is_no_key_stays(said: str) -> None:
    assert canonical(said) == said
    assert urn(said, 9) == said
    assert prefix_place(said) == ""


@pytest.mark.parametrize(
    "said",
    [
        "https://d.vn/01/08931234567898/10/L",
        "https://id.gs1.org/414/8931234560004",
        "urn:epc:id:sgtin:893123456.789.1",
        "urn:epc:id:sgtin:893123456.0789." + "x" * 21,
        "urn:epc:id:sscc:893123456.00000001.5",
        "urn:epc:id:giai:893.x",
        "https://id.gs1.org/414/8931234560zzz",
        "https://id.gs1.org/01/",
    ],
)
def test_a_wrong_key_is_none(said: str) -> None:
    with pytest.raises(WrongKey):
        canonical(said)


def test_patterns_say_what_all_they_match_begins_with() -> None:
    assert (
        beginning("urn:epc:idpat:sgtin:893123456.0789.*")
        == "https://id.gs1.org/01/08931234567897/21/"
    )
    assert beginning("urn:epc:id:sgtin:893123456.0789.1") == ""
    with pytest.raises(WrongKey):
        beginning("urn:epc:class:lgtin:893123456.078.*")
