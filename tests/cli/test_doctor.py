import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.config import ROOT
from tests.core.storage.buckets import bucket_at
from tests.peers import Peer
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
    assert (said["media"], said["private"]) == ("ok", "ok")
    assert (said["e-mail"], said["addresses"], said["worker"]) == ("-", "-", "-")
    assert said["sign-in"] == "-"


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


def test_a_bucket_is_written_read_and_deleted(live_database: str, tmp_path: Path, s3: Peer) -> None:
    keys = {"S3_ACCESS_KEY_ID": "key", "S3_SECRET_ACCESS_KEY": "hunter2"}
    good = {"STORAGE_URL": f"s3://shop/doctor?endpoint={s3.url}"} | keys
    found = doctor(tmp_path, DATABASE_URL=live_database, **good)
    said = states(found.stdout)
    assert (said["media"], said["private"], found.returncode) == ("ok", "ok", 0)
    assert "hunter2" not in found.stdout
    assert list(bucket_at(s3.url, prefix="doctor").keys()) == []
    missing = {"STORAGE_URL": f"s3://elsewhere?endpoint={s3.url}"} | keys
    found = doctor(tmp_path, DATABASE_URL=live_database, **missing)
    assert (states(found.stdout)["media"], found.returncode) == ("WRONG", 1)
    assert "The bucket elsewhere does not exist" in found.stdout


def test_providers_of_identities_are_named(live_database: str, tmp_path: Path) -> None:
    profiles = tmp_path / "oidc.toml"
    profiles.write_text('[x]\nname = "X-ID"\nissuer = "https://id.example"\nclient_id = "us"\n')
    found = doctor(tmp_path, DATABASE_URL=live_database, OIDC_PROFILES=str(profiles))
    assert "by password, and by X-ID" in found.stdout
    profiles.write_text('[x]\nname = "X-ID"\nissuer = "http://id.example"\n')
    found = doctor(tmp_path, DATABASE_URL=live_database, OIDC_PROFILES=str(profiles))
    assert states(found.stdout)["sign-in"] == "WRONG"
