"""A bucket that is missing, that refuses us, or that does not answer."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from pydantic import SecretStr

from app.core.config import Settings, settings
from app.core.storage import Storage, store
from app.core.storage.bucket import Address, Bucket, StoreUnreachable
from tests.core.storage.buckets import bucket_at
from tests.peers import Peer
from tests.processes import free_port

ASKED: dict[str, Callable[[Storage], object]] = {
    "put": lambda bucket: bucket.put("one.pdf", b"1"),
    "get": lambda bucket: bucket.get("one.pdf"),
    "keys": lambda bucket: list(bucket.keys()),
}


@pytest.mark.parametrize("asked", ASKED)
def test_a_missing_bucket_is_named(s3: Peer, asked: str) -> None:
    with pytest.raises(StoreUnreachable, match="bucket elsewhere does not exist"):
        ASKED[asked](bucket_at(s3.url, "elsewhere"))


@pytest.mark.parametrize("asked", [*ASKED, "has", "delete"])
def test_a_server_that_is_down_is_no_answer(asked: str) -> None:
    asks = ASKED | {"has": lambda it: it.has("a"), "delete": lambda it: it.delete("a")}
    with pytest.raises(StoreUnreachable, match="does not answer"):
        asks[asked](bucket_at(f"http://127.0.0.1:{free_port()}"))


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """A server that reads a little of each request, says `answer` and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                with caller:
                    caller.recv(1000)
                    caller.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)


DENIED = (
    b"HTTP/1.1 403 Forbidden\r\ncontent-type: application/xml\r\nconnection: close\r\n"
    b"content-length: 54\r\n\r\n<Error><Code>InvalidAccessKeyId</Code><Message/></Error"
)


@pytest.mark.parametrize("asked", ["put", "get"])
def test_a_wrong_key_is_said(asked: str) -> None:
    with answering(DENIED) as url, pytest.raises(StoreUnreachable, match="refuses our key"):
        ASKED[asked](bucket_at(url))


def test_a_server_that_hangs_up_in_the_middle_has_kept_nothing() -> None:
    with answering(b"") as url, pytest.raises(StoreUnreachable, match="does not answer"):
        bucket_at(url).put("large.bin", b"0" * 10_000_000)


@pytest.mark.parametrize(
    "url", ["https://shop.example", "s3://", "s3:///prefix", "s3://shop?colour=red", "shop"]
)
def test_an_address_that_is_none_says_what_one_looks_like(url: str) -> None:
    with pytest.raises(ValueError, match="s3://bucket/prefix"):
        Address.read(url)


def test_the_setting_chooses_the_store(s3: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    assert type(store("media")).__name__ == "LocalFolder"
    monkeypatch.setattr(settings, "s3_access_key_id", SecretStr("key"))
    monkeypatch.setattr(settings, "storage_url", f"s3://shop/chosen?endpoint={s3.url}")
    chosen = store("private")
    assert isinstance(chosen, Bucket)
    assert store("private") is chosen


def test_an_endpoint_without_a_key_says_what_to_set() -> None:
    with pytest.raises(StoreUnreachable, match="S3_ACCESS_KEY_ID"):
        Bucket.at("s3://shop?endpoint=http://127.0.0.1:9", "media", key_id="", secret="")


def test_a_setting_that_is_no_bucket_stops_the_start() -> None:
    with pytest.raises(ValueError, match="s3://bucket/prefix"):
        Settings(storage_url="/mnt/pictures")


def test_areas_and_prefixes_do_not_see_each_other(s3: Peer) -> None:
    one, other = bucket_at(s3.url, prefix="p"), bucket_at(s3.url, prefix="p", area="private")
    one.put("a.pdf", b"1")
    assert list(other.keys()) == []
    assert list(bucket_at(s3.url, prefix="q").keys()) == []
