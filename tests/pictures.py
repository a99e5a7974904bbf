"""Uploads for tests: photographs as phones send them, and files that only pretend."""

from io import BytesIO
from random import Random

from PIL import Image, ImageCms


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
    picture.save(buffer, kind, exif=exif.tobytes())
    return buffer.getvalue()


SECRETS = (b"PHONE-MAKER", b"XMP-SECRET", b"IPTC-SECRET", b"A-COMMENT", b"THUMBNAIL-SECRET")


def telling(kind: str) -> bytes:
    """A photograph with all that a phone and an editor write beside its dots: see SECRETS."""
    picture = Image.open(BytesIO(photograph(gps=True)))
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">XMP-SECRET</x:xmpmeta>'
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    buffer = BytesIO()
    picture.save(buffer, kind, exif=picture.info["exif"], xmp=xmp, icc_profile=profile)
    upload = buffer.getvalue()
    if kind != "JPEG":
        return upload
    news = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\x10\x1c\x02\x78\0\x0bIPTC-SECRET"
    parts = {
        b"\xff\xed": news,
        b"\xff\xfe": b"A-COMMENT",
        b"\xff\xe0": b"JFXX\0\x10THUMBNAIL-SECRET",
    }
    beside = (mark + (len(body) + 2).to_bytes(2, "big") + body for mark, body in parts.items())
    return upload[:2] + b"".join(beside) + upload[2:]
