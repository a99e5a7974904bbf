"""Label sheets as PDF, page by page into a file: ReportLab sets the words, we write the pages.

Labels of a lot are all the same, so one is drawn and placed. Unit labels differ in the symbol, an
image mask of one bit a module, and in a few letters.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import chain, islice
from typing import IO

from app.core.ids import ALPHABET
from app.core.symbol_runs import SymbolRun
from app.core.symbols import QUIET, symbol
from app.traceability.labels.drawing import (
    FORM,
    PAD,
    TEXT,
    Label,
    Spot,
    define_label,
    define_unit,
    layout_of,
    open_canvas,
)
from app.traceability.labels.page_writer import PageWriter
from app.traceability.labels.sheets import MM, SMALLEST_MODULE, Sheet

Told = Callable[[int], None]


class SymbolTooSmall(ValueError):
    """The stock leaves modules of less than 0.35 mm: phones would not read them."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What one packet's label says of its own; `pin` is empty without a scratch field."""

    payload: str
    serial: str
    pin: str = ""


def label_sheet(sheet: Sheet, label: Label, count: int, *, skip: int = 0) -> bytes:
    """`count` labels; on a sheet the first `skip` places of the first page stay empty."""
    file = BytesIO()
    write_labels(file, sheet, label, count, skip=skip)
    return file.getvalue()


def write_labels(file: IO[bytes], sheet: Sheet, label: Label, count: int, *, skip: int = 0) -> None:
    """Pages that look alike are written once. Raises SymbolTooSmall."""
    drawn = symbol(label.payload)
    _refuse_small(sheet, drawn.side)
    setting = BytesIO()
    canvas = open_canvas(setting, sheet, label.code, packed=False)
    define_label(canvas, sheet, label, drawn)
    canvas.doForm(FORM)
    canvas.save()
    writer = PageWriter(file, setting.getvalue())
    form, _ = _names(setting.getvalue())
    places = [b"q 1 0 0 1 %s cm %s Do Q" % (at, form) for at in _corners(sheet)]
    for first, last in _pages(sheet, count, skip):
        writer.add(b"\n".join(places[first:last]))
    writer.finish()


def write_units(  # noqa: PLR0913  # what a run prints
    file: IO[bytes],
    sheet: Sheet,
    label: Label,
    units: Iterable[Unit],
    count: int,
    *,
    skip: int = 0,
    tell: Told | None = None,
) -> None:
    """A label for each of the `count` units, read when needed, their payloads of one length.

    `tell` hears how many are done. Raises SymbolTooSmall.
    """
    waiting = iter(units)
    sample = list(islice(waiting, 4))
    waiting = chain(sample, waiting)
    symbols = SymbolRun([unit.payload for unit in sample])
    modules = symbols.form.side + 2 * QUIET
    _refuse_small(sheet, modules)
    setting, spots = _unit_setting(sheet, label, modules, scratch=bool(sample[0].pin))
    writer = PageWriter(file, setting)
    heads, texts = _unit_parts(sheet, symbols, spots, *_names(setting))
    done = 0
    for first, last in _pages(sheet, count, skip):
        page = []
        for head, unit in zip(heads[first:last], islice(waiting, last - first), strict=True):
            said = texts % (unit.serial, unit.pin)[: len(spots)]
            page.append(f"{head}{symbols.rows(unit.payload).hex()}>\nEI Q {said}Q")
        writer.add("\n".join(page).encode())
        done += last - first
        if tell is not None:
            tell(done)
    writer.finish()


def _unit_setting(
    sheet: Sheet, label: Label, modules: int, *, scratch: bool
) -> tuple[bytes, list[Spot]]:
    setting = BytesIO()
    canvas = open_canvas(setting, sheet, label.code, packed=False)
    spots = define_unit(canvas, sheet, label, modules, scratch=scratch)
    canvas.doForm(FORM)
    canvas.setFont(TEXT, 5)
    canvas.drawString(0, 0, ALPHABET + "-")  # every letter that a label's own text may need
    canvas.save()
    return setting.getvalue(), spots


def _unit_parts(
    sheet: Sheet, symbols: SymbolRun, spots: Sequence[Spot], form: bytes, font: bytes
) -> tuple[list[str], str]:
    """What stands before each symbol, by place, and how each label's own letters are set.

    Modules are written as hexadecimal digits: in an inline image any byte could read as its end.
    """
    layout = layout_of(sheet, symbols.form.side + 2 * QUIET)
    side = f"{symbols.form.side * layout.module * MM:.4f}"
    left, bottom = ((at + QUIET * layout.module) * MM for at in (layout.left, layout.bottom))
    mask = (
        f"q {side} 0 0 {side} {left:.4f} {bottom:.4f} cm BI /W {symbols.form.side} "
        f"/H {symbols.form.side} /BPC 1 /IM true /D [1 0] /F /AHx ID "
    )
    heads = [f"q 1 0 0 1 {at.decode()} cm {form.decode()} Do {mask}" for at in _corners(sheet)]
    texts = "".join(
        f"BT {font.decode()} {spot.size:.2f} Tf {spot.left:.2f} {spot.bottom:.2f} Td (%s) Tj ET "
        for spot in spots
    )
    return heads, texts


def trial_sheet(sheet: Sheet, title: str) -> bytes:
    """Outlines and a ruler, without any code: to see whether the printer scales or shifts."""
    file = BytesIO()
    canvas = open_canvas(file, sheet, title)
    canvas.setLineWidth(0.25)
    for place in range(sheet.labels):
        left, top = sheet.corner(place)
        x, y = left * MM, (sheet.page[1] - top - sheet.label[1]) * MM
        canvas.rect(x, y, sheet.label[0] * MM, sheet.label[1] * MM)
    left, top = sheet.corner(0)
    x, y = (left + PAD) * MM, (sheet.page[1] - top - sheet.label[1] / 2) * MM
    canvas.line(x, y, x + 20 * MM, y)
    for tick in (0, 10, 20):
        canvas.line(x + tick * MM, y - 3, x + tick * MM, y + 3)
    canvas.setFont(TEXT, 6)
    canvas.drawString(x, y + 5, title)
    canvas.drawString(x, y - 10, "20 mm")
    canvas.save()
    return file.getvalue()


def _refuse_small(sheet: Sheet, modules: int) -> None:
    if sheet.module(modules) < SMALLEST_MODULE:
        raise SymbolTooSmall(f"{sheet.module(modules):.2f} mm")


def _names(setting: bytes) -> tuple[bytes, bytes]:
    """What ReportLab calls the form and the font of the page's own letters."""
    form = re.findall(rb"(/\S+) Do\b", setting)[-1]
    return form, re.findall(rb"(/F\d+\+?\d*) [\d.]+ Tf", setting)[-1]


def _corners(sheet: Sheet) -> Iterator[bytes]:
    for place in range(sheet.labels):
        left, top = sheet.corner(place)
        bottom = sheet.page[1] - top - sheet.label[1]
        yield b"%.4f %.4f" % (left * MM, bottom * MM)


def _pages(sheet: Sheet, count: int, skip: int) -> Iterator[tuple[int, int]]:
    """The places that each page fills, from the first to behind the last."""
    place, end = skip, skip + count
    while place < end:
        last = min(end, (place // sheet.labels + 1) * sheet.labels)
        first = place % sheet.labels
        yield first, first + last - place
        place = last
