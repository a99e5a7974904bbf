"""Whether an upload is a photograph, told by reading it to its last dot in bounded memory."""

import re
from collections.abc import Callable
from contextlib import nullcontext, suppress
from io import BytesIO
from threading import BoundedSemaphore
from typing import TypeVar

import pillow_heif
from PIL import Image, ImageOps

from app.core.errors import Invalid
from app.core.i18n import mark

Answer = TypeVar("Answer")

pillow_heif.register_heif_opener()

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic"
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
SMALLEST_SIDE = 300
LONGEST_SHAPE = 6
"""How many times its width a picture may be high: WebP ends at 16,383 dots."""
MOST_SCANS, MOST_SEGMENTS = 100, 10_000
"""A photograph has ten scans. Each takes as long as the whole picture, in as few as 45 bytes."""

DECODING, LARGE = BoundedSemaphore(2), BoundedSemaphore(1)
"""How many pictures are open at once, and of how many over twelve million dots: one of 40 million
takes 160 MB as PNG, 300 as HEIC and 620 as WebP while it is read.
"""
A_PHONES = 12_500_000

Image.MAX_IMAGE_PIXELS = MOST_PIXELS

TOO_HEAVY = mark("Ảnh nặng quá 10 MB, mời chọn ảnh nhẹ hơn.")
TOO_LARGE = mark("Ảnh lớn quá 40 triệu điểm ảnh, mời chụp hoặc thu nhỏ lại.")
TOO_SMALL = mark("Ảnh nhỏ quá, cạnh ngắn cần ít nhất 300 điểm ảnh.")
TOO_LONG = mark("Ảnh dài quá, cạnh dài nhiều nhất gấp 6 lần cạnh ngắn.")
FOREIGN = mark("Tệp này có lẫn thứ khác ngoài ảnh nên không nhận được.")
UNREADABLE = mark("Tệp này không phải ảnh JPEG, PNG, WebP hay HEIC, hoặc đã hỏng.")


class NotAPhotograph(Invalid):
    """The message says what is wrong, in the words of the form."""

    title = mark("Chưa nhận được ảnh")


def measured(upload: bytes) -> tuple[int, int]:
    """Width and height, upright, of a photograph that pages can show. Raises NotAPhotograph."""
    width, height = _read(upload, _size)
    if min(width, height) < SMALLEST_SIDE:
        raise NotAPhotograph(TOO_SMALL)
    if max(width, height) > LONGEST_SHAPE * min(width, height):
        raise NotAPhotograph(TOO_LONG)
    return width, height


def decoded(upload: bytes, smallest: tuple[int, int] | None = None) -> Image.Image:
    """The picture, read to its last dot and upright. Raises NotAPhotograph.

    No larger than is needed for `smallest`, a width and a longer side: a photograph of 40 million
    dots never takes more memory than once.
    """
    return _read(upload, lambda picture: _upright(_shrunk(picture, smallest)))


def _read(upload: bytes, how: Callable[[Image.Image], Answer]) -> Answer:
    _refuse_foreign(upload)
    try:
        with DECODING, Image.open(BytesIO(upload), formats=FORMATS) as picture:
            _refuse_large(picture)
            _refuse_many_scans(upload)
            with LARGE if picture.width * picture.height > A_PHONES else nullcontext():
                return how(picture)
    except NotAPhotograph:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPhotograph(TOO_LARGE) from error
    except Exception as error:  # a broken file leads a decoder to any error at all
        raise NotAPhotograph(UNREADABLE) from error


def _size(picture: Image.Image) -> tuple[int, int]:
    """A JPEG is read at an eighth of its size, which still reads all of the file."""
    width, height = picture.size
    picture.draft(None, (width // 8, height // 8))
    picture.load()  # a PNG may tell how it stands at its end
    return (height, width) if _orientation(picture) > 4 else (width, height)


def _shrunk(picture: Image.Image, smallest: tuple[int, int] | None) -> Image.Image:
    if smallest is None:
        picture.load()
        return picture
    lying = _orientation(picture) > 4
    width = picture.height if lying else picture.width
    scale = max(smallest[0] / width, smallest[1] / max(picture.size))
    if scale >= 1:
        picture.load()
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    picture.draft(None, size)
    picture.load()
    return _in_full_tones(picture).resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _in_full_tones(picture: Image.Image) -> Image.Image:
    """Palettes have no tones between, and sixteen bits more than are shown."""
    if picture.mode.startswith("I"):
        return picture.point(lambda dot: dot * (1 / 256)).convert("L")
    if picture.mode in {"1", "P", "PA"}:
        return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    return picture


def _orientation(picture: Image.Image) -> int:
    """Values over 4 lie on their side (EXIF 2.32, 4.6.5.1.5); what cannot be read stands."""
    with suppress(Exception):
        return int(picture.getexif().get(0x0112, 1))
    return 1


def _upright(picture: Image.Image) -> Image.Image:
    picture = _in_full_tones(picture)
    with suppress(Exception):  # what a broken file tells of its position is not believed
        ImageOps.exif_transpose(picture, in_place=True)
    return picture


EDGE = 4096
ARCHIVE_TAIL = 65_557  # how far from its end an archive's directory may close (APPNOTE 4.3.16)
PAGES = (b"<script", b"<!doctype", b"<iframe", b"<html>", b"<html ")
PROGRAMS = (b"<?php ", b"<?php\n", b"<?php\r", b"__halt_compiler")
ARCHIVES = (b"rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
AT_THE_EDGES = re.compile(rb"<svg|%pdf-|<\?php")


def _refuse_foreign(upload: bytes) -> None:
    """What no photograph holds: a page, a program, an archive. Short signs count at the edges only,
    since among ten million random bytes each would be found by chance.
    """
    if len(upload) > MOST_BYTES:
        raise NotAPhotograph(TOO_HEAVY)
    lower = upload.lower()
    if (
        any(sign in lower for sign in PAGES + PROGRAMS + ARCHIVES)
        or AT_THE_EDGES.search(lower[:EDGE] + lower[-EDGE:])
        or b"PK\x05\x06" in upload[-ARCHIVE_TAIL:]
    ):
        raise NotAPhotograph(FOREIGN)


def _refuse_large(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise NotAPhotograph(TOO_LARGE)


_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def _refuse_many_scans(jpeg: bytes) -> None:
    """Walks from marker to marker, as a decoder does, to the end of the picture."""
    if not jpeg.startswith(b"\xff\xd8"):
        return
    scans, at = 0, 2
    for _ in range(MOST_SEGMENTS):
        found = _MARKER.search(jpeg, at)
        if found is None or jpeg[found.start() + 1] == 0xD9:
            return
        scans += jpeg[found.start() + 1] == 0xDA
        at = found.end() + int.from_bytes(jpeg[found.end() : found.end() + 2], "big")
        if scans > MOST_SCANS:
            break
    raise NotAPhotograph(UNREADABLE)
