"""GS1 Digital Link URI Syntax 1.6.0: what a resolver must take and what it must refuse."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.traceability.rules import digital_link
from app.traceability.rules.digital_link import (
    PRIMARY_KEYS,
    BadDigitalLink,
    parse,
    parse_uri,
)
from app.traceability.rules.digital_link.check_characters import CSET_82

TEA = "08931234567897"
GLN = "8931234560003"

WELL_FORMED = {
    "00": "095201234567891235",
    "01": TEA,
    "253": "9521141111116",
    "255": "9521141678909",
    "401": "9521141ABC/1",
    "402": "95211410000000007",
    "414": GLN,
    "417": GLN,
    "8003": "09521141123454",
    "8004": "95211415678",
    "8006": "095211411234540102",
    "8010": "95211415PQ7/Z43",
    "8013": "1987654Ad4X4bL5ttr2310c2K",
    "8017": "952114112345678906",
    "8018": "952114112345678906",
}
"""Most are examples of the EPC Tag Data Standard's annex E.3."""


def escaped(value: str) -> str:
    return value.replace("/", "%2F")


@pytest.mark.parametrize(
    ("path", "gtin", "lot", "serial"),
    [
        (f"/01/{TEA}", TEA, "", ""),
        (f"/01/{TEA}/", TEA, "", ""),
        (f"/01/{TEA}/10/TC-2610-07", TEA, "TC-2610-07", ""),
        (f"/01/{TEA}/10/tc-2610-07/", TEA, "TC-2610-07", ""),
        (f"/01/{TEA}/22/2A/10/A1/21/0014", TEA, "A1", "0014"),
        (f"/01/{TEA}/21/0014", TEA, "", "0014"),
        (f"/01/{TEA}/10/A%2FB", TEA, "A/B", ""),
        (f"/01/{TEA}/235/X", TEA, "", ""),
        ("/01/09506000134352/10/ABC", "09506000134352", "ABC", ""),
    ],
)
def test_a_trade_item_is_read_with_its_qualifiers(
    path: str, gtin: str, lot: str, serial: str
) -> None:
    link = parse(path, "17=271012&utm_source=zalo")
    assert (link.gtin, link.lot, link.serial) == (gtin, lot, serial)
    assert link.attributes == (("17", "271012"),)


@pytest.mark.parametrize("key", WELL_FORMED)
def test_every_primary_key_is_read(key: str) -> None:
    link = parse(f"/{key}/{escaped(WELL_FORMED[key])}")
    assert link.elements == ((key, WELL_FORMED[key]),)


def test_only_a_payment_slip_is_no_key_without_its_reference() -> None:
    assert set(PRIMARY_KEYS) == {*WELL_FORMED, "415"}
    assert parse(f"/415/{GLN}/8020/ABC123").key == "415"
    with pytest.raises(BadDigitalLink):
        parse(f"/415/{GLN}")


@pytest.mark.parametrize(
    "path",
    [
        f"/414/{GLN}/254/32a%2Fb",
        f"/414/{GLN}/7040/1ABC",
        f"/417/{GLN}/7040/1ABC",
        "/8004/95211415678/7040/1ABC",
        "/8006/095211411234540102/22/A/10/B/21/C",
        "/8010/95211415PQ7%2FZ43/8011/12345",
        "/8017/952114112345678906/8019/77",
        "/8018/952114112345678906/8019/77",
    ],
)
def test_qualifiers_of_other_keys_are_read(path: str) -> None:
    assert parse(path).path() == path


@pytest.mark.parametrize(
    "path",
    [
        "/01/08931234567896",  # check digit
        "/01/8931234567897",  # 13 digits
        "/01/931234567897",
        "/01/0893123456789X",
        "/01/٠٨٩٣١٢٣٤٥٦٧٨٩٧",  # digits, but not these
        "/01/%D9%A08931234567897",
        "/01/00212345678909",  # restricted circulation
        "/01/02112345678900",
        "/01/00412345678907",
        "/8006/021123456789000102",
        "/01/",
        "/01",
        "/gtin/08931234567897",  # convenience alphas
        f"/01/{TEA}/lot/A1",
        f"/01/{TEA}/10",
        f"/01/{TEA}/10/",
        f"/01/{TEA}//",
        f"/01/{TEA}//10/A1",
        f"/01/{TEA}/21/1/10/A1",  # order
        f"/01/{TEA}/10/A1/22/2A",
        f"/01/{TEA}/10/A1/10/A1",
        f"/01/{TEA}/235/X/10/A1",  # one chain or the other
        f"/01/{TEA}/17/271012",  # an attribute has no place in the path
        f"/01/{TEA}/99/ABC",
        f"/01/{TEA}/10/ABCDEFGHIJKLMNOPQRSTU",  # 21 characters
        f"/01/{TEA}/10/Ch%C3%A8",  # diacritics
        f"/01/{TEA}/10/Chè",
        f"/01/{TEA}/10/A%20B",
        f"/01/{TEA}/10/A%0A",
        f"/01/{TEA}/10/A%",
        f"/01/{TEA}/10/A%2",
        f"/01/{TEA}/10/A%23",  # a number sign is in set 39 alone
        f"/stem/01/{TEA}",  # whoever asks here asks without a stem
        "/00/095201234567891234",
        "/253/9521141111117",
        "/414/8931234560004",
        "/402/95211410000000008",
        "/8003/19521141123454",
        "/8006/095211411234540201",  # the second piece of one
        "/8010/95211415pq",
        "/8010/PQ7Z43",
        "/8013/1987654Ad4X4bL5ttr2310c2J",
        "/8017/952114112345678907",
        f"/414/{GLN}/254/A/7040/1ABC",
        f"/410/{GLN}",  # an attribute, not a key
        "",
        "/",
    ],
)
def test_what_the_syntax_forbids_is_refused(path: str) -> None:
    with pytest.raises(BadDigitalLink):
        parse(path)


@pytest.mark.parametrize(
    "query",
    [
        "10=A1", "21=7", "22=2A", "17=271399", "3103=12", "3103=0012345", "17=", "422=VN",
        "17=271012&17=271013", "01=09506000134352", "99999=1", "5=1", "02=08931234567896",
        "x=1;10=A1", "17=27%1012",
    ],
)  # fmt: skip
def test_a_query_that_contradicts_the_syntax_is_refused(query: str) -> None:
    with pytest.raises(BadDigitalLink):
        parse(f"/01/{TEA}", query)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("7007=261001261012&422=704", {"7007": "261001261012", "422": "704"}),
        ("17=271012;3103=000100;13=261015", {"17": "271012", "3103": "000100", "13": "261015"}),
        ("427=TN&17=271000", {"427": "TN", "17": "271000"}),
        ("linkType=gs1:pip&context=vn&utm_source=x&=&a", {}),
        ("240=A+B%2BC", {"240": "A+B+C"}),
        ("17=271012&17=271012", {"17": "271012"}),
    ],
)
def test_attributes_stand_in_the_query(query: str, found: dict[str, str]) -> None:
    assert dict(parse(f"/01/{TEA}", query).attributes) == found


@pytest.mark.parametrize("path", ["/01/09521141123454", "/01/09521141123454/10/A"])
def test_the_demonstration_range_counts_where_it_is_let_in(path: str) -> None:
    assert parse(path).gtin == "09521141123454"
    with pytest.raises(BadDigitalLink):
        parse(path, demonstration=False)


@pytest.mark.parametrize(
    "uri",
    [
        f"https://chè.vn/01/{TEA}/10/A1",
        f"HTTPS://TN.VN/01/{TEA}/10/A1/",
        f"http://tn.vn:8000/shop/x/01/{TEA}/10/A1?17=271012#top",
        f"HTTP://TN.VN/01/09506000134352/01/{TEA}/10/A1",  # the rightmost key
        f"https://tn.vn/10/01/{TEA}/10/A1",
    ],
)
def test_whole_addresses_of_whatever_domain_and_stem_are_read(uri: str) -> None:
    link = parse_uri(uri)
    assert (link.gtin, link.lot) == (TEA, "A1")


@pytest.mark.parametrize(
    "uri",
    [
        f"Https://tn.vn/01/{TEA}",
        f"hTTP://tn.vn/01/{TEA}",
        f"ftp://tn.vn/01/{TEA}",
        f"urn:01:{TEA}",
        f"/01/{TEA}",
        f"https:///01/{TEA}",
        "https://tn.vn",
        "https://tn.vn/q/k7q4m9mxdt",
        f"https://tn.vn/gtin/{TEA}/lot/A1",
    ],
)
def test_what_is_no_digital_link_at_all_is_refused(uri: str) -> None:
    with pytest.raises(BadDigitalLink):
        parse_uri(uri)


def test_the_canonical_form_is_gs1s_own_without_what_names_nothing() -> None:
    link = parse_uri(f"HTTP://TN.VN/x/01/{TEA}/10/A%2f1/?utm=1&3103=000100&17=271012")
    assert link.canonical() == f"https://id.gs1.org/01/{TEA}/10/A%2F1?17=271012&3103=000100"


@given(st.text(CSET_82, min_size=1, max_size=20), st.text(CSET_82, min_size=1, max_size=20))
def test_every_lot_and_serial_of_set_82_survives_its_address(lot: str, serial: str) -> None:
    link = digital_link.DigitalLink((("01", TEA), ("10", lot), ("21", serial)))
    assert parse(link.path()) == link
    assert parse_uri(link.canonical()) == link


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", min_size=1, max_size=20))
def test_what_we_print_with_a_gtin_we_read_back(lot: str) -> None:
    printed = digital_link.printed_payload("https://tn.vn", "K7Q4M9MXDT", TEA, lot)
    assert digital_link.is_lot_number(lot)
    assert (parse_uri(printed).gtin, parse_uri(printed).lot) == (TEA, lot)


@given(st.text(max_size=60), st.text(max_size=30))
def test_no_path_and_no_query_break_the_reader(path: str, query: str) -> None:
    for start in ("/01/", f"/01/{TEA}/", f"/01/{TEA}/10/", ""):
        with suppress(BadDigitalLink):
            parse(start + path, query)
        with suppress(BadDigitalLink):
            parse_uri(f"https://d{start}{path}?{query}")


def test_the_event_class_is_gs1s_with_a_gtin_and_ours_in_lower_case_without() -> None:
    named = digital_link.epcis_class("https://tn.vn", "K7Q4M9MXDT", TEA, "A1")
    ours = digital_link.epcis_class("https://tn.vn", "K7Q4M9MXDT", None, "A1")
    assert (named, ours) == (
        f"https://id.gs1.org/01/{TEA}/10/A1",
        "https://tn.vn/q/k7q4m9mxdt",
    )
