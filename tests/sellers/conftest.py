"""Files of these tests go to a folder of their own."""

from pathlib import Path

import pytest

from app.core.config import settings


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Before anybody signs in: the key of form tokens is kept there too."""
    monkeypatch.setattr(settings, "var_dir", tmp_path)
    return tmp_path
