"""Which link a request gets (GS1-Conformant Resolver 1.2.0, 2.5 to 2.12)."""

import pytest

from app.traceability.rules.linksets import (
    Level,
    Link,
    Wishes,
    fitting,
    going_to,
    link_kind,
    linkset,
    narrowed,
)

HTML, JSON, PDF = "text/html", "application/json", "application/pdf"
VI = Link("pip", "https://d/vi", "Nguồn gốc", HTML, ("vi",))
EN = Link("pip", "https://d/en", "Origin", HTML, ("en",))
DATA = Link("pip", "https://d/json", "Bản ghi", JSON)
PLAIN = Link("defaultLink", "https://d/vi", "Nguồn gốc")
MULTI = (
    Link("defaultLinkMulti", "https://d/vi", "Nguồn gốc", HTML, ("vi",)),
    Link("defaultLinkMulti", "https://d/en", "Origin", HTML, ("en",)),
)
SHOP = Link("hasRetailers", "https://d/shop", "Nơi bán", HTML)
LOT = Level("https://d/01/1/10/A", "Chè, lô A", (PLAIN, *MULTI, VI, EN, DATA))
ITEM = Level(
    "https://d/01/1",
    "Chè",
    (Link("defaultLink", "https://d/p", "Sản phẩm"), Link("pip", "https://d/p", "P"), SHOP),
)


def hrefs(levels: list[Level], **wishes: str) -> list[str]:
    return [link.href.removeprefix("https://d/") for link in fitting(levels, Wishes(**wishes))]


@pytest.mark.parametrize(
    ("accept_language", "chosen"),
    [("", "vi"), ("en", "en"), ("en-AU;q=0.3,vi;q=0.2", "en"), ("de", "vi"), ("*", "vi")],
)
def test_a_plain_scan_gets_the_default_in_its_language(accept_language: str, chosen: str) -> None:
    assert hrefs([LOT, ITEM], accept_language=accept_language) == [chosen]


def test_a_default_without_languages_is_gone_to_whatever_is_liked() -> None:
    assert hrefs([ITEM], accept_language="en", accept="application/pdf") == ["p"]


@pytest.mark.parametrize(
    ("wishes", "chosen"),
    [
        ({"kind": "pip"}, ["vi"]),
        ({"kind": "pip", "accept_language": "en-US"}, ["en"]),
        ({"kind": "pip", "accept": JSON}, ["json"]),
        ({"kind": "pip", "accept": JSON, "accept_language": "en"}, ["json"]),
        ({"kind": "pip", "accept": f"{JSON};q=0.2,{HTML};q=0.7"}, ["vi"]),
        ({"kind": "pip", "accept": PDF}, ["vi"]),
        ({"kind": "hasRetailers"}, ["shop"]),  # inherited from the trade item
        ({"kind": "recipeInfo"}, []),
        ({"kind": "defaultlink"}, []),
        ({"kind": "anchor"}, []),
    ],
)
def test_the_link_type_decides_then_language_then_media_type(
    wishes: dict[str, str], chosen: list[str]
) -> None:
    assert hrefs([LOT, ITEM], **wishes) == chosen


def test_the_more_exact_level_hides_the_same_type_above_it() -> None:
    assert "p" not in hrefs([LOT, ITEM], kind="pip")


def test_several_that_fit_alike_are_all_named() -> None:
    papers = tuple(Link("certificationInfo", f"https://d/{n}", "Giấy", PDF) for n in "ab")
    level = Level("https://d/01/1", "Chè", papers)
    assert hrefs([level], kind="certificationInfo") == ["a", "b"]
    assert narrowed([LOT, level], papers) == level


def test_the_context_counts_before_the_language() -> None:
    abroad = Link("pip", "https://d/jp", "P", HTML, ("en",), ("JP",))
    level = Level("https://d/01/1", "Chè", (VI, EN, abroad))
    assert hrefs([level], kind="pip", context="JP", accept_language="vi") == ["jp"]
    assert hrefs([level], kind="pip", context="US", accept_language="en") == ["en"]
    assert hrefs([Level("https://d/01/1", "Chè", (abroad,))], kind="pip") == ["jp"]


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("gs1:pip", "pip"),
        ("https://ref.gs1.org/voc/pip", "pip"),
        ("https://gs1.org/voc/pip", "pip"),
        ("https://www.gs1.org/voc/pip", "pip"),
        ("gs1:defaultLink", ""),
        ("gs1:defaultLinkMulti", ""),
        ("", ""),
        ("tn:pip", "tn:pip"),
    ],
)
def test_link_types_are_named_short_and_in_full(asked: str, kind: str) -> None:
    assert link_kind(asked) == kind


@pytest.mark.parametrize(
    ("query", "address"),
    [
        (b"", "https://d/Q/A?x=1#b"),
        (b"17=271012&x=a%20b&x=c&flag", "https://d/Q/A?x=1&17=271012&x=a%20b&x=c&flag#b"),
        (b"17=271012;3103=000100", "https://d/Q/A?x=1&17=271012;3103=000100#b"),
        (b'a=\xc3\xa8\n\r "<', "https://d/Q/A?x=1&a=%C3%A8%0A%0D%20%22%3C#b"),
        (b"a=#b", "https://d/Q/A?x=1&a=#b#b"),
    ],
)
def test_the_query_goes_along_as_it_was_sent(query: bytes, address: str) -> None:
    assert going_to(Link("pip", "https://d/Q/A?x=1#b", "A"), query) == address


def test_a_linkset_says_of_each_link_what_it_has_and_no_more() -> None:
    first, second = linkset([LOT, ITEM])["linkset"]
    assert first["anchor"] == "https://d/01/1/10/A"
    assert first["https://ref.gs1.org/voc/defaultLink"] == [
        {"href": "https://d/vi", "title": "Nguồn gốc"}
    ]
    assert first["https://ref.gs1.org/voc/pip"][1] == {
        "href": "https://d/en",
        "title": "Origin",
        "type": "text/html",
        "hreflang": ["en"],
    }
    assert set(second) == {
        "anchor",
        "itemDescription",
        *(f"https://ref.gs1.org/voc/{kind}" for kind in ("defaultLink", "pip", "hasRetailers")),
    }
