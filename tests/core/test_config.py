import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.config import ROOT, Settings, _kept_key


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_spelling_of_a_database_url_means_psycopg_3(scheme: str) -> None:
    settings = Settings(database_url=f"{scheme}://u:p@h:5433/shop?sslmode=require")
    assert settings.database_url == "postgresql+psycopg://u:p@h:5433/shop?sslmode=require"
    assert settings.libpq_url == "postgresql://u:p@h:5433/shop?sslmode=require"


def test_printed_codes_begin_with_their_own_domain_when_there_is_one() -> None:
    assert Settings(base_url="https://shop.example/").code_url == "https://shop.example"
    settings = Settings(base_url="https://shop.example", qr_base_url="https://q.example/")
    assert settings.code_url == "https://q.example"


def test_a_key_is_made_once_for_all_processes_that_start_together(tmp_path: Path) -> None:
    program = "from app.core.config import settings; print(settings.secret().decode())"
    env = os.environ | {"VAR_DIR": str(tmp_path / "var"), "SECRET_KEY": ""}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    keys = {process.communicate()[0].strip() for process in started}
    assert len(keys) == 1
    assert len(keys.pop()) >= 32
    kept = tmp_path / "var" / "secret_key"
    assert kept.stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret_key"]


def test_a_kept_key_is_read_once(tmp_path: Path) -> None:
    key = _kept_key(tmp_path)
    (tmp_path / "secret_key").unlink()
    assert _kept_key(tmp_path) == key


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("of a file\n")
    (tmp_path / "url").write_text("postgresql://h/shop\n")
    program = (
        "import json; from app.core.config import settings as s;"
        "print(json.dumps([s.secret().decode(), s.database_url]))"
    )
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env |= {"SECRET_KEY_FILE": f"{tmp_path}/key", "DATABASE_URL_FILE": f"{tmp_path}/url"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=env, capture_output=True, check=True
    )
    assert json.loads(done.stdout) == ["of a file", "postgresql+psycopg://h/shop"]
