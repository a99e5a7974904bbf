"""Copies on this machine of what a far store keeps."""

import os
from pathlib import Path

import pytest

from app.core.storage.local import LocalFolder
from app.core.storage.nearby import KeptNearby


def kept(tmp_path: Path, most_bytes: int = 1000) -> KeptNearby:
    return KeptNearby(LocalFolder(tmp_path / "far"), LocalFolder(tmp_path / "near"), most_bytes)


def test_a_copy_is_read_without_the_far_store(tmp_path: Path) -> None:
    store = kept(tmp_path)
    store.put("a.webp", b"1")
    assert not store.near.has("a.webp")
    assert store.get("a.webp") == b"1"
    store.far.delete("a.webp")
    assert store.get("a.webp") == b"1"


def test_what_is_deleted_is_gone_from_both(tmp_path: Path) -> None:
    store = kept(tmp_path)
    store.put("a.webp", b"1")
    store.get("a.webp")
    store.delete("a.webp")
    with pytest.raises(FileNotFoundError):
        store.get("a.webp")


def test_the_oldest_copies_give_way(tmp_path: Path) -> None:
    store = kept(tmp_path)
    for n in range(30):
        store.put(f"{n}.webp", b"0" * 100)
        store.get(f"{n}.webp")
        os.utime(store.near.path(f"{n}.webp"), (n, n))
    left = list(store.near.keys())
    assert len(left) <= 11
    assert "29.webp" in left
    assert store.get("0.webp") == b"0" * 100


def test_a_full_disk_here_hides_no_picture(tmp_path: Path) -> None:
    store = kept(tmp_path)
    store.put("a.webp", b"1")
    (tmp_path / "near").write_text("a file where the folder would be")
    assert store.get("a.webp") == b"1"
