"""Symbols summed from differences, compared with `qrcode` bit by bit."""

import secrets
from io import BytesIO

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.core.ids import ALPHABET
from app.core.symbol_runs import MASKS, SymbolRun, UnlikePayloads, form_of, reference
from app.core.symbols import png_of

UNIT = "HTTPS://TNTEA.VN/U/K7Q4M9MXDT0123456789ABCDEF"
FORMS = [
    (UNIT, 3, "Q", True),
    ("HTTPS://TNTEA.VN/Q/K7Q4M9MXDT", 2, "Q", True),
    ("HTTPS://TNTEA.VN/01/08931234567897/10/TC26A0412/21/K7Q4M9MXDT", 3, "M", True),
    (UNIT.replace("TNTEA.VN", "TRUYXUAT.THAINGUYEN.GOV.VN"), 4, "M", True),
    ("https://tntea.vn/u/0123", 3, "Q", False),
    (UNIT + "7", 3, "Q", True),  # an odd character at the end
]


def alike(payload: str) -> str:
    """Another payload of the same form: its last characters are others."""
    letters = "0123456789abcdef" if payload.islower() else ALPHABET
    return payload[:-4] + "".join(secrets.choice(letters) for _ in range(4))


@pytest.mark.parametrize(("payload", "version", "level", "text"), FORMS)
def test_every_symbol_is_the_one_that_qrcode_draws_with_this_mask(
    payload: str, version: int, level: str, text: bool
) -> None:
    run = SymbolRun([payload, alike(payload)])
    form = run.form
    assert (form.version, form.level, form.text) == (version, level, text)
    for each in (payload, alike(payload), alike(payload)):
        assert run.modules(each) == reference(each, form, run.mask)


@settings(max_examples=20)
@given(st.text(ALPHABET, min_size=26, max_size=26).filter(lambda code: "0" * 8 not in code))
def test_whatever_a_unit_code_is_its_symbol_is_exact(code: str) -> None:
    run = SymbolRun([UNIT])
    payload = f"HTTPS://TNTEA.VN/U/{code}"
    assert run.modules(payload) == reference(payload, run.form, run.mask)


def test_what_qrcode_cannot_divide_is_a_sum_too() -> None:
    """A block of zeros: `qrcode` raises, and the next symbol but one bit is right."""
    run = SymbolRun([UNIT])
    zeros, one = "HTTPS://TNTEA.VN/U/" + "0" * 26, "HTTPS://TNTEA.VN/U/" + "0" * 25 + "1"
    drawn = png_of(run.symbol(zeros))
    assert zxingcpp.read_barcodes(Image.open(BytesIO(drawn)).convert("L"))[0].text == zeros
    assert run.modules(one) == reference(one, run.form, run.mask)


def test_the_mask_does_not_change_with_the_payload() -> None:
    run = SymbolRun([UNIT])
    assert run.mask in MASKS
    other = alike(UNIT)
    assert run.symbol(other).rows != run.symbol(UNIT).rows
    assert run.modules(other) ^ run.modules(UNIT) == reference(other, run.form, 0) ^ reference(
        UNIT, run.form, 0
    )


@pytest.mark.parametrize("payload", [UNIT[:-1], UNIT + "0", UNIT[:-1] + "é", UNIT[:-1] + "a"])
def test_a_payload_of_another_form_is_refused(payload: str) -> None:
    with pytest.raises(UnlikePayloads):
        SymbolRun([UNIT]).modules(payload)


def test_an_address_that_is_not_ascii_has_no_run() -> None:
    with pytest.raises(UnlikePayloads):
        SymbolRun(["https://chè.vn/u/0000"])


def test_rows_are_whole_bytes_for_an_image_mask() -> None:
    run = SymbolRun([UNIT])
    assert len(run.rows(UNIT)) == form_of(UNIT).side * form_of(UNIT).stride // 8
    assert form_of(UNIT).stride == 32
