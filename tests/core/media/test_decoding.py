"""What is refused, in which words, and what only looks odd."""

from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.core import media
from app.core.media import NotAPhotograph
from tests.core.media import hostile
from tests.pictures import photograph

KINDS = ("JPEG", "PNG", "WEBP", "HEIF")

REFUSED = {
    "nothing": (b"", "không phải ảnh"),
    "text": (b"not a picture at all", "không phải ảnh"),
    "small": (photograph(200, 400), "nhỏ quá"),
    "48 megapixels": (photograph(8000, 6000), "40 triệu"),
    "long": (photograph(3000, 400), "dài quá"),
    "heavy": (photograph() + b"\0" * media.MOST_BYTES, "10 MB"),
    "gif": (hostile.gif(), "không phải ảnh"),
    "png bomb": (hostile.png(20_000, 20_000), "40 triệu"),
    "200 megapixels": (hostile.png(20_000, 10_000), "40 triệu"),
    "png of nothing": (hostile.png(5000, 5000), "không phải ảnh"),
    "png without dots": (hostile.png(0, 400), "không phải ảnh"),
    "png text bomb": (hostile.text_bomb(), "không phải ảnh"),
    "wide jpeg": (hostile.wide_jpeg(), "40 triệu"),
    "wide webp": (hostile.wide_webp(), "40 triệu"),
    "wide heic": (hostile.wide_heic(), "40 triệu|không phải ảnh"),
    "many scans": (hostile.many_scans(), "không phải ảnh"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "lẫn thứ khác"),
    "gif and page": (b"GIF89a/*<html>*/", "lẫn thứ khác"),
    "page at the end": (photograph() + b"<script>alert(1)</script>", "lẫn thứ khác"),
    "page in the middle": (hostile.with_comment(b"<HTML ><body onload=x>"), "lẫn thứ khác"),
    "script in the middle": (hostile.with_comment(b"*/<ScRiPt src=//x>"), "lẫn thứ khác"),
    "program in the middle": (hostile.with_comment(b"<?php system($_GET[0]);"), "lẫn thứ khác"),
    "phar": (hostile.with_comment(b"__HALT_COMPILER(); ?>"), "lẫn thứ khác"),
    "archive": (hostile.with_archive(photograph()), "lẫn thứ khác"),
    "document": (photograph()[:2] + b"%PDF-1.7" + photograph()[2:], "lẫn thứ khác"),
    **{f"cut {kind}": (photograph(kind=kind)[:-900], "không phải ảnh") for kind in KINDS},
    **{f"head of {kind}": (photograph(kind=kind)[:100], "không phải ảnh") for kind in KINDS},
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_photograph_is_refused_in_words(what: str, folder: Path) -> None:
    upload, said = REFUSED[what]
    with pytest.raises(NotAPhotograph, match=said):
        media.keep(upload)
    assert not folder.exists()


def saved(picture: Image.Image, kind: str, **how: object) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, kind, **how)
    return buffer.getvalue()


def red_of(upload: bytes) -> int:
    """How red the middle of the picture is, as pages show it."""
    name = media.keep(upload).content_hash
    media.make_sizes(name)
    shown = Image.open(BytesIO(media.files().get(media.key_of(name, 400, "webp")))).convert("RGB")
    dot = shown.getpixel((shown.width // 2, shown.height // 2))
    assert isinstance(dot, tuple)
    return int(dot[0])


RED = Image.new("RGB", (400, 400), "#c03020")
ODD = {
    "cmyk": saved(RED.convert("CMYK"), "JPEG"),
    "palette": saved(RED.convert("P"), "PNG"),
    "transparent": saved(RED.convert("RGBA"), "PNG"),
    "sixteen bits": saved(Image.new("I;16", (400, 400), 0xC0 << 8), "PNG"),
    "grey": saved(Image.new("L", (400, 400), 0xC0), "JPEG"),
    "black and white": saved(Image.new("1", (400, 400), 1), "PNG"),
    "animated png": saved(RED, "PNG", save_all=True, append_images=[Image.new("RGB", (400, 400))]),
    "animated webp": saved(
        RED, "WEBP", save_all=True, append_images=[Image.new("RGB", (400, 400))]
    ),
    "several in one": saved(RED, "MPO", save_all=True, append_images=[RED]),
    "filmed along": saved(RED, "JPEG") + b"\0\0\0\x18ftypmp42" + Random(1).randbytes(3_000_000),
    "commented": saved(RED, "JPEG", comment=b"Che Tan Cuong"),
}


@pytest.mark.parametrize("what", ODD)
def test_what_only_looks_odd_is_shown_in_its_colours(what: str) -> None:
    expected = 255 if what == "black and white" else 0xC0
    assert abs(red_of(ODD[what]) - expected) < 12


UPRIGHT = ["left", "right", "right", "left", "top", "top", "bottom", "bottom"]
"""Where the left side of what the lens saw is, by EXIF orientation."""


SIDES = {"1010": "left", "0101": "right", "1100": "top", "0011": "bottom"}


def red_side(picture: Image.Image) -> str:
    """By the middle of each quarter."""
    quarters = picture.getchannel("R").resize((2, 2), Image.Resampling.BOX)
    return SIDES["".join("1" if red > 100 else "0" for red in quarters.tobytes())]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_of_any_kind_is_turned_upright(kind: str, orientation: int) -> None:
    upload = photograph(900, 600, kind, orientation=orientation)
    size = (600, 900) if orientation > 4 else (900, 600)
    assert media.measured(upload) == size
    half = media.decoded(upload, (size[0] // 2, 450))
    assert half.size == (size[0] // 2, size[1] // 2)
    assert red_side(half) == red_side(media.decoded(upload)) == UPRIGHT[orientation - 1]


def test_a_picture_is_no_larger_than_is_asked_for() -> None:
    for kind in KINDS:
        upload = photograph(1200, 900, kind, orientation=6)
        assert media.decoded(upload, (300, 400)).size == (300, 400)
        assert media.decoded(upload, (300, 600)).size == (450, 600)
        assert media.decoded(upload, (9000, 9000)).size == (900, 1200)


PHOTOGRAPHS = {kind: photograph(320, 300, kind, gps=True) for kind in KINDS}


@given(
    kind=st.sampled_from(KINDS),
    changes=st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=9)), max_size=8),
    cut=st.floats(0.5, 1),
)
def test_a_changed_file_is_a_photograph_or_refused_and_nothing_else(
    kind: str, changes: list[tuple[float, bytes]], cut: float
) -> None:
    upload = bytearray(PHOTOGRAPHS[kind])
    for where, said in changes:
        at = int(where * (len(upload) - 1))
        upload[at : at + len(said)] = said
    whole_or_refused(bytes(upload[: round(len(upload) * cut)]))


@given(kind=st.sampled_from(KINDS), tail=st.binary(max_size=300), keep=st.integers(0, 40))
def test_a_head_with_anything_after_it_is_a_photograph_or_refused(
    kind: str, tail: bytes, keep: int
) -> None:
    whole_or_refused(PHOTOGRAPHS[kind][:keep] + tail)


def whole_or_refused(upload: bytes) -> None:
    try:
        width, height = media.measured(upload)
        picture = media.plain(media.decoded(upload, (100, 100)))
    except NotAPhotograph:
        return
    assert min(width, height) >= 300
    assert picture.mode in {"RGB", "RGBA"}
    assert picture.info == {}
