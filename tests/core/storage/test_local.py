"""Files in a folder: whole, private, and never outside it."""

import stat
from pathlib import Path

import pytest

from app.core.storage.local import LocalFolder


@pytest.fixture
def folder(tmp_path: Path) -> LocalFolder:
    return LocalFolder(tmp_path / "private")


def test_what_is_put_is_got_and_listed(folder: LocalFolder) -> None:
    folder.put("ab/one.pdf", b"1")
    folder.put("ab/one.pdf", b"2")
    folder.put("cd/two.pdf", b"3")
    assert folder.get("ab/one.pdf") == b"2"
    assert list(folder.keys()) == ["ab/one.pdf", "cd/two.pdf"]
    assert list(folder.keys("ab/")) == ["ab/one.pdf"]


def test_what_is_deleted_is_gone_and_may_be_deleted_again(folder: LocalFolder) -> None:
    folder.put("one.pdf", b"1")
    folder.delete("one.pdf")
    folder.delete("one.pdf")
    assert not folder.has("one.pdf")
    with pytest.raises(FileNotFoundError):
        folder.get("one.pdf")


def test_only_our_own_user_reads_it(folder: LocalFolder) -> None:
    folder.put("one.pdf", b"1")
    assert stat.S_IMODE((folder.folder / "one.pdf").stat().st_mode) == 0o600


@pytest.mark.parametrize("key", ["../outside", "/etc/passwd", "a/../../outside"])
def test_no_key_leads_out_of_the_folder(folder: LocalFolder, key: str) -> None:
    with pytest.raises(ValueError, match="leads out"):
        folder.put(key, b"")
