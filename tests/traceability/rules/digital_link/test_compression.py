"""Compressed links (GS1 Digital Link 1.1, section 5), against what GS1's own toolkit writes."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.traceability.rules.digital_link import BadDigitalLink, DigitalLink, parse
from app.traceability.rules.digital_link.bits import ALPHABET, to_alphabet
from app.traceability.rules.digital_link.check_characters import CSET_82, check_digit
from app.traceability.rules.digital_link.compression import HEADERS, compress, decompress

TEA = "08931234567897"
VECTORS = {
    "/00/998440410914660971": "AN2yxDhfaiaw",
    "/01/05412345000013": "AQnYUc1gmg",
    "/01/05412345000013/10/ABC123": "AQnYUc1gmiCNV4JG",
    "/01/05412345000013/10/ABC123/21/72292641703": "AQnYUc1gmiCNV4JGQhcNT6K6c",
    "/01/05412345000013/22/AJY3095721P49/10/ABC123/21/72292641703": (
        "AQnYUc1gmiCNV4JGQhcNT6K6cibQCWN9Pee9tT-PQ"
    ),
    "/01/05412345000013/22/AJY3095721P49": "AQnYUc1gmkTaASxvp7z3tqfx6",
    "/01/05412345000013/235/8TFV883a904GH%263": "AQnYUc1gmkax7ipGrOHDPC5YNI8hMz",
    "/01/05412345000013/21/72292641703": "AQnYUc1gmkIXDU-iun",
    "/253/3060077601309": "JTLIetaiHYA",
    "/401/0541234537290A41%26GHpp33": "QBl2DVoxZM2jVm3ZOWEFoxTR5HDgzZg",
    "/402/21173492661712079": "QCJZyW9mC6Z4",
    "/414/5060917510004": "QUSaVjC_dA",
    "/414/5060917510004/254/RP56J920471": "JUa0T-eifdtOO9UFEmlYwv3Q",
    "/414/5060917510004/7040/5KFX": "QUSaVjC_dHBAVlCrg",
    "/417/5060917510004": "QXSaVjC_dA",
    "/8003/04965031954585": "gAMJCAXukTMA",
    "/8004/0541234537290A41%26GHpp33": "gASXYNWjFkzaNWbdk5YQWjFNHkcODNm",
    "/8004/0541234537290A41%26GHpp33/7040/7BVR": "cEB2CqjAAkuwatGLJm0as27JywgtGKaPI4cGbM",
    "/8010/0541234537290A41%23GH33/8011/6639047221": ("gBCVYNWjFkzaNWbdk5YQWjFHHkM2cAI0xdvpGo"),
    "/8017/817019610850151481": "gBe1ajAd9ATDk",
    "/8017/817019610850151481/8019/4003812": "gBe1ajAd9ATDmAGXPRfk",
    "/8018/411369833821910265": "gBhbV6rzBENPk",
}
"""Outputs of the toolkit of GS1 (Apache 2.0), as the tests of its ports hold them."""


@pytest.mark.parametrize("path", VECTORS)
def test_what_the_toolkit_writes_is_read_and_written_the_same(path: str) -> None:
    assert decompress(VECTORS[path]).path() == path
    assert compress(parse(path), optimised=False) == VECTORS[path]


def test_an_optional_end_that_is_missing_may_be_padded() -> None:
    assert decompress("JVUqG5hJ5wA").path() == "/255/5678409730535"


@pytest.mark.parametrize(
    ("rest", "path"),
    [
        ("EEarwSM", "/10/ABC123"),
        ("EEarwSMhC4an0V04", "/10/ABC123/21/72292641703"),
        ("EEarwSMibQCWN9Pee9tT-PQ", "/22/AJY3095721P49/10/ABC123"),
        ("I1j3FSNWcOGeFywaR5CZm", "/235/8TFV883a904GH%263"),
    ],
)
def test_a_link_whose_key_is_readable_is_read_too(rest: str, path: str) -> None:
    assert parse(f"/01/05412345000013/{rest}").path() == f"/01/05412345000013{path}"


@pytest.mark.parametrize("header", HEADERS)
def test_each_header_for_several_saves_room_and_is_read_back(header: str) -> None:
    key, *others = HEADERS[header]
    keys = {"01": TEA, "255": "9521141678909", "414": "8931234560003"}
    keys |= {"8010": "9521141A", "8017": "952114112345678906", "8018": "952114112345678906"}
    values = {ai: _some_value(ai) for ai in others}
    path = "".join(
        f"/{ai}/{value}" for ai, value in values.items() if ai in {"22", "10", "21", "254"}
    )
    path += "".join(f"/{ai}/{value}" for ai, value in values.items() if ai in {"8011", "8019"})
    query = "&".join(f"{ai}={value}" for ai, value in values.items() if f"/{ai}/" not in path)
    link = parse(f"/{key}/{keys[key]}{path}", query)
    short = compress(link)
    assert len(short) <= len(compress(link, optimised=False))
    assert decompress(short) == link


def _some_value(ai: str) -> str:
    dates = {"11", "15", "16", "17"}
    exact = {"7003": "2610121430", **dict.fromkeys(dates, "261012")}
    measure = "000100" if ai.startswith(("310", "320")) else "0100"
    return exact.get(ai) or (measure if len(ai) == 4 and ai[0] == "3" else "77")


@st.composite
def links(draw: st.DrawFn) -> DigitalLink:
    body = draw(st.text("0123456789", min_size=13, max_size=13).map(lambda text: f"08{text[2:]}"))
    name = st.text(CSET_82, min_size=1, max_size=20)
    chain = [(ai, draw(name)) for ai in ("22", "10", "21") if draw(st.booleans())]
    weight = draw(st.integers(0, 999_999).map(lambda grams: f"{grams:06}"))
    asked = {"17": "271012", "3103": weight, "7007": "261001261012", "240": draw(name)}
    kept = {ai: value for ai, value in asked.items() if draw(st.booleans())}
    return DigitalLink((("01", body + check_digit(body)), *chain), tuple(sorted(kept.items())))


@given(links(), st.booleans())
def test_a_link_comes_back_from_its_compression(link: DigitalLink, optimised: bool) -> None:
    back = decompress(compress(link, optimised=optimised))
    assert (back.elements, sorted(back.attributes)) == (link.elements, list(link.attributes))


@given(st.text(ALPHABET, max_size=60))
def test_no_segment_breaks_the_reader(segment: str) -> None:
    with suppress(BadDigitalLink):
        assert decompress(segment).elements


@pytest.mark.parametrize(
    "segment",
    ["", "foo", "AQnYUc1gm", "AQnYUc1gmh", "AQnYUc1gmgAQnYUc1gmg", "FooBar", "AQ==", "Chè", "mw"],
)
def test_what_is_no_compressed_link_is_refused(segment: str) -> None:
    with pytest.raises(BadDigitalLink):
        decompress(segment)


@pytest.mark.parametrize(
    "bits",
    [
        f"{0x01:08b}{2**47 - 1:047b}",  # more than fourteen digits
        f"{0x17:08b}{271012:020b}",  # an attribute of nothing
        f"{0x01:08b}{8931234567897:047b}" * 2,  # twice the same
        f"{0x43:08b}{0x30:08b}{1:021b}",  # an identifier younger than the algorithm
        f"{0x5F:08b}{0:060b}",  # no header
        f"{0x05:08b}{0:060b}",  # no identifier
        f"{0x10:08b}{6:03b}{1:05b}{0:08b}",  # no alphabet
        f"{0x10:08b}{0:03b}{21:05b}{0:070b}",  # longer than its format
    ],
)
def test_bits_that_nobody_would_write_are_refused(bits: str) -> None:
    with pytest.raises(BadDigitalLink):
        decompress(to_alphabet(bits))
