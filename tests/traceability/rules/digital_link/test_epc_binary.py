"""Tags in addresses (Compression for EPC binary strings 1.0.0), against the standards' examples."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.traceability.rules.digital_link import BadDigitalLink
from app.traceability.rules.digital_link.bits import ALPHABET, to_alphabet
from app.traceability.rules.digital_link.epc_binary import NotATradeItem, decode

EXAMPLES = {
    # Compression 1.0.0, 4.2.1 and 4.2.2
    "eh30164596f40c0e5cbe991a83": "/01/09528765123457/21/123456789123",
    "exMBZFlvQMDly-mRqD": "/01/09528765123457/21/123456789123",
    # EPC Tag Data Standard 2.3, annex E.3
    "eh3066c4409047e140075bcd15": "/01/09506000134352/21/123456789",
    "eh3666c4409047e159b2c2bf100000000000000000000000000000": "/01/09506000134352/21/32a%2Fb",
    "ehf73795211411234538566cb0afc4": "/01/79521141123453/21/32a%2Fb",
    "ehfb342cde795211411234538566cb0afc4": "/01/79521141123453/21/32a%2Fb?17=220630",
    "ehfd3795211411234538566cb0afc525065f1876f0d996d800": "/01/79521141123453/21/32a%2Fb",
    "ehfc342cde795211411234538566cb0afc525065f1876f0d996d80": (
        "/01/79521141123453/21/32a%2Fb?17=220630"
    ),
}
_SGTIN_PLUS = "f73" + "09506000134352"


@pytest.mark.parametrize("segment", EXAMPLES)
def test_the_examples_of_the_standards_are_read(segment: str) -> None:
    link = decode(segment)
    asked = f"?{link.query()}" if link.attributes else ""
    assert link.path() + asked == EXAMPLES[segment]


@pytest.mark.parametrize("segment", [one for one in EXAMPLES if one.startswith("eh")])
def test_both_alphabets_say_the_same(segment: str) -> None:
    bits = "".join(f"{int(half, 16):04b}" for half in segment[2:])
    assert decode("ex" + to_alphabet(bits)) == decode(segment)


@pytest.mark.parametrize(
    ("serial", "read"),
    [
        (f"{0:03b}{5:05b}{123:017b}", "00123"),
        (f"{1:03b}{2:05b}{0xAB:08b}", "AB"),
        (f"{2:03b}{2:05b}{0xAB:08b}", "ab"),
        (f"{3:03b}{2:05b}{ALPHABET.index('T'):06b}{ALPHABET.index('_'):06b}", "T_"),
        (f"{5:03b}{4:05b}{1600 * 1 + 40 * 2 + 3 + 1:016b}{1600 * 4 + 1:016b}", "ABCD"),
    ],
)
def test_each_way_to_write_a_serial_number_is_read(serial: str, read: str) -> None:
    bits = "".join(f"{int(half, 16):04b}" for half in _SGTIN_PLUS) + serial
    assert decode("ex" + to_alphabet(bits)).serial == read


def text(value: str) -> str:
    """As seven bits a letter, with the indicator and length before."""
    return f"{4:03b}{len(value):05b}" + "".join(f"{ord(letter):07b}" for letter in value)


def day(value: str) -> str:
    return f"{int(value[:2]):07b}{int(value[2:4]):04b}{int(value[4:]):05b}"


@pytest.mark.parametrize(
    ("following", "path"),
    [
        (f"{0x10:08b}" + text("A/B"), "/10/A%2FB/21/S1"),
        (f"{0x10:08b}{text('L1')}{0x22:08b}{text('V1')}", "/22/V1/10/L1/21/S1"),
        (f"{0x10:08b}{text('L1')}{0x17:08b}{day('271012')}", "/10/L1/21/S1?17=271012"),
        (f"{0x31:08b}00000011{1250:020b}", "/21/S1"),  # a weight, which we leave
        ("0" * 24, "/21/S1"),
    ],
)
def test_a_batch_behind_the_serial_number_is_read(following: str, path: str) -> None:
    head = "".join(f"{int(half, 16):04b}" for half in _SGTIN_PLUS)
    link = decode("ex" + to_alphabet(head + text("S1") + following))
    asked = f"?{link.query()}" if link.attributes else ""
    assert link.path() + asked == f"/01/09506000134352{path}"


@pytest.mark.parametrize(
    "segment",
    ["eh311ba1b300ce0a6a83000000", "eh3276451fd46072000000162e", "eh3500e86f8000a9e000000586"],
)
def test_tags_of_something_else_are_nobodys_we_know(segment: str) -> None:
    with pytest.raises(NotATradeItem):
        decode(segment)


@pytest.mark.parametrize(
    "segment",
    [
        "eh", "ex", "eh3", "eh3016", "eh3G", "ehZZ", "ex+/", "EH30164596f40c0e5cbe991a83",
        "eh307c4596f40c0e5cbe991a83",  # a partition that is reserved
        "eh301bffffffffffc000000000",  # a company of more than six digits
        f"eh{_SGTIN_PLUS}1f00000000000000",  # a serial number of 31
        f"eh{_SGTIN_PLUS}a3ffff",  # no three letters
        "ehfb3f0000000000000000000000000000000000",  # no kind of date
        "ehf730950600013435a0", f"eh{_SGTIN_PLUS}c2", "ehfb372cde7952114112",
    ],
)  # fmt: skip
def test_what_does_not_decode_is_refused(segment: str) -> None:
    with pytest.raises(BadDigitalLink):
        decode(segment)


@given(st.text("0123456789abcdef", max_size=60), st.text(ALPHABET, max_size=40))
def test_no_tag_breaks_the_reader(hexadecimal: str, letters: str) -> None:
    for segment in (f"eh{hexadecimal}", f"ehf7{hexadecimal}", f"ex{letters}"):
        with suppress(BadDigitalLink, NotATradeItem):
            assert decode(segment).gtin
