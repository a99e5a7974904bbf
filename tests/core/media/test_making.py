"""The sizes that are made of a photograph, and what is no longer in them."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.core import media
from tests.pictures import SECRETS, photograph, telling


def made(upload: bytes) -> str:
    name = media.keep(upload).content_hash
    media.make_sizes(name)
    return name


def opened(name: str, width: int, kind: str = "webp") -> Image.Image:
    return Image.open(BytesIO(media.files().get(media.key_of(name, width, kind))))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_what_phones_send_is_kept_in_three_sizes_and_two_formats(kind: str) -> None:
    name = made(photograph(1800, 1350, kind))
    for width in media.WIDTHS:
        for form in media.KINDS:
            assert opened(name, width, form).size == (width, width * 3 // 4)


def test_a_small_picture_is_never_blown_up() -> None:
    name = made(photograph(500, 400))
    assert [opened(name, width).width for width in media.WIDTHS] == [400, 500, 500]


def boxes(avif: bytes) -> set[bytes]:
    """The kinds of every item and property that an AVIF holds (ISO/IEC 23008-12)."""
    meta = avif[: avif.index(b"mdat")]
    return set(re.findall(rb"Exif|mime|uri |prof|rICC|thmb|cdsc", meta))


def chunks(webp: bytes) -> set[bytes]:
    """The kinds of every chunk that a WebP holds (RFC 9649, 2.3)."""
    found, at = set(), 12
    while at < len(webp):
        found.add(webp[at : at + 4])
        length = int.from_bytes(webp[at + 4 : at + 8], "little")
        at += 8 + length + length % 2
    return found


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_nothing_but_dots_survives(kind: str, folder: Path) -> None:
    upload = telling(kind)
    assert any(secret in upload for secret in SECRETS)
    made(upload)
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert len(kept) == 7
    for path in kept:
        body = path.read_bytes()
        assert not any(secret in body for secret in SECRETS)
        assert chunks(body) <= {b"VP8 ", b"VP8L"} if path.suffix == ".webp" else not boxes(body)
        assert dict(Image.open(BytesIO(body)).getexif()) == {}


def test_a_picture_is_turned_upright() -> None:
    medium = media.keep(photograph(900, 600, orientation=6))
    assert (medium.width, medium.height, medium.ready) == (600, 900, False)
    media.make_sizes(medium.content_hash)
    red, _, _ = opened(medium.content_hash, 400).convert("RGB").getpixel((200, 20))  # type: ignore[misc]
    assert red > 150


def test_the_wide_colours_of_a_phone_become_everybodys() -> None:
    from PIL import ImageCms  # noqa: PLC0415

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    buffer = BytesIO()
    Image.new("RGB", (400, 400), "#1f5a3c").save(buffer, "JPEG", icc_profile=profile)
    assert "icc_profile" not in opened(made(buffer.getvalue()), 400).info


def test_a_broken_colour_profile_spoils_nothing() -> None:
    buffer = BytesIO()
    Image.new("RGB", (400, 400), "#1f5a3c").save(buffer, "JPEG", icc_profile=b"no profile")
    assert opened(made(buffer.getvalue()), 400).size == (400, 400)


def test_making_sizes_twice_changes_nothing_and_works_from_the_clean_copy(folder: Path) -> None:
    name = made(photograph())
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*-*.webp")}
    media.make_sizes(name)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    media.files().delete(media.key_of(name, 400, "avif"))
    media.make_sizes(name)
    assert media.files().has(media.key_of(name, 400, "avif"))


def test_a_picture_that_was_never_kept_fails_its_job() -> None:
    with pytest.raises(FileNotFoundError):
        media.make_sizes("0" * 64)


def test_the_same_upload_is_kept_once() -> None:
    name = made(photograph())
    assert media.keep(photograph()).ready
    assert media.keep(photograph()).content_hash == name


def test_ready_pictures_are_taken_over_as_they_are(tmp_path: Path) -> None:
    for width in (400, 800):
        Image.new("RGB", (width, width * 2)).save(tmp_path / f"dinh-{width}.webp")
    medium = media.adopt(tmp_path / "dinh")
    assert (medium.width, medium.height, medium.ready) == (800, 1600, True)
    assert media.adopt(tmp_path / "dinh") == medium
    with pytest.raises(FileNotFoundError):
        media.adopt(tmp_path / "khong-co")
