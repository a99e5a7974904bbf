"""Files in a folder of this machine, besides what every store promises."""

import stat
from pathlib import Path

import pytest

from app.core.storage.local import LocalFolder


@pytest.fixture
def folder(tmp_path: Path) -> LocalFolder:
    return LocalFolder(tmp_path / "private")


def test_only_our_own_user_reads_it(folder: LocalFolder) -> None:
    folder.put("one.pdf", b"1")
    assert stat.S_IMODE((folder.folder / "one.pdf").stat().st_mode) == 0o600


def test_a_file_that_could_not_be_written_leaves_no_half(
    folder: LocalFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, body: bytes) -> int:
        raise OSError("No space left on device")

    folder.put("one.pdf", b"1")
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        folder.put("one.pdf", b"2")
    monkeypatch.undo()
    assert [path.name for path in folder.folder.iterdir()] == ["one.pdf"]
    assert folder.get("one.pdf") == b"1"
