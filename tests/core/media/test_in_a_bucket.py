"""Pictures that another machine keeps: made, served, and missed when it does not answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from pydantic import SecretStr

from app.core import media
from app.core.config import settings
from app.core.ids import new_id
from app.core.media import serving
from app.core.storage import store
from tests.conftest import Client
from tests.core.media.test_making import made
from tests.peers import Peer
from tests.pictures import photograph
from tests.processes import free_port


@pytest.fixture(autouse=True)
def bucket(s3: Peer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A place of its own for each test, in the bucket and on this machine."""
    monkeypatch.setattr(settings, "storage_url", f"s3://shop/{new_id().hex}?endpoint={s3.url}")
    monkeypatch.setattr(settings, "s3_access_key_id", SecretStr("key"))
    monkeypatch.setattr(settings, "s3_secret_access_key", SecretStr("secret"))
    serving._missing.clear()
    yield
    serving._missing.clear()


def down(monkeypatch: pytest.MonkeyPatch) -> None:
    address = settings.storage_url.partition("?")[0]
    gone = f"{address}?endpoint=http://127.0.0.1:{free_port()}"
    monkeypatch.setattr(settings, "storage_url", gone)


def test_a_picture_is_made_there_and_nothing_is_left_here(tmp_path: Path) -> None:
    name = made(photograph())
    assert len(list(store("media").keys(name[:2]))) == 7
    assert media.keep(photograph()).ready
    assert not (tmp_path / "media").exists()


def test_a_size_is_fetched_once_and_then_read_here(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = made(photograph())
    address = media.media_url(name, 400, "avif")
    first = client.get(address)
    assert (first.status_code, first.headers["content-type"]) == (200, "image/avif")
    store("media").delete(media.key_of(name, 400, "avif"))
    again = client.get(address)
    assert (again.content, again.headers) == (first.content, first.headers)
    etag = {"if-none-match": first.headers["etag"]}
    assert client.get(address, headers=etag).status_code == 304


def test_a_missing_size_is_answered_with_the_nearest_one(client: Client, tmp_path: Path) -> None:
    Image.new("RGB", (400, 500)).save(tmp_path / "dinh-400.webp")
    name = media.adopt(tmp_path / "dinh").content_hash
    assert media.has_sizes(name)
    for _ in range(2):
        answer = client.get(media.media_url(name, 1600, "avif"))
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")


def test_an_unknown_picture_is_not_found(client: Client) -> None:
    assert client.get(media.media_url("0" * 64)).status_code == 404


def test_without_the_bucket_an_upload_is_told_to_come_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    down(monkeypatch)
    with pytest.raises(media.NotKept, match="Mời gửi lại"):
        media.keep(photograph())
    assert list(tmp_path.iterdir()) == []


def test_without_the_bucket_a_picture_is_not_at_hand_for_now(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = made(photograph())
    down(monkeypatch)
    answer = client.get(media.media_url(name))
    assert (answer.status_code, answer.headers["cache-control"]) == (503, "no-store")


def test_sizes_that_could_not_be_written_are_made_when_the_bucket_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = media.keep(photograph()).content_hash
    good = settings.storage_url
    down(monkeypatch)
    with pytest.raises(OSError, match="does not answer"):
        media.make_sizes(name)
    monkeypatch.setattr(settings, "storage_url", good)
    assert not media.has_sizes(name)
    media.make_sizes(name)
    assert media.has_sizes(name)
    assert not store("media").has(f"{name[:2]}/{name}.upload")
