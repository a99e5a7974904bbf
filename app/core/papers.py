"""Scanned papers: a PDF or a photograph, verified by its content, rid of what nobody asked for.

A photograph is written anew as JPEG, so that nothing of the upload but its dots is kept: no place
where it was taken, nothing hidden behind it, and no HEIC that half of the browsers cannot show. A
PDF stays as it is, but one that could act (scripts, attachments, forms that call home) is refused.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from app.core import media
from app.core.errors import Invalid
from app.core.i18n import mark

ACCEPT = f"application/pdf,{media.ACCEPT}"
MOST_BYTES = 10 * 1024 * 1024
LONGEST_SIDE = 2600
"""Dots: a page of A4 at 220 to the inch, and small print is legible."""
PDF, JPEG = "application/pdf", "image/jpeg"
TAIL = 1024
"""Where the end of a PDF has to be found (ISO 32000-1, annex H.3.18)."""
MOST_INFLATED = 32 * 1024 * 1024
MOST_STREAMS = 5000

TOO_HEAVY = mark("Tệp nặng quá 10 MB, mời chụp lại hoặc chọn tệp nhẹ hơn.")
NEITHER = mark("Tệp này không phải PDF hay ảnh JPEG, PNG, WebP, HEIC, hoặc đã hỏng.")
LOCKED = mark("Tệp PDF này có mật khẩu. Mời bỏ mật khẩu rồi gửi lại.")
ACTIVE = mark("Tệp PDF này chứa mã lệnh hoặc tệp kèm theo. Mời in lại thành PDF hoặc gửi ảnh chụp.")

_START = re.compile(rb"%PDF-[12]\.\d")
_XREF = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_AT_XREF = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")
_PAGE = re.compile(rb"/Type\s*/Page\b")
_ENCRYPTED = re.compile(rb"/Encrypt\b")
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|GoToE)\b")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n")


class NotAPaper(Invalid):
    """The message says what is wrong, in the words of the form."""

    title = mark("Chưa nhận được tệp")


@dataclass(frozen=True)
class Paper:
    """What may be kept: `body` is the PDF as it came or the photograph written anew."""

    body: bytes
    media_type: str


def checked(upload: bytes) -> Paper:
    """Raises NotAPaper."""
    if len(upload) > MOST_BYTES:
        raise NotAPaper(TOO_HEAVY)
    if upload.startswith(b"%PDF"):
        _check_pdf(upload)
        return Paper(upload, PDF)
    try:
        return Paper(media.as_jpeg(upload, LONGEST_SIDE), JPEG)
    except media.NotAPhotograph as error:
        said = str(error) if str(error) in {media.TOO_LARGE, media.FOREIGN} else NEITHER
        raise NotAPaper(said) from error


def _check_pdf(upload: bytes) -> None:
    """Whole from header to trailer, at least one page, openable by anybody, and unable to act."""
    end = _XREF.search(upload[-TAIL:])
    if not _START.match(upload) or end is None or not _AT_XREF.match(upload, int(end[1])):
        raise NotAPaper(NEITHER)
    pages = False
    for part in _parts(upload):
        named = _HEX.sub(lambda code: bytes([int(code[1], 16)]), part)
        if _ENCRYPTED.search(named):
            raise NotAPaper(LOCKED)
        if _ACTIVE.search(named):
            raise NotAPaper(ACTIVE)
        pages = pages or bool(_PAGE.search(named))
    if not pages:
        raise NotAPaper(NEITHER)


def _parts(upload: bytes) -> Iterator[bytes]:
    """The file outside its streams, and those streams that hold objects of their own."""
    outside: list[bytes] = []
    streams: list[bytes] = []
    at = 0
    for found in _STREAM.finditer(upload):
        if found.start() < at:
            continue
        end = upload.find(b"endstream", found.end())
        if end < 0 or len(streams) > MOST_STREAMS:
            raise NotAPaper(NEITHER)
        dictionary = upload[at : found.start()]
        outside.append(dictionary)
        if b"ObjStm" in dictionary[dictionary.rfind(b"obj") :]:
            streams.append(upload[found.end() : end])
        at = end + len(b"endstream")
    outside.append(upload[at:])
    yield b" ".join(outside)
    yield from _inflated(streams)


def _inflated(streams: list[bytes]) -> Iterator[bytes]:
    """Up to a bound for all of them together: a stream may grow a thousandfold."""
    left = MOST_INFLATED
    for stream in streams:
        try:
            plain = zlib.decompressobj().decompress(stream, left)
        except zlib.error as error:
            raise NotAPaper(NEITHER) from error
        left -= len(plain)
        if left <= 0:
            raise NotAPaper(NEITHER)
        yield plain
