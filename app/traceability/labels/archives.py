"""What print houses take: an archive of symbols, or a table of what they say."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO

from app.core.escaping import escaped
from app.core.i18n import gettext, mark
from app.core.symbol_runs import SymbolRun
from app.core.symbols import png_of, svg_of
from app.traceability.labels.pdf import Told, Unit

EVERY = 500
"""Symbols between two words about how far it is."""
PX = 20
"""Pixels a module: at 600 dpi a symbol of version 3 is 31 mm, and never resampled."""
HEADINGS = (
    mark("STT"),
    mark("Số riêng"),
    mark("Nội dung mã QR"),
    mark("Mã lô"),
    mark("Số lô"),
    mark("Sản phẩm"),
    mark("Mã cào"),
)


@dataclass(frozen=True)
class Named:
    """What a table says of every label alike."""

    code: str
    lot_number: str
    product: str


def write_symbols(
    file: IO[bytes], units: Iterable[Unit], kind: str, *, tell: Told | None = None
) -> None:
    """A ZIP of one SVG or PNG for each unit, named by its place and serial."""
    waiting = iter(units)
    sample = list(islice(waiting, 4))
    symbols = SymbolRun([unit.payload for unit in sample])
    packing = zipfile.ZIP_STORED if kind == "png" else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(file, "w", packing, compresslevel=1) as archive:
        for place, unit in enumerate(chain(sample, waiting), start=1):
            drawn = symbols.symbol(unit.payload)
            body = png_of(drawn, PX) if kind == "png" else svg_of(drawn)
            archive.writestr(f"{place:06}-{unit.serial}.{kind}", body)
            if tell is not None and place % EVERY == 0:
                tell(place)


def write_table(file: IO[bytes], units: Iterable[Unit], named: Named) -> None:
    """CSV as spreadsheets open it: UTF-8 with its mark, and nothing that runs as a formula."""
    text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    rows = csv.writer(text)
    rows.writerow([gettext(heading) for heading in HEADINGS])
    alike = _safe((named.code, named.lot_number, named.product))
    for place, unit in enumerate(units, start=1):
        own = _safe((unit.serial, unit.payload))
        rows.writerow([place, *own, *alike, *_safe((unit.pin,))])
    text.detach()


def _safe(texts: Sequence[str]) -> list[str]:
    return [escaped(text) for text in texts]
