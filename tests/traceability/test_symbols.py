"""QR symbols, read by a decoder that is not the encoder's."""

import re
from io import BytesIO

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from sqlmodel import Session

from app.core import symbols
from app.core.config import settings
from app.core.ids import new_code
from app.core.symbols import QUIET, symbol
from app.traceability.models import Lot, LotStatus
from tests.conftest import Client
from tests.factories import make_lot, make_variant

SHORT = "HTTPS://TNTEA.VN/Q/K7Q4M9MXDT"
WITH_GTIN = "HTTPS://TNTEA.VN/01/08931234567897/10/TC-2610-7"
LONG = "HTTPS://TRUYXUAT.THAINGUYEN.GOV.VN/01/08931234567897/10/TC-2610-7"


def decode(image: Image.Image) -> str:
    (found,) = zxingcpp.read_barcodes(image.convert("L"))
    return str(found.text)


def drawn_by_a_browser(svg: str, px: int = 6) -> Image.Image:
    """The rectangles of the path, filled as a renderer would fill them."""
    side = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])  # type: ignore[index]
    image = Image.new("L", (side * px, side * px), 255)
    draw = ImageDraw.Draw(image)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", svg):
        left, top, right = int(x) * px, int(y) * px, (int(x) + int(length)) * px
        draw.rectangle((left, top, right - 1, top + px - 1), fill=0)
    return image


@pytest.mark.parametrize(
    ("payload", "version", "level"), [(SHORT, 2, "Q"), (WITH_GTIN, 3, "Q"), (LONG, 4, "M")]
)
def test_level_q_is_taken_while_it_keeps_the_symbol_small(
    payload: str, version: int, level: str
) -> None:
    drawn = symbol(payload)
    assert (drawn.version, drawn.level) == (version, level)
    read = zxingcpp.read_barcodes(Image.open(BytesIO(symbols.png(payload))).convert("L"))[0]
    assert read.text == payload
    assert read.ec_level == level


@pytest.mark.parametrize("px", [4, 7, 10])
def test_every_module_is_whole_pixels_and_the_quiet_zone_is_white(px: int) -> None:
    image = Image.open(BytesIO(symbols.png(SHORT, px)))
    side = (25 + 2 * QUIET) * px
    assert image.size == (side, side)
    assert image.crop((0, 0, side, QUIET * px)).getextrema() == (255, 255)
    assert image.crop((0, 0, QUIET * px, side)).getextrema() == (255, 255)
    small = image.resize((33, 33), Image.Resampling.NEAREST)
    assert list(small.resize(image.size, Image.Resampling.NEAREST).tobytes()) == list(
        image.tobytes()
    )


def test_on_a_dark_pouch_the_quiet_zone_keeps_it_readable() -> None:
    pouch = Image.new("L", (600, 600), 20)
    pouch.paste(Image.open(BytesIO(symbols.png(SHORT, 8))).convert("L"), (120, 120))
    assert decode(pouch) == SHORT


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", min_size=1, max_size=20))
def test_whatever_a_lot_is_called_its_symbol_reads_back(lot: str) -> None:
    payload = f"HTTPS://TNTEA.VN/01/08931234567897/10/{lot}"
    assert decode(Image.open(BytesIO(symbols.png(payload, 4)))) == payload
    assert decode(drawn_by_a_browser(symbols.svg(payload))) == payload


def test_a_lots_symbol_says_its_page_in_capitals(client: Client, lot: Lot) -> None:
    answer = client.get(f"/Q/{lot.code}/qr.png")
    assert answer.headers["content-type"] == "image/png"
    assert "immutable" in answer.headers["cache-control"]
    text = decode(Image.open(BytesIO(answer.content)))
    assert text == f"{settings.code_url}/Q/{lot.code}".upper()
    assert client.get(text.removeprefix(settings.code_url.upper())).status_code == 200


def test_with_a_gtin_the_symbol_is_a_digital_link_that_leads_to_the_page(
    client: Client, session: Session
) -> None:
    lot = make_lot(session, gtin="08931234567897", lot_number="TC-2610-07")
    text = decode(drawn_by_a_browser(client.get(f"/Q/{lot.code}/qr.svg").text))
    assert text.endswith("/01/08931234567897/10/TC-2610-07")
    led = client.get(text.removeprefix(settings.code_url.upper()))
    assert led.status_code == 307
    assert led.headers["location"] == f"{settings.code_url}/Q/{lot.code}"


def test_a_code_that_names_no_public_lot_has_no_symbol(client: Client, session: Session) -> None:
    draft = make_lot(session, make_variant(session), status=LotStatus.DRAFT)
    for code in (draft.code, new_code(10), "NOTACODE"):
        assert client.get(f"/Q/{code}/qr.png").status_code == 404


@pytest.mark.parametrize("px", ["0", "-3", "1e9", "abc", "99999"])
def test_a_silly_size_still_gives_a_picture(client: Client, lot: Lot, px: str) -> None:
    answer = client.get(f"/Q/{lot.code}/qr.png", params={"px": px})
    assert decode(Image.open(BytesIO(answer.content))).endswith(lot.code)


def test_the_symbol_is_found_in_lower_case_too(client: Client, lot: Lot) -> None:
    path = f"/q/{lot.code.lower()}/QR.PNG"
    assert client.get(path, follow_redirects=True).headers["content-type"] == "image/png"
