from pathlib import Path

import pytest

from app.core.config import settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the pictures of a test are kept."""
    monkeypatch.setattr(settings, "var_dir", tmp_path)
    return tmp_path / "media"
