"""Photographs as they arrive, and as pages get them."""

import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.core import media
from app.core.config import settings
from app.core.media import NotAPhotograph
from tests.conftest import Client
from tests.pictures import photograph


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "var_dir", tmp_path)
    return tmp_path / "media"


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


def test_neither_place_nor_camera_survives(folder: Path) -> None:
    upload = photograph(gps=True)
    assert b"PHONE-MAKER" in upload
    made(upload)
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert len(kept) == 7
    for path in kept:
        assert b"PHONE-MAKER" not in path.read_bytes()
        assert dict(Image.open(BytesIO(path.read_bytes())).getexif()) == {}


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


def _bomb() -> bytes:
    """A PNG of a few kilobytes that claims 20,000 × 20,000 dots."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        checksum = zlib.crc32(kind + body).to_bytes(4, "big")
        return len(body).to_bytes(4, "big") + kind + body + checksum

    size = (20_000).to_bytes(4, "big")
    header = chunk(b"IHDR", size + size + b"\x08\x00\x00\x00\x00")
    return (
        b"\x89PNG\r\n\x1a\n"
        + header
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


def _gif() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (400, 400)).save(buffer, "GIF")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (b"", "không phải ảnh"),
        (b"not a picture at all", "không phải ảnh"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "lẫn thứ khác"),
        (photograph() + b"<script>alert(1)</script>", "lẫn thứ khác"),
        (b"GIF89a/*<html>*/", "lẫn thứ khác"),
        (photograph()[:2000], "không phải ảnh"),
        (photograph(200, 400), "nhỏ quá"),
        (photograph(8000, 6000), "40 triệu"),
        (photograph() + b"\0" * media.MOST_BYTES, "10 MB"),
        (_bomb(), "40 triệu"),
        (_gif(), "không phải ảnh"),
    ],
    ids=[
        "empty",
        "text",
        "svg",
        "polyglot",
        "gif-html",
        "cut",
        "small",
        "large",
        "heavy",
        "bomb",
        "gif",
    ],
)
def test_what_is_no_photograph_is_refused_in_words(upload: bytes, said: str, folder: Path) -> None:
    with pytest.raises(NotAPhotograph) as refused:
        media.keep(upload)
    assert said in str(refused.value)
    assert not folder.exists()


def test_ready_pictures_are_taken_over_as_they_are(tmp_path: Path) -> None:
    for width in (400, 800):
        Image.new("RGB", (width, width * 2)).save(tmp_path / f"dinh-{width}.webp")
    medium = media.adopt(tmp_path / "dinh")
    assert (medium.width, medium.height, medium.ready) == (800, 1600, True)
    assert media.adopt(tmp_path / "dinh") == medium
    with pytest.raises(FileNotFoundError):
        media.adopt(tmp_path / "khong-co")


def test_a_size_is_served_for_ever(client: Client) -> None:
    name = made(photograph())
    answer = client.get(media.media_url(name, 400, "avif"))
    assert answer.headers["content-type"] == "image/avif"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    again = client.get(
        media.media_url(name, 400, "avif"), headers={"if-none-match": answer.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert client.head(media.media_url(name)).content == b""


def test_a_missing_size_is_answered_with_the_nearest_one(client: Client, tmp_path: Path) -> None:
    Image.new("RGB", (400, 500)).save(tmp_path / "dinh-400.webp")
    name = media.adopt(tmp_path / "dinh").content_hash
    answer = client.get(media.media_url(name, 1600, "avif"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")


@pytest.mark.parametrize(
    "path",
    [f"/media/{'0' * 64}-400.webp", "/media/../../etc/passwd", "/media/x-400.webp", "/media/"],
)
def test_an_unknown_picture_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_upload_itself_is_never_served(client: Client) -> None:
    name = media.keep(photograph()).content_hash
    assert client.get(f"/media/{name}.upload").status_code == 404
    assert client.post(media.media_url(name)).status_code == 405
