"""Uploads for tests: photographs as phones send them, and files that only pretend."""

from io import BytesIO
from random import Random

from PIL import Image


def photograph(
    width: int = 900,
    height: int = 600,
    kind: str = "JPEG",
    *,
    seed: int = 0,
    orientation: int = 1,
    gps: bool = False,
) -> bytes:
    """A left half of red, a right half of green, and a few random dots."""
    picture = Image.new("RGB", (width, height), "#b5301f")
    picture.paste("#1f5a3c", (width // 2, 0, width, height))
    random = Random(seed)
    for _ in range(20):
        dot = random.randrange(width), random.randrange(height)
        picture.putpixel(dot, (random.randrange(256), 0, 0))
    exif = Image.Exif()
    exif[0x0112] = orientation
    if gps:
        exif[0x010F] = "PHONE-MAKER"
        exif.get_ifd(0x8825)[2] = (21.0, 33.0, 12.0)
    buffer = BytesIO()
    picture.save(buffer, kind, exif=exif)
    return buffer.getvalue()
