"""Every printed symbol is read by two decoders that are not the encoder's, as printers print it.

A sample here; `make soak` tries every stock, printer and payload (`EVERY_LABEL`).
"""

import os
import random
from collections.abc import Iterator
from io import BytesIO

import cv2
import numpy as np
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageOps

from app.core.symbol_runs import SymbolRun
from app.traceability.labels.drawing import Label
from app.traceability.labels.pdf import Unit, label_sheet, write_units
from app.traceability.labels.sheets import BY_KEY, Sheet
from app.traceability.rules.units import SERIAL_BITS, unit_code, unit_link, unit_payload

BASE = "https://tntea.vn"
LOT = "HTTPS://TNTEA.VN/Q/K7Q4M9MXDT"
LOT_OF_GTIN = "HTTPS://TNTEA.VN/01/08931234567897/10/TC-2610-07"
OWN = Sheet("rieng", "19 × 19 mm", (100, 60), (19, 19), 4, 2, (2, 2), (24, 24), 18, 25.4 / 300)
SHEETS = {**BY_KEY, "rieng": OWN}
PRINTERS = (203, 300, 600)
KINDS = ("lot", "gtin", "unit", "unit-gtin")
SAMPLE = [
    ("a4-65", 203, "unit"),
    ("a4-65", 300, "unit-gtin"),
    ("a4-24", 300, "gtin"),
    ("cuon-50x30", 203, "unit"),
    ("cuon-40x40", 600, "unit"),
    ("cuon-40x40", 203, "lot"),
    ("rieng", 300, "unit-gtin"),
]
EVERY = [(key, dpi, kind) for key in SHEETS for dpi in PRINTERS for kind in KINDS]
CASES = EVERY if "EVERY_LABEL" in os.environ else SAMPLE


@pytest.mark.parametrize(("key", "dpi", "kind"), CASES)
def test_a_printed_label_reads_with_both_decoders(key: str, dpi: int, kind: str) -> None:
    sheet = SHEETS[key]
    count = min(sheet.labels, 4) if "EVERY_LABEL" not in os.environ else min(sheet.labels, 12)
    pdf, payloads = printed(sheet, kind, count)
    assert payloads_of(pdf, dpi, sheet) == sorted(payloads)


def printed(sheet: Sheet, kind: str, count: int) -> tuple[bytes, list[str]]:
    """A page of `count` labels, and what their symbols say."""
    label = Label("", "K7Q4M-9MXDT", "Chè đinh Tân Cương", ("Lô TC-2610-07", "Dùng đến 1/1/2028"))
    if not kind.startswith("unit"):
        payload = LOT if kind == "lot" else LOT_OF_GTIN
        alike = Label(payload, label.code, label.name, label.lines)
        return label_sheet(sheet, alike, count), [payload] * count
    payloads = [unit(kind, serial) for serial in serials(count)]
    file = BytesIO()
    units = [Unit(payload, payload[-10:], "K7Q-4M9") for payload in payloads]
    write_units(file, sheet, label, units, count)
    return file.getvalue(), payloads


def serials(count: int) -> list[int]:
    """The same each time: a symbol that a decoder misses is found again."""
    drawn = random.Random(count)  # nothing here is secret
    return [drawn.getrandbits(SERIAL_BITS) for _ in range(count)]


def unit(kind: str, serial: int) -> str:
    if kind == "unit":
        return unit_payload(BASE, unit_code(b"k" * 32, serial))
    return unit_link(BASE, "08931234567897", "TC26A0412", serial)


def payloads_of(pdf: bytes, dpi: int, sheet: Sheet) -> list[str]:
    """What both decoders read off the first page, label by label; they must agree."""
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=dpi / 72).to_pil().convert("L")
    found = []
    for label in labels(page, dpi, sheet):
        read = [code.text for code in zxingcpp.read_barcodes(label)]
        if read:
            assert by_opencv(label) == read[0]
            found += read
    return sorted(found)


def labels(page: Image.Image, dpi: int, sheet: Sheet) -> Iterator[Image.Image]:
    per_mm = dpi / 25.4
    for place in range(sheet.labels):
        left, top = sheet.corner(place)
        right, bottom = left + sheet.label[0], top + sheet.label[1]
        box = tuple(round(edge * per_mm) for edge in (left, top, right, bottom))
        yield page.crop(box)  # type: ignore[arg-type]  # four of them


def by_opencv(label: Image.Image) -> str:
    """Nearer, or with more paper around it, as a telephone is moved until it reads."""
    detector = cv2.QRCodeDetector()
    for margin, zoom in ((0, 1), (0, 2), (0, 3), (40, 1), (40, 2)):
        framed = ImageOps.expand(label, margin, 255)
        seen = framed.resize((framed.width * zoom, framed.height * zoom), Image.Resampling.NEAREST)
        text, _, _ = detector.detectAndDecode(np.asarray(seen))
        if text:
            return str(text)
    return ""


def test_the_white_of_the_quiet_zone_is_drawn_and_a_module_is_whole_dots() -> None:
    sheet = BY_KEY["cuon-50x30"]
    pdf, (payload,) = printed(sheet, "unit", 1)
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=203 / 72).to_pil().convert("L")
    form = SymbolRun([payload]).form
    dots = round(sheet.module(form.side + 8) * 203 / 25.4)
    (found,) = zxingcpp.read_barcodes(page)
    wide = found.position.top_right.x - found.position.top_left.x + 1
    assert abs(wide - dots * form.side) <= 2  # the page is no whole number of dots
    quiet = page.crop((found.position.top_left.x - 4 * dots + 1, found.position.top_left.y,
                       found.position.top_left.x - 1, found.position.bottom_left.y))  # fmt: skip
    assert quiet.getextrema() == (255, 255)
