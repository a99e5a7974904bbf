"""What every store promises, asked of a folder here and of a bucket over the wire."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.ids import new_id
from app.core.storage import Storage
from app.core.storage.local import LocalFolder
from app.core.storage.nearby import KeptNearby
from tests.core.storage.buckets import bucket_at
from tests.peers import Peer


@pytest.fixture(params=["folder", "bucket", "bucket kept nearby"])
def store(request: pytest.FixtureRequest, tmp_path: Path, s3: Peer) -> Storage:
    if request.param == "folder":
        return LocalFolder(tmp_path / "media")
    bucket = bucket_at(s3.url, prefix=f"files/{new_id().hex}")
    if request.param == "bucket":
        return bucket
    return KeptNearby(bucket, LocalFolder(tmp_path / "near"), 100_000_000)


def test_what_is_put_is_got_and_listed(store: Storage) -> None:
    for key in ("ab/one.pdf", "cd/two.pdf", "abc.pdf"):
        store.put(key, key.encode())
    assert store.get("ab/one.pdf") == b"ab/one.pdf"
    assert store.has("ab/one.pdf")
    assert list(store.keys()) == ["ab/one.pdf", "abc.pdf", "cd/two.pdf"]
    assert list(store.keys("ab/")) == ["ab/one.pdf"]
    assert list(store.keys("ab/o")) == ["ab/one.pdf"]
    assert list(store.keys("ab")) == ["ab/one.pdf", "abc.pdf"]


def test_nothing_is_in_an_empty_store(store: Storage) -> None:
    assert list(store.keys()) == []
    assert not store.has("one.pdf")
    with pytest.raises(FileNotFoundError):
        store.get("one.pdf")


def test_a_key_is_written_again(store: Storage) -> None:
    store.put("one.pdf", b"1")
    store.put("one.pdf", b"22")
    assert store.get("one.pdf") == b"22"


def test_what_is_deleted_is_gone_and_may_be_deleted_again(store: Storage) -> None:
    store.put("one.pdf", b"1")
    store.delete("one.pdf")
    store.delete("one.pdf")
    assert not store.has("one.pdf")
    with pytest.raises(FileNotFoundError):
        store.get("one.pdf")


def test_an_empty_and_a_large_file_come_back_as_they_were(store: Storage) -> None:
    large = os.urandom(10 * 1024 * 1024)
    store.put("large.bin", large)
    store.put("empty.bin", b"")
    assert store.get("large.bin") == large
    assert store.get("empty.bin") == b""


@pytest.mark.parametrize("key", ["ab/chè nõn tôm.webp", "ab/a%20b+c&d=e?#.pdf", "日本/…*'~.txt"])
def test_any_letter_may_be_in_a_key(store: Storage, key: str) -> None:
    store.put(key, b"1")
    assert store.get(key) == b"1"
    assert list(store.keys()) == [key]
    store.delete(key)
    assert not store.has(key)


LEADING_OUT = ["", ".", "..", "/etc/passwd", "../outside", "a/../../outside", "a//b", "a/", "a/./b"]
NO_NAMES = [".hidden", "a\\b", "a\0b", "a\nb", "x" * 201, "/".join(["x" * 100] * 10)]


@pytest.mark.parametrize("key", LEADING_OUT + NO_NAMES)
def test_what_is_no_plain_path_is_refused_whatever_is_asked(store: Storage, key: str) -> None:
    for ask in (store.get, store.has, store.delete, lambda key: store.put(key, b"")):
        with pytest.raises(ValueError, match=r"leads out|hidden or too long|no name"):
            ask(key)
    assert list(store.keys()) == []


def test_of_several_that_write_at_once_one_is_read_whole(store: Storage) -> None:
    bodies = [bytes([n]) * 200_000 for n in range(8)]
    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(lambda body: store.put("ab/same.bin", body), bodies))
        list(crowd.map(lambda n: store.put(f"ab/{n}.bin", bodies[n]), range(8)))
    assert store.get("ab/same.bin") in bodies
    assert [store.get(f"ab/{n}.bin") for n in range(8)] == bodies
    assert len(list(store.keys())) == 9


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory, s3: Peer) -> tuple[Storage, Storage]:
    folder = LocalFolder(tmp_path_factory.mktemp("twin") / "media")
    return folder, bucket_at(s3.url, prefix="twin")


PARTS = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="/\\."), min_size=1)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.lists(PARTS.filter(lambda part: len(part.encode()) < 200), min_size=1, max_size=3))
def test_both_stores_take_the_same_keys(twins: tuple[Storage, Storage], key: list[str]) -> None:
    name = "/".join([new_id().hex, *key])
    for store in twins:
        store.put(name, b"1")
        assert store.get(name) == b"1"
        assert list(store.keys()) == [name]
        store.delete(name)
        assert list(store.keys()) == []
