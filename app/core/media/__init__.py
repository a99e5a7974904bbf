"""Photographs: checked by decoding, stripped of what they tell, and kept in three sizes.

A picture is named by the SHA-256 of what was uploaded. `ab/ab…-800.webp` of the store `media` is a
size that pages show; the upload itself is never served, and gives way to a copy without place,
camera or thumbnail once the sizes are made. Nothing here knows what a picture is of.

Since every byte that we serve was made from dots alone, a file that is a picture and something else
at once can harm nobody who looks at it. It is refused all the same, where that can be told without
refusing photographs: nobody sends one by mistake.
"""

from app.core.media.decoding import (
    ACCEPT,
    FOREIGN,
    MOST_BYTES,
    MOST_PIXELS,
    TOO_HEAVY,
    TOO_LARGE,
    NotAPhotograph,
    decoded,
    measured,
)
from app.core.media.files import KINDS, WIDTHS, Medium, files, has_sizes, key_of, media_url
from app.core.media.making import NotKept, adopt, as_jpeg, keep, make_sizes, plain
from app.core.media.serving import MediaFiles

__all__ = [
    "ACCEPT",
    "FOREIGN",
    "KINDS",
    "MOST_BYTES",
    "MOST_PIXELS",
    "TOO_HEAVY",
    "TOO_LARGE",
    "WIDTHS",
    "MediaFiles",
    "Medium",
    "NotAPhotograph",
    "NotKept",
    "adopt",
    "as_jpeg",
    "decoded",
    "files",
    "has_sizes",
    "keep",
    "key_of",
    "make_sizes",
    "measured",
    "media_url",
    "plain",
]
