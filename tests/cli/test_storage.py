"""From a folder into a bucket, as often as somebody asks."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from app.cli.errors import Refused
from app.cli.storage import copy_files
from app.core.config import settings
from app.core.storage.local import LocalFolder
from tests.core.storage.buckets import bucket_at
from tests.peers import Peer


def test_every_file_is_copied_once(
    s3: Peer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settings, "var_dir", tmp_path)
    with pytest.raises(Refused, match="STORAGE_URL"):
        copy_files()
    monkeypatch.setattr(settings, "storage_url", f"s3://shop/copied?endpoint={s3.url}")
    monkeypatch.setattr(settings, "s3_access_key_id", SecretStr("key"))
    LocalFolder(tmp_path / "media").put("ab/one.webp", b"1")
    LocalFolder(tmp_path / "private").put("papers/two", b"2")
    for _ in range(2):
        copy_files()
    assert "1 copied" in capsys.readouterr().out
    assert bucket_at(s3.url, prefix="copied").get("ab/one.webp") == b"1"
    assert bucket_at(s3.url, prefix="copied", area="private").get("papers/two") == b"2"
    assert LocalFolder(tmp_path / "media").has("ab/one.webp")
