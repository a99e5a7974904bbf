"""Uploads that only pretend to be photographs, or ask a decoder for more than they are worth."""

import zlib
from io import BytesIO
from zipfile import ZipFile

from PIL import Image

from tests.pictures import photograph


def png(width: int, height: int, *before: bytes, depth: bytes = b"\x08\x00") -> bytes:
    """A PNG of a few bytes that claims any size; `before` are chunks ahead of its dots."""
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    header = chunk(b"IHDR", size + depth + b"\0\0\0")
    dots = chunk(b"IDAT", zlib.compress(b"\0" * 99))
    end = chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(before) + dots + end


def chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def text_bomb() -> bytes:
    """Five kilobytes that unpack to five megabytes of a comment."""
    return png(400, 400, chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"0" * 5_000_000)))


def wide_jpeg() -> bytes:
    """A photograph whose header claims 65,500 × 65,500 dots."""
    jpeg = bytearray(photograph())
    frame = jpeg.index(b"\xff\xc0") + 5
    jpeg[frame : frame + 4] = b"\xff\xdc" * 2
    return bytes(jpeg)


def wide_webp() -> bytes:
    """A lossless WebP of which the header claims 16,383 × 16,383 dots."""
    buffer = BytesIO()
    Image.new("RGB", (400, 400)).save(buffer, "WEBP", lossless=True)
    webp = bytearray(buffer.getvalue())
    signature = webp.index(b"VP8L") + 9
    webp[signature : signature + 4] = (16_382 | 16_382 << 14).to_bytes(4, "little")
    return bytes(webp)


def wide_heic() -> bytes:
    """A HEIC whose properties claim 65,000 × 65,000 dots."""
    heic = bytearray(photograph(kind="HEIF"))
    at = -1
    while (at := heic.find(b"ispe", at + 1)) > 0:
        heic[at + 8 : at + 16] = (65_000).to_bytes(4, "big") * 2
    return bytes(heic)


def many_scans(count: int = 5000) -> bytes:
    """A progressive JPEG that paints the same forty bytes again and again."""
    buffer = BytesIO()
    Image.new("RGB", (1600, 1600), "#888").save(buffer, "JPEG", progressive=True)
    jpeg = buffer.getvalue()
    starts = [at for at in range(len(jpeg) - 1) if jpeg[at : at + 2] == b"\xff\xda"]
    scan = jpeg[starts[2] : starts[3]]
    return jpeg[: starts[3]] + scan * count + jpeg[starts[3] :]


def with_archive(upload: bytes) -> bytes:
    """Opens as a picture, and as a ZIP with a page in it."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("index.html", "hello")
    return upload + buffer.getvalue()


def with_comment(said: bytes, *, padding: int = 20_000) -> bytes:
    """A photograph with `said` in the middle of the file, far from both its ends."""
    photo = photograph()
    comment = b"\0" * padding + said + b"\0" * padding
    return photo[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + photo[2:]


def gif() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (400, 400)).save(buffer, "GIF")
    return buffer.getvalue()
