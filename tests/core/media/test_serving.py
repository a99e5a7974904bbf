"""Pictures as browsers get them."""

from pathlib import Path

import pytest
from PIL import Image

from app.core import media
from tests.conftest import Client
from tests.core.media.test_making import made
from tests.pictures import photograph


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
