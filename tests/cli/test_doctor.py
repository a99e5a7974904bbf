import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.config import ROOT
from tests.processes import free_port

pytestmark = pytest.mark.live


def doctor(var: Path, **settings: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "app.cli", "doctor"],
        cwd=ROOT,
        env=os.environ | {"VAR_DIR": str(var)} | settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=150,
    )


def states(said: str) -> dict[str, str]:
    return {line[7:19].strip(): line[:6].strip() for line in said.splitlines()}


def test_a_bare_installation_is_healthy_and_says_what_is_not_set(
    live_database: str, tmp_path: Path
) -> None:
    found = doctor(tmp_path, DATABASE_URL=live_database)
    said = states(found.stdout)
    assert found.returncode == 0
    assert (said["database"], said["migrations"], said["storage"]) == ("ok", "ok", "ok")
    assert (said["e-mail"], said["addresses"], said["worker"]) == ("-", "-", "-")


def test_what_is_set_is_ok_and_no_secret_is_printed(live_database: str, tmp_path: Path) -> None:
    found = doctor(
        tmp_path,
        DATABASE_URL=live_database,
        SMTP_URL="smtp://shop:hunter2@127.0.0.1:2525",
        QR_BASE_URL="https://ng.example",
        SECRET_KEY="only-for-this-test",
    )
    said = states(found.stdout)
    assert (said["e-mail"], said["addresses"], said["secret key"]) == ("ok", "ok", "ok")
    assert "hunter2" not in found.stdout
    assert "only-for-this-test" not in found.stdout


def test_without_a_database_something_is_wrong(tmp_path: Path) -> None:
    address = f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"
    found = doctor(tmp_path, DATABASE_URL=address)
    assert found.returncode == 1
    assert states(found.stdout)["database"] == "WRONG"
